"""The true peak of BS.1770-4, annex 2: the highest value in and between the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import as_strided

from audioguide.units import decibels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audioguide.model.audio import Mono, Stereo

    Floats = NDArray[np.float32 | np.float64]
    Doubles = NDArray[np.float64]

REACH = 8
"""Samples on either side that a value between two samples is made from."""
AROUND = 2 * REACH - 1
"""How many samples two neighbouring pieces share, so that each gap between samples is looked into once."""
_STEP = 1 << 17
"""Samples that are looked at in one go."""


def true_peak(sound: Mono | Stereo) -> float:
    """Measure the highest value, also between the samples: dBTP, fourfold oversampled. Silence is -inf."""
    line = _with_surroundings(sound)
    peak = 0.0
    for start in range(0, len(line) - AROUND, _STEP):
        peak = highest(line[start : start + _STEP + AROUND], peak)
    return decibels(peak)


def _with_surroundings(sound: Mono | Stereo) -> Floats:
    """Add the silence that comes before and after."""
    return np.pad(sound[:, None] if sound.ndim == 1 else sound, ((AROUND, AROUND), (0, 0)))


def highest(line: Floats, known: float) -> float:
    """Return the highest magnitude in and between the samples of ``(samples, channels)``, or `known` if higher.

    Between two samples the sound leaves the straight line by no more than the steps around allow: only where a sample
    is so near to the highest one is a look worth its time.
    """
    here = float(max(line.max(), -line.min()))
    highest = max(here, known)
    if here * _OVERSHOOT <= highest:
        return highest
    for side in line.T:
        steps = side[1:] - side[:-1]
        leaves = _LEAVES * float(max(steps.max(), -steps.min()))
        near = np.abs(side[REACH - 1 : 1 - REACH]) > highest - leaves
        gaps = np.flatnonzero(near[:-1] | near[1:])
        surroundings = as_strided(side, (len(near) - 1, 2 * REACH), 2 * side.strides, writeable=False)
        # Not by matmul: the threads that it would start are busy while they wait.
        between = np.einsum("ij,kj->ki", surroundings[gaps], _BETWEEN)
        highest = max(highest, float(np.abs(between).max(initial=0.0)))
    return highest


def peaks(sound: Mono) -> Doubles:
    """Return the true peak at each sample of a clip; a gap between two samples counts for both."""
    line = _with_surroundings(sound)[:, 0]
    between = np.max([np.abs(np.correlate(line, kernel, "valid")) for kernel in _BETWEEN], axis=0)
    # between[i] lies after sample i - REACH of the clip.
    before, after = between[REACH - 1 :][: len(sound)], between[REACH:][: len(sound)]
    highest_near: Doubles = np.maximum(np.abs(sound), np.maximum(before, after)).astype(np.float64)
    return highest_near


def _between() -> NDArray[np.float32]:
    """Return what each of 16 neighbours gives to the values 1/4, 2/4 and 3/4 on the way between the middle two.

    A sinc in a Kaiser window: level to 18 kHz, where an MP3 at 128 kb/s ends. Annex 2 leaves the filter open.
    """
    distance = np.arange(1 - REACH, REACH + 1) - np.array([[0.25], [0.5], [0.75]])
    kernel = np.sinc(distance) * np.i0(5.0 * np.sqrt(1 - (distance / REACH) ** 2))
    level_at_zero: NDArray[np.float32] = (kernel / kernel.sum(axis=1, keepdims=True)).astype(np.float32)
    return level_at_zero


_BETWEEN = _between()
_OVERSHOOT = float(np.abs(_BETWEEN).sum(axis=1).max())
"""How far a value between samples can at most exceed all the samples that it is made from."""


def _leaves() -> float:
    """Return how far a value can at most be from the straight line between its neighbours, in terms of a step.

    The difference is a sum over 16 samples whose weights add up to nothing: by parts, one over the steps between them.
    """
    straight = np.zeros_like(_BETWEEN, np.float64)
    straight[:, REACH - 1], straight[:, REACH] = (0.75, 0.5, 0.25), (0.25, 0.5, 0.75)
    return float(np.abs(np.cumsum(_BETWEEN - straight, axis=1)).sum(axis=1).max())


_LEAVES = _leaves()
