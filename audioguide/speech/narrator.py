"""Cues + voice -> clips: each distinct cue is synthesized once, phrase by phrase, trimmed, levelled and cached.

These hold for every engine: phrases of about seven words, those of a cue at one calm rate, 0.6-1.0 s between them, no
more than 30 ms of silence at either end, -18 LUFS. Between phrases the voice keeps a quiet room: digital silence would
make a splice of it. The cached clip is authoritative: timelines are planned from its length in samples.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from hashlib import sha256
from threading import local
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import soxr

from audioguide.cache import Cache
from audioguide.errors import VoiceError
from audioguide.model.audio import Clip
from audioguide.model.script import Cue
from audioguide.plugins import Phonetician, RecordedSource, Releasable, Voice
from audioguide.sound.loudness import level
from audioguide.sound.synth import fade_ends, noise_table
from audioguide.speech.text import Phrase, normalize, phonemes, phrases, replace_words
from audioguide.units import SAMPLE_RATE, Samples, gain, samples

if TYPE_CHECKING:
    from audioguide.model.audio import Mono

NARRATION_VERSION = 5
"""Part of the cache key: raise it whenever phrasing, trimming, levelling or a voice's rates change."""

_CLIP_DTYPE = np.dtype("<f4")
"""Of cached clips, which are raw samples."""

CALM_WPM = 140.0
"""Words a minute that a voice is asked for; 110 to 120 with the pauses."""
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


class Clips(Mapping[str, Clip]):
    """Clips by the text of their cue.

    They are loaded from the cache when they are mixed, so memory does not grow with the length of a session. Several
    threads may read at once; each keeps the clip that it read last.
    """

    def __init__(self, lengths: Mapping[str, Samples], fetch: Callable[[str], Clip]) -> None:
        """Take the length of every clip, and a function that loads one."""
        self.lengths = lengths
        """In samples, by text: known without loading the clips."""
        self._fetch = fetch
        self._present = local()

    def __getitem__(self, text: str) -> Clip:
        if getattr(self._present, "text", None) != text:
            self._present.clip = self._fetch(text)
            self._present.text = text
        clip: Clip = self._present.clip
        return clip

    def __iter__(self) -> Iterator[str]:
        return iter(self.lengths)

    def __len__(self) -> int:
        return len(self.lengths)


def narrate(
    cues: Iterable[Cue],
    voice: Voice,
    cache: Cache,
    *,
    language: str,
    pronounce: Mapping[str, str] = MappingProxyType({}),
    progress: Callable[[int, int, str], None] | None = None,
) -> Clips:
    """Turn cues into clips.

    Args:
        cues: in any order; cues with the same text share a clip.
        voice: speaks what is not in the cache; on every core, so it is called from several threads.
        cache: where finished clips are kept, and where they are read from when they are heard.
        language: of the cues.
        pronounce: words and how they are said; phonemes between slashes are for voices that take them.
        progress: called before each cue with how many are done, how many there are, and its text.

    Returns:
        Clips by the text of their cue.

    Raises:
        VoiceError: the voice failed twice at a cue, which is named.
    """
    texts = tuple(dict.fromkeys(cue.text for cue in cues))
    by_phonemes = _by_phonemes(voice, pronounce)
    lengths: dict[str, Samples] = {}
    keys: dict[str, str] = {}
    uncached: dict[str, Clip] = {}

    def length(text: str) -> Samples:
        words = normalize(text, language, pronounce)
        keys[text] = _key(words, voice, by_phonemes, language)
        kept = cache.length(keys[text])
        return made(text, words).length if kept is None else Samples(kept // _CLIP_DTYPE.itemsize)

    def made(text: str, words: str) -> Clip:
        sound = _spoken(text, phrases(words, language), voice, by_phonemes).astype(_CLIP_DTYPE, copy=False)
        # Another process may have cached it meanwhile, with another length: the cached clip counts.
        content = cache.put(keys[text], sound.tobytes())
        if content is not None:
            return _clip(content)
        uncached[text] = _clip(sound.tobytes())
        return uncached[text]

    def fetch(text: str) -> Clip:
        if text in uncached:
            return uncached[text]
        content = cache.get(keys[text])
        clip = made(text, normalize(text, language, pronounce)) if content is None else _clip(content)
        if clip.length != lengths[text]:
            msg = f"the clip of '{text}' was lost while the session was made; make it again"
            raise VoiceError(msg)
        return clip

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = {text: pool.submit(length, text) for text in texts}
        try:
            for done, (text, known) in enumerate(waiting.items()):
                if progress:
                    progress(done, len(texts), text)
                lengths[text] = known.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # after a failure the rest is not needed
            if isinstance(voice, Releasable):
                voice.release()
    return Clips(MappingProxyType(lengths), fetch)


def unspoken(cues: Iterable[Cue], voice: Voice, cache: Cache, *, language: str, pronounce: Mapping[str, str]) -> int:
    """Return how many clips are not in the cache: `narrate` would have to speak them."""
    by_phonemes = _by_phonemes(voice, pronounce)
    words = {normalize(cue.text, language, pronounce) for cue in cues}
    return sum(cache.length(_key(one, voice, by_phonemes, language)) is None for one in words)


def _key(words: str, voice: Voice, by_phonemes: Mapping[str, str], language: str) -> str:
    """Return under which key the clip of a normalized text is cached."""
    made_from = (voice.identity, replace_words(words, by_phonemes), CALM_WPM, language, NARRATION_VERSION)
    return sha256(repr(made_from).encode()).hexdigest()


def _by_phonemes(voice: Voice, pronounce: Mapping[str, str]) -> Mapping[str, str]:
    """Return the words that are written with phonemes, in the notation of the voice."""
    if not isinstance(voice, Phonetician):
        return {}
    return {word: voice.phonetic(word, sounds) for word, sounds in phonemes(pronounce).items()}


def _spoken(text: str, parts: tuple[Phrase, ...], voice: Voice, by_phonemes: Mapping[str, str]) -> Mono:
    """Return a levelled clip: a recording of the cue, or its phrases joined with their pauses."""
    if not parts:
        msg = f"there is nothing to say in '{text}'"
        raise VoiceError(msg)
    pieces: list[Mono] = []
    try:
        recorded = voice.clip_for(text) if isinstance(voice, RecordedSource) else None
        if recorded is not None:
            return level(_trimmed(*recorded))
        texts = [replace_words(part.text, by_phonemes) for part in parts]
        for sound, part in zip(_at_one_rate(texts, sum(part.words for part in parts), voice), parts, strict=True):
            pieces += [sound, np.zeros(samples(part.pause), np.float32)]
    except VoiceError as error:
        msg = f"cannot say '{text}': {error}"
        raise VoiceError(msg) from error
    return _in_a_room(level(np.concatenate(pieces)), [len(piece) for piece in pieces])


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


def _clip(content: bytes) -> Clip:
    return Clip(sound=np.frombuffer(content, _CLIP_DTYPE))
