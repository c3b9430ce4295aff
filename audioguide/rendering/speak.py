"""What a session says, spoken or taken from the cache. Where it is all there, nothing that makes sound is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import MappingProxyType

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.model.script import Cue
from audioguide.plugins import Voice
from audioguide.rendering.request import Request
from audioguide.speech import base_language
from audioguide.speech.narrator import Clips, narrate

Progress = Callable[[str, int, int, str], None]
"""Called with what is being done, how much of it, of how much, and on what.

``("speaking", 3, 58, "Hold.")``: cues; ``("mixing", 30, 600, "")``: seconds of sound.
"""


def speak(request: Request, cache: Cache, progress: Progress | None = None) -> Clips:
    """Speak every cue that the session may need, or take it from the cache."""
    return narrate(
        request.script.cues,
        request.voice,
        cache,
        language=request.script.language,
        pronounce=request.routine.pronounce,
        progress=partial(progress, "speaking") if progress else None,
    )


def speak_cues(
    cues: Iterable[Cue],
    voice: Voice,
    cache: Cache,
    *,
    language: str,
    pronounce: Mapping[str, str] = MappingProxyType({}),
    progress: Progress | None = None,
) -> Clips:
    """Speak cues by themselves as a session says them: words that its language knows how to say, and further ones."""
    phrases = repertoire.phrases().get(base_language(language))
    return narrate(
        cues,
        voice,
        cache,
        language=language,
        pronounce={**(phrases.pronounce if phrases else {}), **pronounce},
        progress=partial(progress, "speaking") if progress else None,
    )
