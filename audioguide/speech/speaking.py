"""One cue -> one clip: its phrases are spoken at one calm rate, trimmed, joined with their pauses, and levelled."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import soxr

from audioguide.errors import VoiceError
from audioguide.model.audio import Clip
from audioguide.model.choices import SPEECH_LUFS
from audioguide.plugins import RecordedSource, Voice
from audioguide.sound.loudness import levelled
from audioguide.sound.synth import fade_ends, noise_table
from audioguide.speech.text import CALM_WPM, Phrase, replace_words
from audioguide.units import SAMPLE_RATE, gain, samples

if TYPE_CHECKING:
    from audioguide.model.audio import Mono

_CLIP_DTYPE = np.dtype("<f4")
"""Of cached clips, which are raw samples."""

CLIP_PEAK = -4.5
"""dBTP: what speech keeps under, however loud it is."""

MAX_WPM = 165.0
"""The most words a minute of a cue without its pauses, if its voice can be slowed down; all of it then, so that a
reader does not hurry through one phrase and linger on the next."""

_TRIES = 3
_SILENCE_RATIO = gain(-40.0)
"""Threshold against a phrase's peak: softer sound at its ends is breath and noise, and trimmed."""
_MARGIN_SAMPLES = samples(0.015)
"""Kept at either end of a phrase, so that soft consonants are not cut."""
_FADE_SAMPLES = samples(0.004)
_MIN_SAMPLES = samples(0.040)
"""The shortest possible word."""
_INAUDIBLE_PEAK = gain(-70.0)

_ROOM_GAIN = gain(-68.0)
"""RMS of the room between phrases, against full scale."""
_ROOM_HZ, _ROOM_FALLS_DB = (120.0, 3000.0), 3.0
"""Corner frequencies of its noise, and the slope between them in dB an octave."""
_ROOM_SAMPLES = 1 << 17
"""Of its noise, 3 s, longer than any pause."""
_ROOM_FADE_SAMPLES = samples(0.02)
"""In which it comes and goes beside a phrase."""

_log = logging.getLogger(__name__)


def as_bytes(sound: Mono) -> bytes:
    """Return a clip's sound as it is cached."""
    return sound.astype(_CLIP_DTYPE, copy=False).tobytes()


def clip_of(content: bytes) -> Clip:
    """Return a clip as it was cached."""
    return Clip(sound=np.frombuffer(content, _CLIP_DTYPE))


def spoken(text: str, parts: tuple[Phrase, ...], voice: Voice, by_phonemes: Mapping[str, str]) -> Mono:
    """Return the sound of a cue, levelled: a recording of it, or its phrases joined with their pauses.

    Args:
        text: the cue as it is written.
        parts: its phrases.
        voice: who speaks.
        by_phonemes: words, and how that voice is told to say them.

    Raises:
        VoiceError: the voice failed twice.
    """
    if not parts:
        msg = f"there is nothing to say in '{text}'"
        raise VoiceError(msg)
    pieces: list[Mono] = []
    try:
        recorded = voice.clip_for(text) if isinstance(voice, RecordedSource) else None
        if recorded is not None:
            return levelled(_trimmed(*recorded), SPEECH_LUFS, CLIP_PEAK)
        texts = [replace_words(part.text, by_phonemes) for part in parts]
        for sound, part in zip(_at_one_rate(texts, sum(part.words for part in parts), voice), parts, strict=True):
            pieces += [sound, np.zeros(samples(part.pause), np.float32)]
    except VoiceError as error:
        msg = f"cannot say '{text}': {error}"
        raise VoiceError(msg) from error
    return _in_a_room(levelled(np.concatenate(pieces), SPEECH_LUFS, CLIP_PEAK), [len(piece) for piece in pieces])


def _in_a_room(sound: Mono, lengths: Sequence[int]) -> Mono:
    """Add the room where the pauses are: every second of the pieces whose lengths are given."""
    heard, edges = sound.copy(), np.cumsum([0, *lengths])
    for start, end in zip(edges[1::2], edges[2::2], strict=True):
        length = int(end - start)
        heard[start:end] += _room()[:length] * fade_ends(length, _ROOM_FADE_SAMPLES, _ROOM_FADE_SAMPLES)
    return heard


@lru_cache(1)
def _room() -> Mono:
    noise: Mono = noise_table(*_ROOM_HZ, _ROOM_FALLS_DB, _ROOM_SAMPLES, seed=0).mean(axis=1)
    noise *= np.float32(_ROOM_GAIN / np.sqrt(np.mean(np.square(noise, dtype=np.float64))))
    return noise


def _at_one_rate(texts: Sequence[str], words: int, voice: Voice) -> list[Mono]:
    """Speak the phrases of a cue at one rate: a lower and lower one, until they are at most `MAX_WPM` together."""
    rate = CALM_WPM
    for _ in range(_TRIES):
        sounds = [_sound(text, rate, voice) for text in texts]
        spoken_rate = words * 60 * SAMPLE_RATE / sum(len(sound) - 2 * _MARGIN_SAMPLES for sound in sounds)
        if spoken_rate <= MAX_WPM:
            break
        rate *= 0.97 * MAX_WPM / spoken_rate
    return sounds


def _sound(text: str, rate: float, voice: Voice) -> Mono:
    """Speak once, and retry once if that fails."""
    try:
        return _trimmed(*voice.speak(text, rate))
    except VoiceError as error:
        _log.info("speaking again after: %s", error)
        return _trimmed(*voice.speak(text, rate))


def _trimmed(raw: Mono, sample_rate: int) -> Mono:
    """Resample to 44,100 Hz, trim silence at both ends, and fade the cuts."""
    if not np.isfinite(raw).all():
        raise VoiceError("the voice gave noise instead of speech")
    if not len(raw) or np.abs(raw).max() < _INAUDIBLE_PEAK:
        raise VoiceError("the voice stayed silent")
    sound: Mono = soxr.resample(raw.astype(np.float32), sample_rate, SAMPLE_RATE, quality="HQ")
    size = np.abs(sound)
    loud = np.flatnonzero(size > size.max() * _SILENCE_RATIO)
    if loud[-1] - loud[0] < _MIN_SAMPLES:
        raise VoiceError("the voice gave a click instead of speech")
    trimmed: Mono = sound[max(0, loud[0] - _MARGIN_SAMPLES) : loud[-1] + _MARGIN_SAMPLES].copy()
    fade = np.linspace(0.0, 1.0, _FADE_SAMPLES, dtype=np.float32)
    trimmed[:_FADE_SAMPLES] *= fade
    trimmed[-_FADE_SAMPLES:] *= fade[::-1]
    return trimmed
