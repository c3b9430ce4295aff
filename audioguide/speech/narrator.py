"""Cues + voice -> clips: each distinct cue is synthesized once, phrase by phrase, trimmed, levelled and cached.

These hold for every engine: phrases of about seven words, those of a cue at one calm rate, 0.6-1.0 s between them, no
more than 30 ms of silence at either end, -18 LUFS. Between phrases the voice keeps a quiet room: digital silence would
make a splice of it. The cached clip is authoritative: timelines are planned from its length in samples.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from math import ceil
from threading import local
from types import MappingProxyType
from typing import TYPE_CHECKING

from audioguide.cache import Cache
from audioguide.errors import VoiceError
from audioguide.model.script import Cue
from audioguide.plugins import Phonetician, Releasable, Voice, credit_of
from audioguide.speech.text import CALM_WPM, normalize, phonemes, phrases, replace_words
from audioguide.units import Samples

if TYPE_CHECKING:
    from audioguide.model.audio import Clip

NARRATION_VERSION = 5
"""Part of the cache key: raise it whenever phrasing, trimming, levelling or a voice's rates change."""

_SAMPLE_BYTES = 4
"""Of a cached clip, which is raw samples."""

_CUES_PER_WORKER = 6
"""A neural voice loads as long as it speaks so many: for fewer, a second one would cost more than it saves."""


class Clips(Mapping[str, "Clip"]):
    """Clips by the text of their cue.

    They are loaded from the cache when they are mixed, so memory does not grow with the length of a session. Several
    threads may read at once; each keeps the clip that it read last.
    """

    def __init__(self, lengths: Mapping[str, Samples], fetch: Callable[[str], Clip], *, credit: str = "") -> None:
        """Take the length of every clip, a function that loads one, and whom the voice's licence asks to be named."""
        self.lengths = lengths
        """In samples, by text: known without loading the clips."""
        self.credit = credit
        """On one line; empty where nobody is to be named."""
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


def clip_lengths(clips: Mapping[str, Clip]) -> Mapping[str, Samples]:
    """Return the length of each clip, in samples, by its text: clips of our own know them without being loaded."""
    return clips.lengths if isinstance(clips, Clips) else {text: clip.length for text, clip in clips.items()}


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
        voice: speaks what is not in the cache; where that is much, on every core, so several threads call it.
        cache: where finished clips are kept, and where they are read from when they are heard.
        language: of the cues.
        pronounce: words and how they are said; phonemes between slashes are for voices that take them.
        progress: called before each cue with how many are done, how many there are, and its text.

    Returns:
        Clips by the text of their cue.

    Raises:
        VoiceError: the voice failed twice at a cue, which is named.
    """
    said, by_phonemes = _normalized(cues, language, pronounce), _by_phonemes(voice, pronounce)
    keys = _keys(said, by_phonemes, voice, language)
    kept = {text: length for text, key in keys.items() if (length := cache.length(key)) is not None}
    lengths: dict[str, Samples] = {}
    uncached: dict[str, Clip] = {}

    def made(text: str) -> Clip:
        from audioguide.speech.speaking import as_bytes, clip_of, spoken  # noqa: PLC0415 - imported late: where all is cached, a plan must not pay for it

        sound = as_bytes(spoken(text, phrases(said[text], language), voice, by_phonemes))
        # Another process may have cached it meanwhile, with another length: the cached clip counts.
        content = cache.put(keys[text], sound)
        if content is not None:
            return clip_of(content)
        uncached[text] = clip_of(sound)
        return uncached[text]

    def length_of(text: str) -> Samples:
        # Another process that began at the same time may have spoken it while others were waited for.
        length = cache.length(keys[text])
        return made(text).length if length is None else Samples(length // _SAMPLE_BYTES)

    def fetch(text: str) -> Clip:
        if text in uncached:
            return uncached[text]
        from audioguide.speech.speaking import clip_of  # noqa: PLC0415 - likewise

        content = cache.get(keys[text])
        clip = made(text) if content is None else clip_of(content)
        if clip.length != lengths[text]:
            msg = f"the clip of '{text}' was lost while the session was made; make it again"
            raise VoiceError(msg)
        return clip

    threads = min(os.cpu_count() or 1, ceil((len(keys) - len(kept)) / _CUES_PER_WORKER))
    with ThreadPoolExecutor(max(1, threads)) as pool:
        waiting = {text: pool.submit(length_of, text) for text in keys if text not in kept}
        try:
            for done, text in enumerate(keys):
                if progress:
                    progress(done, len(keys), text)
                lengths[text] = Samples(kept[text] // _SAMPLE_BYTES) if text in kept else waiting[text].result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)  # after a failure the rest is not needed
            if isinstance(voice, Releasable):
                voice.release()
    return Clips(MappingProxyType(lengths), fetch, credit=credit_of(voice))


def unspoken(cues: Iterable[Cue], voice: Voice, cache: Cache, *, language: str, pronounce: Mapping[str, str]) -> int:
    """Return how many clips are not in the cache: `narrate` would have to speak them."""
    return sum(cache.length(key) is None for key in set(_keys_of(cues, voice, language, pronounce).values()))


def kept_lengths(
    cues: Iterable[Cue], voice: Voice, cache: Cache, *, language: str, pronounce: Mapping[str, str]
) -> Mapping[str, Samples]:
    """Return the lengths in samples of the clips that are in the cache, by the text of their cue."""
    kept = {text: cache.length(key) for text, key in _keys_of(cues, voice, language, pronounce).items()}
    return {text: Samples(length // _SAMPLE_BYTES) for text, length in kept.items() if length is not None}


def _keys_of(cues: Iterable[Cue], voice: Voice, language: str, pronounce: Mapping[str, str]) -> Mapping[str, str]:
    """Return under which key the clip of each cue is cached, by its text."""
    return _keys(_normalized(cues, language, pronounce), _by_phonemes(voice, pronounce), voice, language)


def _keys(said: Mapping[str, str], by_phonemes: Mapping[str, str], voice: Voice, language: str) -> Mapping[str, str]:
    """Return under which key the clip of each text is cached: of those that are said alike, under the same."""

    def key(words: str) -> str:
        made_from = (voice.identity, replace_words(words, by_phonemes), CALM_WPM, language, NARRATION_VERSION)
        return sha256(repr(made_from).encode()).hexdigest()

    return {text: key(words) for text, words in said.items()}


def _normalized(cues: Iterable[Cue], language: str, pronounce: Mapping[str, str]) -> Mapping[str, str]:
    """Return each distinct text as it is said."""
    return {text: normalize(text, language, pronounce) for text in dict.fromkeys(cue.text for cue in cues)}


def _by_phonemes(voice: Voice, pronounce: Mapping[str, str]) -> Mapping[str, str]:
    """Return the words that are written with phonemes, in the notation of the voice."""
    if not isinstance(voice, Phonetician):
        return {}
    return {word: voice.phonetic(word, sounds) for word, sounds in phonemes(pronounce).items()}
