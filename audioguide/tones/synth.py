"""Oscillators and envelopes: plain functions of time, in float64.

float32 `sin` depends on the processor's instructions; float64 does not, and the same sound should come out everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audioguide.units import SAMPLE_RATE

Signal = NDArray[np.float64]
"""Shape ``(samples,)``, 44,100 Hz."""


def glide(start: float, end: float, length: int) -> Signal:
    """Return the phase, in radians, of a tone that slides evenly (in semitones) from one frequency to another.

    Args:
        start: Hz at the first sample.
        end: Hz after the last.
        length: samples.
    """
    time = np.arange(length) / SAMPLE_RATE
    duration = length / SAMPLE_RATE
    octaves = np.log(end / start)
    if abs(octaves) < 1e-9:
        return 2.0 * np.pi * start * time
    phase: Signal = 2.0 * np.pi * start * duration / octaves * (np.exp(octaves * time / duration) - 1.0)
    return phase


def partials(phase: Signal, levels: Sequence[float]) -> Signal:
    """Add up harmonics: `levels` are the amplitudes of the fundamental and the partials above it."""
    sound = np.zeros_like(phase)
    for number, level in enumerate(levels, start=1):
        sound += level * np.sin(number * phase)
    return sound


def swell(length: int, attack: int, release: int) -> Signal:
    """Return an envelope with raised-cosine ends: up in `attack` samples, down in the last `release`."""
    envelope = np.ones(length)
    attack, release = min(attack, length // 2), min(release, length // 2)
    envelope[:attack] = 0.5 - 0.5 * np.cos(np.pi * np.arange(attack) / max(1, attack))
    envelope[length - release :] = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, release + 1) / max(1, release))
    return envelope
