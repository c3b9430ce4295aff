"""The K filter of BS.1770-4, and the loudness of a whole sound."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from audioguide.units import SAMPLE_RATE, decibels

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from audioguide.model.audio import Mono, Stereo

HOP_SAMPLES = SAMPLE_RATE // 10
"""Samples: gating blocks of 400 ms begin every 100 ms."""

SMALL_SPEAKER_HZ = 250.0
"""The lowest that a speaker of the size of a cup plays at half power; a phone stops at 400 Hz."""


def loudness(sound: Mono | Stereo) -> float:
    """Measure the integrated loudness.

    Args:
        sound: shape ``(samples,)`` or ``(samples, 2)``.

    Returns:
        LUFS, gated; of less than 400 ms, which have no gating block, ungated. Silence is -inf.
    """
    sides = sound[:, None] if sound.ndim == 1 else sound
    length, channels = sides.shape
    before_and_after = np.pad(sides, ((HOP_SAMPLES, -length % HOP_SAMPLES), (0, 0)))
    squares = []
    for start in range(0, length, HOP_SAMPLES):
        # The filter has rung out after 100 ms, so one hop before the measured one is all its past.
        spectra = np.fft.rfft(before_and_after[start : start + 2 * HOP_SAMPLES], axis=0) * _WEIGHTING
        squares.append(np.square(np.fft.irfft(spectra, 2 * HOP_SAMPLES, axis=0)[HOP_SAMPLES:]).sum() * 2 / channels)
    return integrated_loudness(squares, length)


def k_weighting(frequencies: NDArray[np.floating]) -> NDArray[np.complex128]:
    """Return the response of the K filter, for frequencies in Hz.

    The coefficients are those of BS.1770-4, tables 1 and 2, which are meant for 48 kHz.
    """
    z = np.exp(-2j * np.pi * frequencies / 48_000)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - 2 * z + z**2) / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    response: NDArray[np.complex128] = shelf * high_pass
    return response


def small_speaker(frequencies: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the share of power that a small speaker plays, for frequencies in Hz: a 4th-order high-pass at 250 Hz."""
    eighth = (np.asarray(frequencies, np.float64) / SMALL_SPEAKER_HZ) ** 8
    played: NDArray[np.float64] = eighth / (1.0 + eighth)
    return played


def integrated_loudness(squares: ArrayLike, length: int) -> float:
    """Return LUFS from the weighted sums of squares of each hop (the last may be incomplete) and the length."""
    powers = np.asarray(squares, np.float64)
    whole = powers[: length // HOP_SAMPLES] / HOP_SAMPLES
    if len(whole) < 4:
        return _lufs(powers.sum() / max(length, 1))
    blocks = sliding_window_view(whole, 4).mean(axis=-1)
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    if not len(blocks):
        return -math.inf
    return _lufs(blocks[blocks > blocks.mean() / 10].mean())


def _lufs(power: float) -> float:
    return -0.691 + decibels(math.sqrt(power))


_WEIGHTING = k_weighting(np.fft.rfftfreq(2 * HOP_SAMPLES, 1 / SAMPLE_RATE))[:, None]
