"""Oscillators, noises and envelopes: plain functions of time.

What changes slowly (a pitch, a level, a place) is computed once every `STEP` samples and drawn straight between.
Sines are float64: in float32 they depend on the processor's instructions, and the same sound should come out
everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from audioguide.model.audio import Stereo
from audioguide.units import SAMPLE_RATE

Signal = NDArray[np.float64]
"""Shape ``(samples,)``, 44,100 Hz; or ``(steps,)``, one value every `STEP` samples."""

STEP = 64
"""Samples: 1.5 ms, shorter than anything that the ear follows in a level or a pitch."""
CACHED = 1 << 12
"""Samples for which a few arrays stay near the processor."""
SINKING = 0.05
"""Seconds in which most of a note's sinking is over."""
INAUDIBLE = 16.0
"""Times the frequency above which a noise fades out: 96 dB below it there is nothing to hear."""
STEREO = 0.4
"""How much the sides of a noise differ. Its mono sum is 0.64 dB softer; 0.5 would cost 1 dB."""


def steps_of(length: int) -> int:
    """Return how many values, one every `STEP` samples, span `length` samples."""
    return -(-length // STEP) + 1


def smooth(steps: Signal) -> Signal:
    """Draw straight lines between values that stand `STEP` samples apart; one value is the end of the last line."""
    ramp = np.arange(STEP) / STEP
    return (steps[:-1, None] + np.diff(steps)[:, None] * ramp).ravel()


def phase(frequencies: Signal) -> Signal:
    """Add up frequencies in Hz, one every `STEP` samples, to the phase at the same places, in turns."""
    middles = 0.5 * (frequencies[1:] + frequencies[:-1])
    return np.concatenate(([0.0], np.cumsum(middles))) * (STEP / SAMPLE_RATE)


def partials(phase: Signal, levels: Sequence[float], drive: Signal | float = 1.0) -> Signal:
    """Add up harmonics of a phase in turns: `levels` are the amplitudes of the fundamental and the partials above.

    One cosine serves for all: each partial is a Chebyshev polynomial of it, by Clenshaw's recurrence.

    Args:
        phase: shape ``(samples,)``.
        levels: at full drive.
        drive: from 0 to 1: the n-th partial follows its n-th power, so what is softer is rounder too.
    """
    sound = np.empty_like(phase)
    for start in range(0, len(phase), CACHED):
        here = slice(start, start + CACHED)
        push = drive if isinstance(drive, float) else drive[here]
        swing = push * np.cos(2.0 * np.pi * phase[here])
        twice, square = 2.0 * swing, push * push
        after, this = np.zeros_like(swing), np.full_like(swing, levels[-1])
        for level in reversed(levels[:-1]):
            after *= -square
            after += twice * this
            after += level
            after, this = this, after
        sound[here] = swing * this - square * after
    return sound


def swell(length: int, attack: int, release: int) -> Signal:
    """Return an envelope with raised-cosine ends: up in `attack` samples, down in the last `release`."""
    envelope = np.ones(length)
    attack, release = min(attack, length // 2), min(release, length // 2)
    envelope[:attack] = 0.5 - 0.5 * np.cos(np.pi * np.arange(attack) / max(1, attack))
    envelope[length - release :] = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, release + 1) / max(1, release))
    return envelope


def bell(
    pitch: float, levels: Sequence[float], *, attack: int, decay: float, length: int, sinks: float = 0.0
) -> Signal:
    """Return a struck note that dies away.

    Args:
        pitch: Hz.
        levels: amplitudes of the partials.
        attack: samples up to its loudest, as a raised cosine: nothing is struck hard.
        decay: seconds in which it falls by 60 dB; partials fall faster the higher they are.
        length: samples; it ends in silence.
        sinks: semitones by which the pitch sinks while it dies away, as a drum skin's does.
    """
    time = np.arange(steps_of(length)) * (STEP / SAMPLE_RATE)
    phase = pitch * (time + (2.0 ** (sinks / 12.0) - 1.0) * SINKING * (1.0 - np.exp(-time / SINKING)))
    ringing: Signal = np.asarray(10.0 ** (-3.0 * time / decay))
    return partials(smooth(phase), levels, smooth(ringing))[:length] * swell(length, attack, length // 3)


def noise_table(low: float, high: float, falls: float, length: int, seed: int) -> Stereo:
    """Return stereo noise that goes round: its end joins its beginning. Its RMS is 1.

    Args:
        low: Hz below which it fades out, 12 dB in the octave.
        high: Hz above which it does, 24 dB in the octave.
        falls: dB by which it falls for each octave in between; 3 is pink.
        length: samples, a power of two.
        seed: the same seed, the same noise.
    """
    frequency = np.fft.rfftfreq(length, 1 / SAMPLE_RATE)
    frequency = frequency[frequency < INAUDIBLE * high]
    frequency[0] = np.inf  # nothing of it
    below, above = np.square(low / frequency), np.square(frequency / high)
    shape = frequency ** (-falls / 6.02) / np.sqrt(1.0 + below * below) / (1.0 + above * above)
    # In the spectrum of white noise every bin is normal, and independent of the others.
    white = np.random.default_rng(seed).standard_normal((2, len(shape), 2), np.float32).view(np.complex64)[..., 0]
    middle, side = np.fft.irfft(white * shape.astype(np.float32), length).astype(np.float32, copy=False)
    side *= STEREO
    sides = np.stack((middle + side, middle - side))
    sides /= np.sqrt(np.mean(sides**2, dtype=np.float64)).astype(np.float32)
    return sides.T
