"""Levelling a clip: one loudness for every cue, with its peaks held under a ceiling."""

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

_CELL = 49
"""The limiter thinks in steps of 1.1 ms; 90 of them make a hop."""
_LOOK = 18
"""It looks 20 ms ahead and back: longer than the period of a low voice, so that it rides the level and leaves the
wave its shape."""
_MARGIN = 0.03
"""dB by which the limiter stays under its ceiling: what a moving gain may add between two samples."""
_CLOSE = 0.02
"""LU from the target at which levelling stops."""
_ROUNDS = 12


def level(sound: Mono, target: float = -18.0, ceiling: float = -4.0) -> Mono:
    """Bring a clip to a loudness, with its true peak held under a ceiling by a gentle look-ahead limiter.

    Args:
        sound: shape ``(samples,)``.
        target: LUFS; met within 0.1 LU, unless the ceiling leaves no room for it.
        ceiling: dBTP; the limiter turns down what would pass it, 20 ms around each peak.

    Returns:
        As many samples; silence stays as it is.
    """
    missing = target - loudness(sound)
    if not math.isfinite(missing):
        return sound
    highest = _in_cells(peaks(sound))
    boost, passed = 0.0, 1.0
    for _ in range(_ROUNDS):
        boost += missing / passed
        # Each round starts from the sound itself: it is limited once, however often the gain is corrected.
        turned = gain(boost) * _limiting(highest * gain(boost), gain(ceiling - _MARGIN), len(sound))
        levelled = (sound * turned).astype(np.float32)
        before, missing = missing, target - loudness(levelled)
        if abs(missing) < _CLOSE:
            break
        # Of a further boost the limiter lets through about as much as of this one.
        passed = min(1.0, max(0.1, passed * (before - missing) / (before or missing)))
    return levelled


def _in_cells(values: Doubles) -> Doubles:
    """Return the highest value of each cell."""
    cells: Doubles = np.pad(values, (0, -len(values) % _CELL)).reshape(-1, _CELL).max(axis=1)
    return cells


def _limiting(peaks: Doubles, ceiling: float, length: int) -> Doubles:
    """Return the limiter's gain for each sample.

    Each cell's gain is held for the whole window around it and then averaged over the same window: a smooth curve
    that is nowhere above what a peak allows.
    """
    allowed = np.minimum(1.0, ceiling / np.maximum(peaks, ceiling))
    window = np.hanning(2 * _LOOK + 3)[1:-1]
    # One cell more than the average reaches, as between two cells the gain is on its way from one to the other.
    held = sliding_window_view(np.pad(allowed, 2 * _LOOK + 1, constant_values=1.0), 2 * _LOOK + 3).min(axis=-1)
    smooth = np.convolve(held, window / window.sum(), "valid")
    middles = (np.arange(len(smooth)) + 0.5) * _CELL
    return np.interp(np.arange(length), middles, smooth)
