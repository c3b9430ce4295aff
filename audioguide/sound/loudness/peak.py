"""The true peak of BS.1770-4, annex 2: the highest value in and between the samples."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import as_strided

from audioguide.units import decibels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audioguide.model.audio import Mono, Stereo

    Floats = NDArray[np.float32 | np.float64]
    Doubles = NDArray[np.float64]

HALF_TAPS = 8
"""Samples on either side that an interpolated value depends on."""
CONTEXT_SAMPLES = 2 * HALF_TAPS - 1
"""Samples shared by two neighbouring chunks, so that each gap between samples is checked once."""
_CHUNK_SAMPLES = 1 << 17
"""Samples checked at a time."""


def true_peak(sound: Mono | Stereo) -> float:
    """Measure the highest value, also between the samples: dBTP, fourfold oversampled. Silence is -inf."""
    line = _with_surroundings(sound)
    peak = 0.0
    for start in range(0, len(line) - CONTEXT_SAMPLES, _CHUNK_SAMPLES):
        peak = highest(line[start : start + _CHUNK_SAMPLES + CONTEXT_SAMPLES], peak)
    return decibels(peak)


def _with_surroundings(sound: Mono | Stereo) -> Floats:
    """Pad with silence before and after; shape ``(samples, channels)``."""
    return np.pad(sound[:, None] if sound.ndim == 1 else sound, ((CONTEXT_SAMPLES, CONTEXT_SAMPLES), (0, 0)))


def highest(line: Floats, known: float) -> float:
    """Return the highest magnitude in and between the samples of ``(samples, channels)``, or `known` if higher.

    Where a sample is no number, it is infinite: nothing may take such a sound for a soft one.

    Between two samples the signal deviates from a straight line by a bounded multiple of the largest step: only gaps
    whose samples are within that distance of the highest value are interpolated.
    """
    here = float(max(line.max(), -line.min()))
    if not math.isfinite(here):
        return math.inf
    highest = max(here, known)
    if here * _OVERSHOOT <= highest:
        return highest
    for side in line.T:
        steps = side[1:] - side[:-1]
        deviation = _MAX_DEVIATION * float(max(steps.max(), -steps.min()))
        near = np.abs(side[HALF_TAPS - 1 : 1 - HALF_TAPS]) > highest - deviation
        gaps = np.flatnonzero(near[:-1] | near[1:])
        surroundings = as_strided(side, (len(near) - 1, 2 * HALF_TAPS), 2 * side.strides, writeable=False)
        # Not by matmul: the threads of BLAS spin while they wait.
        between = np.einsum("ij,kj->ki", surroundings[gaps], _KERNELS)
        highest = max(highest, float(np.abs(between).max(initial=0.0)))
    return highest


def peaks(sound: Mono) -> Doubles:
    """Return the true peak at each sample of a clip; a gap between two samples counts for both."""
    line = _with_surroundings(sound)[:, 0]
    between = np.max([np.abs(np.correlate(line, kernel, "valid")) for kernel in _KERNELS], axis=0)
    # between[i] lies after sample i - HALF_TAPS of the clip.
    before, after = between[HALF_TAPS - 1 :][: len(sound)], between[HALF_TAPS:][: len(sound)]
    highest_near: Doubles = np.maximum(np.abs(sound), np.maximum(before, after)).astype(np.float64)
    return highest_near


def _kernels() -> NDArray[np.float32]:
    """Return what each of 16 neighbours gives to the values 1/4, 2/4 and 3/4 on the way between the middle two.

    A sinc in a Kaiser window: level to 18 kHz, where an MP3 at 128 kb/s ends. Annex 2 leaves the filter open.
    """
    distance = np.arange(1 - HALF_TAPS, HALF_TAPS + 1) - np.array([[0.25], [0.5], [0.75]])
    kernel = np.sinc(distance) * np.i0(5.0 * np.sqrt(1 - (distance / HALF_TAPS) ** 2))
    level_at_zero: NDArray[np.float32] = (kernel / kernel.sum(axis=1, keepdims=True)).astype(np.float32)
    return level_at_zero


_KERNELS = _kernels()
_OVERSHOOT = float(np.abs(_KERNELS).sum(axis=1).max())
"""The largest ratio of an interpolated value to the samples around it."""


def _max_deviation() -> float:
    """Return how far a value can be from the straight line between its neighbours, in units of the largest step.

    The difference is a sum over 16 samples whose weights add up to nothing: by parts, one over the steps between them.
    """
    straight = np.zeros_like(_KERNELS, np.float64)
    straight[:, HALF_TAPS - 1], straight[:, HALF_TAPS] = (0.75, 0.5, 0.25), (0.25, 0.5, 0.75)
    return float(np.abs(np.cumsum(_KERNELS - straight, axis=1)).sum(axis=1).max())


_MAX_DEVIATION = _max_deviation()
