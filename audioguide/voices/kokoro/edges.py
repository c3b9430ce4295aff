"""What the model, slowed down, adds before the first sound of a phrase and after the last, and how it is taken away.

It fills the pause before a phrase with a vowel, as loud as the phrase: "posez" would be heard as "euh-bosez". And after
a vowel at the end it hums on, or hisses, which is heard as a consonant: "dos" as "dauf", "plat" as "place". How long
each symbol lasts is known, to a unit of 25 ms; what is added is told from the sound itself.
"""
# ruff: noqa: RUF001 - sounds are written in the International Phonetic Alphabet

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from audioguide.voices.kokoro.model import UNIT_SAMPLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audioguide.model.audio import Mono

EDGES_VERSION = 3
"""A part of what names the voice; raise it whenever what is kept of a phrase changes."""

_HISSED = frozenset("fsʃθxχ")
"""Sounds of noise, which often begin before their time: what is noise is theirs."""
_VOICED = frozenset("bdɡ")
"""They are voiced before they are heard; without it they would be "ptk"."""
_VOWELS = frozenset("aeiouyøœɛɔɑəæɐɨɪʊIAOWYQ")
_LENGTHENED = frozenset("ː\N{COMBINING TILDE}")
_LETTERS = frozenset(" ˈˌ;:,.!?…—")
"""What is no sound of its own."""

_HOP_SAMPLES = 240
"""10 ms, at the model's 24 kHz: in such pieces the sound is looked at."""
_BEFORE_SAMPLES = {"hissed": 2_880, "voiced": 1_440, "other": 480}
"""120, 60 and 20 ms: the most that is kept of what comes before a sound, by its kind."""
_FADE_IN_SAMPLES = 480
_NOISE_CROSSINGS = 0.25
"""Sign changes for each sample: noise has more, a voice far fewer."""
_QUIET = 0.1
"""Of the peak of a phrase: more is a vowel, and no closed lips."""
_HUM_DB = -10.0
"""Under the loudest of the last vowel: after it has fallen so far, it only hums."""
_OVER_HOPS = 3
"""30 ms of humming or hissing: then the vowel is over."""
_LONG_FADE_SAMPLES, _SHORT_FADE_SAMPLES = 1_440, 720
"""60 ms after the vowel where it hums; where it hisses, which is heard at once, the last 30 ms of the vowel."""


def words_alone(sound: Mono, lengths: NDArray[np.floating], sounds: Sequence[str]) -> Mono:
    """Return a phrase without what the model has added to it.

    Args:
        sound: at 24 kHz; it is not changed.
        lengths: of each symbol, in units, of which the first and the last are pauses.
        sounds: the symbols in between.
    """
    starts = np.rint(UNIT_SAMPLES * np.cumsum(lengths)).astype(int)
    """Where each of `sounds` starts; the last is where the pause after them does."""
    letters = [index for index, one in enumerate(sounds) if one not in _LETTERS]
    if not letters:
        return sound.astype(np.float32)
    first = _first_sample(sound, int(starts[0]), sounds[letters[0]])
    alone: Mono = sound[first:].astype(np.float32)
    alone[:_FADE_IN_SAMPLES] *= np.linspace(0.0, 1.0, _FADE_IN_SAMPLES, dtype=np.float32)[: len(alone)]
    vowel = letters[-1]
    while vowel and sounds[vowel] in _LENGTHENED:
        vowel -= 1
    if sounds[vowel] in _VOWELS:
        start = max(0, int(starts[vowel]) - first)
        _fade_hiss(alone, start)
        _fade_hum(alone, start)
    return alone


def _first_sample(sound: Mono, start: int, letter: str) -> int:
    """Return where a phrase begins whose first symbol should be heard from `start` on."""
    if letter not in _HISSED:
        return max(0, start - _BEFORE_SAMPLES["voiced" if letter in _VOICED else "other"])
    begin = start
    while begin > max(_HOP_SAMPLES, start - _BEFORE_SAMPLES["hissed"]):
        if _crossings(sound[begin - _HOP_SAMPLES : begin]) < _NOISE_CROSSINGS:
            break
        begin -= _HOP_SAMPLES
    return begin


def _fade_hiss(sound: Mono, start: int) -> None:
    """Fade out, in place, what hisses after a last vowel that should be heard from `start` on, or a little earlier."""
    begin = max(0, start - _OVER_HOPS * _HOP_SAMPLES)
    hops = _hops(sound[begin:])
    hisses = _crossings(hops) >= _NOISE_CROSSINGS
    voiced = ~hisses & (np.max(np.abs(hops), axis=1) > _QUIET * np.max(np.abs(sound)))
    first = int(np.argmax(voiced)) if voiced.any() else len(hops)  # what hisses before it is a consonant
    for hop in range(first, len(hops) - _OVER_HOPS):
        if hisses[hop : hop + _OVER_HOPS].all():
            _fade(sound, max(0, begin + hop * _HOP_SAMPLES - _SHORT_FADE_SAMPLES), _SHORT_FADE_SAMPLES)
            return


def _fade_hum(sound: Mono, start: int) -> None:
    """Fade out, in place, what hums after a last vowel that should be heard from `start` on."""
    loudness = 10 * np.log10(np.mean(np.square(_hops(sound[start:]), dtype=np.float64), axis=1) + 1e-12)
    peak = int(np.argmax(loudness))
    hums = loudness < loudness[peak] + _HUM_DB
    for hop in range(peak, len(hums) - _OVER_HOPS):
        if hums[hop : hop + _OVER_HOPS].all():
            _fade(sound, start + hop * _HOP_SAMPLES, _LONG_FADE_SAMPLES)
            return


def _fade(sound: Mono, start: int, length: int) -> None:
    rest = sound[start:]
    rest[:length] *= np.linspace(1.0, 0.0, length, dtype=np.float32)[: len(rest)]
    rest[length:] = 0.0


def _hops(sound: Mono) -> Mono:
    return sound[: len(sound) // _HOP_SAMPLES * _HOP_SAMPLES].reshape(-1, _HOP_SAMPLES)


def _crossings(hops: Mono) -> NDArray[np.floating]:
    """Return how often the sign changes in each of these pieces, for each sample."""
    signs = np.signbit(hops)
    share: NDArray[np.floating] = np.mean(signs[..., 1:] != signs[..., :-1], axis=-1)
    return share
