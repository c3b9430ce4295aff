"""How far coding noise stays under what the ear could hear: the noise-to-mask ratio of ITU-R BS.1387 (PEAQ, basic).

Its ear of transforms: 2048 samples at a time, the outer and middle ear, 109 bands a quarter of a Bark wide, the noise
of the ear itself, and spreading that depends on the level. The mask is what the original spreads to, less 3 dB up to
12 Bark and a quarter dB a Bark above. Nothing is spread over time, which makes the measure stricter after an onset.
For quality.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from audioguide.model.audio import Stereo
from audioguide.units import SAMPLE_RATE

FRAME, HOP = 2048, 1024
"""Samples."""
FULL_SCALE_DB_SPL = 92.0
"""How loud a sine of full scale is played: a voice at -18 LUFS comes at 71 dB, louder than anybody plays it to a
baby."""
DISTURBED_DB = 1.5
"""Over the mask in some band: what BS.1387 counts as a disturbed frame."""
_LOWEST_HZ, _HIGHEST_HZ, _STEP_BARK = 80.0, 18_000.0, 0.25
_AT_ONCE = 256
"""Frames."""

Doubles = NDArray[np.float64]


def noise_to_mask(before: Stereo, after: Stereo) -> Doubles:
    """Return for each frame the mean over the bands and the worst band, dB, of the worse side.

    Args:
        before: shape ``(samples, 2)``.
        after: the same samples, decoded.

    Returns:
        Shape ``(frames, 2)``.
    """
    gain = float(np.vdot(before, after) / np.vdot(after, after))
    noise = before.astype(np.float64) - gain * after
    found = []
    for start in range(0, len(before) - FRAME, _AT_ONCE * HOP):
        here = slice(start, min(len(before), start + (_AT_ONCE - 1) * HOP + FRAME))
        ratio = _bands(noise[here]) / _mask(before[here])
        means, worst = ratio.mean(axis=-1).max(axis=0), ratio.max(axis=-1).max(axis=0)
        found.append(10.0 * np.log10(np.stack((means, worst), axis=1) + 1e-12))
    return np.concatenate(found)


def _bands(sound: Stereo | Doubles) -> Doubles:
    """Return the energy in each band, shape ``(sides, frames, bands)``: as it comes from the middle ear."""
    spans = np.lib.stride_tricks.sliding_window_view(sound, FRAME, axis=0)[::HOP].transpose(1, 0, 2)
    spectra = np.abs(np.fft.rfft(spans * _WINDOW)) ** 2 * _SCALE * _EAR
    energies: Doubles = spectra @ _SHARES
    audible: Doubles = np.maximum(energies, 1e-12)
    return audible


def _mask(sound: Stereo) -> Doubles:
    """Return the most noise that is not heard, shape ``(sides, frames, bands)``."""
    energies = _bands(sound) + _EAR_NOISE
    spread = np.zeros_like(energies)
    levels = 10.0 * np.log10(energies)
    normal = np.zeros(len(_CENTRES_BARK))
    for band, centre in enumerate(_CENTRES_BARK):
        distance = _CENTRES_BARK - centre
        upward = -24.0 - 230.0 / _CENTRES_HZ[band] + 0.2 * levels[..., band, None]
        slope = np.where(distance < 0, 27.0 * distance, np.minimum(upward, -1.0) * np.maximum(distance, 0.0))
        fall = 10.0 ** (slope / 10.0)
        spread += (energies[..., band, None] * fall / fall.sum(axis=-1, keepdims=True)) ** 0.4
        flat = 10.0 ** (np.where(distance < 0, 27.0, -24.0 - 230.0 / _CENTRES_HZ[band]) * distance / 10.0)
        normal += (flat / flat.sum()) ** 0.4
    mask: Doubles = (spread / normal) ** 2.5 / _OFFSET
    return mask


def _bark(hertz: Doubles) -> Doubles:
    bark: Doubles = 7.0 * np.arcsinh(hertz / 650.0)
    return bark


def _shares(hertz: Doubles, edges: Doubles) -> Doubles:
    """Return how much of each bin lies in each band, shape ``(bins, bands)``."""
    half = hertz[1] / 2
    lower, upper = (hertz - half)[:, None], (hertz + half)[:, None]
    overlap: Doubles = np.minimum(upper, edges[1:]) - np.maximum(lower, edges[:-1])
    shares: Doubles = np.clip(overlap, 0.0, None) / (2 * half)
    return shares


_WINDOW = np.sqrt(8.0 / 3.0) * np.hanning(FRAME)
_HERTZ = np.asarray(np.fft.rfftfreq(FRAME, 1 / SAMPLE_RATE), np.float64)
_SCALE = 10.0 ** (FULL_SCALE_DB_SPL / 10) / (FRAME / 4 * np.sqrt(8.0 / 3.0)) ** 2
_KILOHERTZ = np.maximum(_HERTZ, 1.0) / 1000.0
_EAR = 10.0 ** (
    (-0.6 * 3.64 * _KILOHERTZ**-0.8 + 6.5 * np.exp(-0.6 * (_KILOHERTZ - 3.3) ** 2) - 1e-3 * _KILOHERTZ**3.6) / 10.0
)
_EDGES_BARK = np.arange(
    float(_bark(np.array(_LOWEST_HZ))), float(_bark(np.array(_HIGHEST_HZ))) + _STEP_BARK, _STEP_BARK
)
_SHARES = _shares(_HERTZ, 650.0 * np.sinh(_EDGES_BARK / 7.0))
_CENTRES_BARK = (_EDGES_BARK[1:] + _EDGES_BARK[:-1]) / 2
_CENTRES_HZ = 650.0 * np.sinh(_CENTRES_BARK / 7.0)
_EAR_NOISE = 10.0 ** (0.4 * 0.364 * (_CENTRES_HZ / 1000.0) ** -0.8)
_OFFSET = 10.0 ** (
    np.where(_CENTRES_BARK - _CENTRES_BARK[0] <= 12, 3.0, 0.25 * (_CENTRES_BARK - _CENTRES_BARK[0])) / 10
)
