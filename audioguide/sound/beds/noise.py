"""Noise that does not repeat audibly."""

from __future__ import annotations

from typing import Literal

import numpy as np

from audioguide.model.audio import Mono, Stereo
from audioguide.model.recipe import Noise
from audioguide.sound.chance import uniform
from audioguide.sound.synth import noise_table, rise

TABLE_SAMPLES = 1 << 19
"""Length of its wavetable: 12 s. It is played in segments with random starts."""
SEGMENT_SAMPLES = 1 << 18
"""From the start of one segment to the next."""
CROSSFADE_SAMPLES = 1 << 14
"""Of two segments, at equal power."""

_RISE = rise(CROSSFADE_SAMPLES)[:, None]
_FALL = _RISE[::-1]


class NoiseSource:
    """Noise in crossfaded segments, each from a random place of one wavetable: it does not repeat audibly."""

    channels: Literal[1, 2] = 2
    begins = 0

    def __init__(self, noise: Noise, seed: int) -> None:
        """Take what it is, and a seed of its chance."""
        self._table = noise_table(noise.low, noise.high, noise.falls, TABLE_SAMPLES, seed)
        self._seed = seed

    def scale(self, factor: float) -> None:
        """Multiply it by a factor, for good."""
        self._table *= np.float32(factor)

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        """Add it from `start` on to a window; see `layers.Source`."""
        at, stop = start, start + len(window)
        while at < stop:
            cut, into = divmod(at, SEGMENT_SAMPLES)
            # Up to the end of the crossfade there are two segments, then one.
            until = min(
                stop, cut * SEGMENT_SAMPLES + (CROSSFADE_SAMPLES if into < CROSSFADE_SAMPLES else SEGMENT_SAMPLES)
            )
            piece = self._segment(cut, into, until - at)
            if into < CROSSFADE_SAMPLES:
                seam = slice(into, into + until - at)
                piece = piece * _RISE[seam] + self._segment(cut - 1, SEGMENT_SAMPLES + into, until - at) * _FALL[seam]
            here = slice(at - start, until - start)
            window[here] += piece if gains is None else piece * gains[here, None]
            at = until

    def _segment(self, cut: int, into: int, length: int) -> Stereo:
        """Return samples of a segment; its wavetable is periodic."""
        at = (int(uniform(self._seed, cut) * TABLE_SAMPLES) + into) % TABLE_SAMPLES
        piece = self._table[at : at + length]
        return piece if len(piece) == length else np.concatenate((piece, self._table[: length - len(piece)]))
