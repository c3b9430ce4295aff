"""What a session says, spoken or taken from the cache. Where it is all there, nothing that makes sound is loaded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from audioguide.cache import Cache
from audioguide.rendering.request import Request
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
