"""Cues + voice -> clips: each distinct cue is spoken once, phrase by phrase, trimmed, levelled and kept.

Every engine sounds alike in this: phrases of about seven words at a calm rate, 0.6-1.0 s between them, no more than
30 ms of silence at either end, -18 LUFS. The kept clip is the truth: the timeline is planned to its very samples.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from threading import local
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import soxr

from audioguide.cache import Cache
from audioguide.errors import VoiceError
from audioguide.model.audio import Clip
from audioguide.model.routine import Cue
from audioguide.plugins import Phonetician, RecordedSource, Releasable, Voice
from audioguide.sound.loudness import level
from audioguide.speech.text import Phrase, phonemes, phrases, replaced, said
from audioguide.units import SAMPLE_RATE, Samples, gain, samples

if TYPE_CHECKING:
    from audioguide.model.audio import Mono

NARRATION_VERSION = 3
"""Goes up whenever dividing, trimming, levelling or a voice's rates change: clips kept before are made again."""

_SAMPLE = np.dtype("<f4")
"""A kept clip is its samples, one after the other."""

CALM_RATE = 140.0
"""Words a minute that a voice is asked for; with the pauses 110 to 120 remain."""
FASTEST_RATE = 165.0
"""Words a minute that no phrase passes, if its voice can be slowed down."""

_TRIES = 3
_SILENCE = gain(-40.0)
"""Against a phrase's peak. What is softer before the first sound and after the last is breath and noise."""
_LEFT_SILENT = samples(0.015)
"""Silence kept at either end of a phrase, so that soft consonants stay whole."""
_FADE = samples(0.004)
_SHORTEST = samples(0.040)
"""No word is shorter."""
_INAUDIBLE = gain(-70.0)

_log = logging.getLogger(__name__)


class Clips(Mapping[str, Clip]):
    """Clips by the text of their cue.

    They are fetched from the cache while they sound, so a session needs no more memory the longer it is. Several
    threads may read at once; each keeps the clip that it is at.
    """

    def __init__(self, lengths: Mapping[str, Samples], fetch: Callable[[str], Clip]) -> None:
        """Take the length of every clip, and what finds one."""
        self.lengths = lengths
        """Of the clips, by text: known without fetching them."""
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
        progress: told before each cue how many are done, how many there are, and its text.

    Returns:
        Clips by the text of their cue.

    Raises:
        VoiceError: the voice failed twice at a cue, which is named.
    """
    texts = tuple(dict.fromkeys(cue.text for cue in cues))
    by_phonemes = _by_phonemes(voice, pronounce)
    lengths: dict[str, Samples] = {}
    keys: dict[str, str] = {}
    homeless: dict[str, Clip] = {}

    def length(text: str) -> Samples:
        words = said(text, language, pronounce)
        made_from = (voice.identity, replaced(words, by_phonemes), CALM_RATE, language, NARRATION_VERSION)
        keys[text] = sha256(repr(made_from).encode()).hexdigest()
        kept = cache.length(keys[text])
        return made(text, words).length if kept is None else Samples(kept // _SAMPLE.itemsize)

    def made(text: str, words: str) -> Clip:
        sound = _spoken(text, phrases(words, language), voice, by_phonemes).astype(_SAMPLE, copy=False)
        # Another program may have said it meanwhile, a few samples longer: all go by the clip that is kept.
        content = cache.put(keys[text], sound.tobytes())
        if content is not None:
            return _clip(content)
        homeless[text] = _clip(sound.tobytes())
        return homeless[text]

    def fetch(text: str) -> Clip:
        if text in homeless:
            return homeless[text]
        content = cache.get(keys[text])
        clip = made(text, said(text, language, pronounce)) if content is None else _clip(content)
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
            pool.shutdown(wait=False, cancel_futures=True)  # after a failure nobody waits for the rest
            if isinstance(voice, Releasable):
                voice.release()
    return Clips(MappingProxyType(lengths), fetch)


def _by_phonemes(voice: Voice, pronounce: Mapping[str, str]) -> Mapping[str, str]:
    """Words as a voice that takes phonemes wants to read them."""
    if not isinstance(voice, Phonetician):
        return {}
    return {word: voice.phonetic(word, sounds) for word, sounds in phonemes(pronounce).items()}


def _spoken(text: str, parts: tuple[Phrase, ...], voice: Voice, by_phonemes: Mapping[str, str]) -> Mono:
    """Take a cue that is ready, or speak phrases and join them with their pauses; at the level of every clip."""
    if not parts:
        msg = f"there is nothing to say in '{text}'"
        raise VoiceError(msg)
    pieces: list[Mono] = []
    try:
        recorded = voice.clip_for(text) if isinstance(voice, RecordedSource) else None
        if recorded is not None:
            return level(_heard(*recorded))
        for part in parts:
            pieces += [
                _phrase(part, replaced(part.text, by_phonemes), voice),
                np.zeros(samples(part.pause), np.float32),
            ]
    except VoiceError as error:
        msg = f"cannot say '{text}': {error}"
        raise VoiceError(msg) from error
    return level(np.concatenate(pieces))


def _phrase(phrase: Phrase, text: str, voice: Voice) -> Mono:
    """Speak a phrase, slower and slower until it is slow enough."""
    rate = CALM_RATE
    for _ in range(_TRIES):
        sound = _sound(text, rate, voice)
        spoken_rate = phrase.words * 60 * SAMPLE_RATE / (len(sound) - 2 * _LEFT_SILENT)
        if spoken_rate <= FASTEST_RATE:
            break
        rate *= 0.97 * FASTEST_RATE / spoken_rate
    return sound


def _sound(text: str, rate: float, voice: Voice) -> Mono:
    """Speak once; a voice that fails gets a second chance."""
    try:
        return _heard(*voice.speak(text, rate))
    except VoiceError as error:
        _log.info("speaking again after: %s", error)
        return _heard(*voice.speak(text, rate))


def _heard(raw: Mono, sample_rate: int) -> Mono:
    """Resample, cut off the silence before and after, and fade over the cuts."""
    if not np.isfinite(raw).all():
        raise VoiceError("the voice gave noise instead of speech")
    if not len(raw) or np.abs(raw).max() < _INAUDIBLE:
        raise VoiceError("the voice stayed silent")
    sound: Mono = soxr.resample(raw.astype(np.float32), sample_rate, SAMPLE_RATE, quality="HQ")
    size = np.abs(sound)
    heard = np.flatnonzero(size > size.max() * _SILENCE)
    if heard[-1] - heard[0] < _SHORTEST:
        raise VoiceError("the voice gave a click instead of speech")
    trimmed: Mono = sound[max(0, heard[0] - _LEFT_SILENT) : heard[-1] + _LEFT_SILENT].copy()
    fade = np.linspace(0.0, 1.0, _FADE, dtype=np.float32)
    trimmed[:_FADE] *= fade
    trimmed[-_FADE:] *= fade[::-1]
    return trimmed


def _clip(content: bytes) -> Clip:
    return Clip(sound=np.frombuffer(content, _SAMPLE))
