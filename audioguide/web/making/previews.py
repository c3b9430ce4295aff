"""What a background and a voice sound like, to choose by ear: WAV."""

from __future__ import annotations

import io
from functools import lru_cache

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.model.audio import Mono, Stereo
from audioguide.rendering.bed import preview
from audioguide.rendering.request import EVERYDAY
from audioguide.rendering.speak import speak_cues
from audioguide.rendering.stages import write_script
from audioguide.units import SAMPLE_RATE, samples
from audioguide.voices.choose import choose

LENGTH = samples(5)
_FADE_IN, _FADE_OUT = samples(0.4), samples(1.0)


@lru_cache(maxsize=16)
def bed_preview(name: str) -> bytes:
    """Return the first five seconds of a bed, faded in and out, as a WAV file; kept while the page is served.

    Raises:
        SoundError: there is no such bed.
    """
    return _wav(preview(name, LENGTH, fade_in=_FADE_IN, fade_out=_FADE_OUT))


def voice_preview(name: str, language: str, cache: Cache) -> bytes:
    """Return the first stroke as a voice says it in a session, as a WAV file; the cache keeps what is spoken for it.

    Raises:
        PluginError, VoiceError: there is no such voice, or it does not speak the language.
    """
    routine = repertoire.routine(EVERYDAY, language=language)
    cue = next(one for one in write_script(routine).cues if one.role == "cue")
    clips = speak_cues([cue], choose(name, language), cache, language=language, pronounce=routine.pronounce)
    return _wav(clips[cue.text].sound)


def _wav(sound: Mono | Stereo) -> bytes:
    import soundfile  # noqa: PLC0415 - imported late: who only plays must not pay for it

    file = io.BytesIO()
    soundfile.write(file, sound, SAMPLE_RATE, format="WAV", subtype="PCM_16")
    return file.getvalue()
