"""One small, soft room for tones, signals and voice: a reverb that lasts about a second.

Its echoes are a fixed, seeded burst of noise that dies away, faster where it is high. A sound is convolved with them
once, as a whole, at a quarter of the sample rate: the room keeps nothing above 5 kHz. So what the room gives back
depends on the sound alone, and any window of it can be mixed by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import soxr

from audioguide.model.audio import Mono
from audioguide.sound.synth import LOW_RATE, LOW_STEP, Low
from audioguide.units import SAMPLE_RATE, gain

if TYPE_CHECKING:
    from numpy.typing import NDArray

RT60_SECONDS = 1.0
"""In which the echoes fall by 60 dB, up to 1 kHz; faster above."""
TAIL_SAMPLES = round(1.2 * SAMPLE_RATE)
"""How long the room is heard after a sound has ended; a multiple of `LOW_STEP`."""
TONES_DB, VOICE_DB = -11.0, -27.0
"""Level of the echoes against what makes them: stroke tones and signals, and a trace for the voice."""

_BANDS = ((150.0, 1000.0, 1.0), (1000.0, 2200.0, 0.75), (2200.0, 4800.0, 0.5))
"""Of the echoes: lowest and highest frequency in Hz, and the decay as a share of `RT60_SECONDS`; cloth takes highs."""
_DELAY_SECONDS, _RISE_SECONDS = 0.012, 0.03
"""Until the first echo, and until the echoes are densest."""
_WIDTH = 0.8
"""Gain of the difference between the two sides of the echoes against their sum: 1 is as wide as can be."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InRoom:
    """A sound, and what the room gives back of it: both at the low rate."""

    dry: Low
    """Shape ``(2, count)``."""
    wet: Low
    """The echoes, from the beginning of the sound: shape ``(2, count + TAIL_SAMPLES / LOW_STEP)``."""

    def together(self) -> Low:
        """Return the sum of both, as long as the echoes are."""
        whole = self.wet.copy()
        whole[:, : self.dry.shape[1]] += self.dry
        return whole


def echoes(sound: Low, level_db: float) -> Low:
    """Return what the room gives back of a sound.

    Args:
        sound: shape ``(2, count)`` at `LOW_RATE`; what goes into the room is the mean of its sides.
        level_db: of the echoes against the sound.

    Returns:
        Shape ``(2, count + TAIL_SAMPLES / LOW_STEP)`` at `LOW_RATE`.
    """
    count = sound.shape[1] + TAIL_SAMPLES // LOW_STEP
    size = _transform_size(count)
    spectrum = np.fft.rfft(np.float32(0.5 * gain(level_db)) * (sound[0] + sound[1]), size)
    return np.fft.irfft(spectrum * _response(size), size)[:, :count].astype(np.float32)  # a copy: not all of it is kept


def echoes_of_voice(sound: Mono) -> Low:
    """Return what the room gives back of a clip: a trace, in the middle, shape ``(1, count)`` at `LOW_RATE`."""
    whole = np.pad(sound, (0, -len(sound) % LOW_STEP))
    low: Mono = soxr.resample(whole, SAMPLE_RATE, LOW_RATE, quality="MQ")
    count = len(low) + TAIL_SAMPLES // LOW_STEP
    size = _transform_size(count)
    spectrum = np.fft.rfft(np.float32(gain(VOICE_DB)) * low, size)
    return np.fft.irfft(spectrum * _response(size)[:1], size)[:, :count].astype(np.float32)  # likewise


def _transform_size(count: int) -> int:
    """Return a length that the FFT is fast for."""
    power = 1 << (count - 1).bit_length()
    return 3 * power // 4 if count <= 3 * power // 4 else power


@lru_cache(4)
def _response(size: int) -> NDArray[np.complex64]:
    """Return the spectra of the echoes on either side, shape ``(2, size // 2 + 1)``."""
    return np.fft.rfft(_impulse(), size).astype(np.complex64)


@lru_cache(1)
def _impulse() -> NDArray[np.float64]:
    """Return the echoes of a click on either side, shape ``(2, count)`` at `LOW_RATE`: each with the energy 1."""
    count = TAIL_SAMPLES // LOW_STEP
    time = np.arange(count) / LOW_RATE
    frequency = np.fft.rfftfreq(count, 1 / LOW_RATE)
    middle, side = np.zeros((2, count))
    chance = np.random.default_rng(0)
    for low, high, share in _BANDS:
        white = np.fft.rfft(chance.standard_normal((2, count)))
        shape = 1.0 / np.sqrt(1.0 + (low / np.maximum(frequency, 1.0)) ** 8 + (frequency / high) ** 8)
        band = np.fft.irfft(white * shape, count) * 10.0 ** (-3.0 * time / (share * RT60_SECONDS))
        middle, side = middle + band[0], side + _WIDTH * band[1]
    rise = np.clip((time - _DELAY_SECONDS) / _RISE_SECONDS, 0.0, 1.0)
    fall = np.clip((time[-1] - time) / 0.1, 0.0, 1.0)
    sides = np.stack((middle + side, middle - side)) * rise * fall
    normal: NDArray[np.float64] = sides / np.sqrt(np.square(sides).sum(axis=1, keepdims=True))
    return normal
