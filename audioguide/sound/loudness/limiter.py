"""Levelling a clip to a target loudness, with a look-ahead limiter for its true peak."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from audioguide.sound.loudness.lufs import loudness
from audioguide.sound.loudness.peak import peaks
from audioguide.units import gain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audioguide.model.audio import Mono

    Doubles = NDArray[np.float64]

_CELL_SAMPLES = 49
"""The limiter works in steps of 1.1 ms; 90 of them make a hop."""
_LOOKAHEAD_CELLS = 18
"""20 ms ahead and back: longer than the period of a low voice, so that the gain follows the level, not the waveform."""
_MARGIN_DB = 0.03
"""Headroom under the ceiling, for what a changing gain may add between two samples."""
_TOLERANCE_LU = 0.02
"""Distance from the target at which levelling stops."""
_MAX_ROUNDS = 24


def levelled(sound: Mono, target: float, ceiling: float) -> Mono:
    """Return a clip brought to a loudness, with its true peak held under a ceiling by a gentle look-ahead limiter.

    Args:
        sound: shape ``(samples,)``.
        target: LUFS; met within 0.1 LU unless the ceiling prevents it.
        ceiling: dBTP; the gain is reduced for 20 ms around each peak above it.

    Returns:
        The same shape; silence is returned unchanged.
    """
    missing = target - loudness(sound)
    if not math.isfinite(missing):
        return sound
    highest = _in_cells(peaks(sound))
    boost, passed = 0.0, 1.0
    too_soft, too_loud = -math.inf, math.inf
    for _ in range(_MAX_ROUNDS):
        step = boost + missing / passed
        boost = step if too_soft < step < too_loud else (too_soft + too_loud) / 2
        # Each round starts from the sound itself: it is limited once, however often the gain is corrected.
        turned = gain(boost) * _limiting(highest * gain(boost), gain(ceiling - _MARGIN_DB), len(sound))
        heard = (sound * turned).astype(np.float32)
        before, missing = missing, target - loudness(heard)
        if abs(missing) < _TOLERANCE_LU:
            break
        # Turning up may make it softer, where more comes over the gate of the meter: but between too soft and too loud
        # it is right somewhere.
        too_soft, too_loud = (boost, too_loud) if missing > 0 else (too_soft, boost)
        # The limiter passes about the same share of a further boost as of this one.
        passed = min(1.0, max(0.1, passed * (before - missing) / (before or missing)))
    return heard


def _in_cells(values: Doubles) -> Doubles:
    """Return the highest value of each cell."""
    cells: Doubles = np.pad(values, (0, -len(values) % _CELL_SAMPLES)).reshape(-1, _CELL_SAMPLES).max(axis=1)
    return cells


def _limiting(peaks: Doubles, ceiling: float, length: int) -> Doubles:
    """Return the limiter's gain for each sample.

    The minimum over a window around each cell is averaged over the same window: smooth, and nowhere above the gain
    that a peak allows.
    """
    allowed = np.minimum(1.0, ceiling / np.maximum(peaks, ceiling))
    window = np.hanning(2 * _LOOKAHEAD_CELLS + 3)[1:-1]
    # One cell wider than the average, as the gain is interpolated between two cells.
    held = sliding_window_view(
        np.pad(allowed, 2 * _LOOKAHEAD_CELLS + 1, constant_values=1.0), 2 * _LOOKAHEAD_CELLS + 3
    ).min(axis=-1)
    smooth = np.convolve(held, window / window.sum(), "valid")
    middles = (np.arange(len(smooth)) + 0.5) * _CELL_SAMPLES
    return np.interp(np.arange(length), middles, smooth)
