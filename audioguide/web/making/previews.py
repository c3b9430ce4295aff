"""Five seconds of a background or of a voice, to choose by ear: WAV, made once and kept while the page is served."""

from __future__ import annotations

import io
from functools import lru_cache

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.model.audio import Mono, Stereo
from audioguide.model.timeline import Pulse
from audioguide.rendering.bed import open_bed
from audioguide.rendering.request import EVERYDAY
from audioguide.rendering.stages import write_script
from audioguide.repertoire.beds import tempo_of
from audioguide.sound.beds.layered import BED_LUFS
from audioguide.sound.synth import fade_ends
from audioguide.speech.narrator import narrate
from audioguide.units import SAMPLE_RATE, Samples, gain, samples
from audioguide.voices.choose import choose

LENGTH = samples(5)
_LUFS = -23.0
"""Of a bed as a small speaker plays it: louder than under a voice, where it would be."""
_FADE_IN, _FADE_OUT = samples(0.4), samples(1.0)


@lru_cache(maxsize=16)
def bed_preview(name: str) -> bytes:
    """Return the beginning of a bed, faded in and out, as a WAV file.

    Raises:
        SoundError: there is no such bed.
    """
    sound = open_bed(name, Pulse(tempo=tempo_of(name) or 60.0), (), LENGTH).render(Samples(0), LENGTH)
    sound = sound * (gain(_LUFS - BED_LUFS) * fade_ends(LENGTH, _FADE_IN, _FADE_OUT))[:, None].astype(sound.dtype)
    return _wav(sound)


def voice_preview(name: str, language: str, cache: Cache) -> bytes:
    """Return the first stroke as a voice says it in a session, as a WAV file; the cache keeps what is spoken for it.

    Raises:
        PluginError, VoiceError: there is no such voice, or it does not speak the language.
    """
    script = write_script(repertoire.routine(EVERYDAY, language=language))
    cue = next(one for one in script.cues if one.role == "cue")
    clips = narrate([cue], choose(name, language), cache, language=language)
    return _wav(clips[cue.text].sound)


def _wav(sound: Mono | Stereo) -> bytes:
    import soundfile  # noqa: PLC0415 - imported late: who only plays must not pay for it

    file = io.BytesIO()
    soundfile.write(file, sound, SAMPLE_RATE, format="WAV", subtype="PCM_16")
    return file.getvalue()
