"""A hand as a sound: its contour, played by three voices that are not quite in tune, with a breath at the beginning.

It is made at a quarter of the sample rate. One rotating phasor and its powers are the partials; what makes them a
chorus is slow, and multiplied with them as a complex gain at the control rate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from audioguide.sound.loudness import k_weighting
from audioguide.sound.synth import CONTROL_SAMPLES, LOW_STEP, Low, phase, sides_of
from audioguide.units import SAMPLE_RATE, decibels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audioguide.sound.tones.contour import Contour

HAND_CHORUS = ((0.0, 1.0, 0.0), (4.0, 0.2, -1.0), (-5.0, 0.2, 1.0))
"""Cents away from the contour, amplitude, and on which side of it: the outer two beat about once a second against the
middle one, on either side at another moment."""
VOICES_APART = 0.25
"""How far beside the middle one the outer voices are, as a pan. Where two mirrored hands open, they go further out."""
OPEN_AMPLITUDE = 0.4
"""Added to the amplitude of the outer voices where mirrored hands are as far apart as can be."""
VOICES_START = 0.12
"""By which share of a turn the outer voices may be out of step at the start: so little that the start is never weak."""
BREATH, BREATH_SECONDS = 0.25, 0.2
"""Amplitude of the noise with which a tone begins, against its first partial, and the time constant of its fall."""
NOISE_PARTIAL = 3
"""Breath and brushed tones are a band of noise around this partial, as wide as noise at the control rate is."""
CHUNK_STEPS = 1 << 7
"""Control values rendered at a time, so that memory does not depend on the length of a repetition."""
LOUDNESS_STRIDE = 8
"""Every eighth control value is used to estimate the loudness."""
GATING_BLOCK_VALUES = round(0.4 * SAMPLE_RATE / (LOUDNESS_STRIDE * CONTROL_SAMPLES))
"""A gating block of BS.1770 (400 ms), in those values."""

_STEPS = CONTROL_SAMPLES // LOW_STEP
_RAMP = np.arange(_STEPS) / _STEPS


def play(contour: Contour, levels: Sequence[float], seed: int) -> Low:
    """Return the sound of a hand.

    Args:
        contour: control signals of shape ``(count,)``.
        levels: amplitudes of the fundamental and the partials above, at full level.
        seed: of its breath and of how its voices stand to one another.

    Returns:
        Shape ``(2, (count - 1) * CONTROL_SAMPLES / LOW_STEP)``.
    """
    cycles = phase(contour.pitch)
    gains = _gains_of(contour, cycles, levels, seed)
    sound: Low = np.empty((2, (len(cycles) - 1) * _STEPS), np.float32)
    for start in range(0, len(cycles) - 1, CHUNK_STEPS):
        here = slice(start, start + CHUNK_STEPS + 1)
        phasor = np.exp(2j * np.pi * _straight(cycles[here]))
        partials = _straight(gains[..., here])
        # Horner's rule: the powers of the phasor are its partials.
        total = partials[-1]
        for partial in partials[-2::-1]:
            total *= phasor
            total += partial
        total *= phasor
        sound[:, start * _STEPS : start * _STEPS + total.shape[-1]] = total.real
    return sound


def _straight(values: NDArray[Any]) -> NDArray[Any]:
    """Interpolate control signals linearly to the low rate, along the last axis."""
    here = values[..., :-1, None]
    straight: NDArray[Any] = (values[..., 1:, None] - here) * _RAMP
    straight += here
    return straight.reshape(*values.shape[:-1], -1)


def _gains_of(
    contour: Contour, cycles: NDArray[np.float64], levels: Sequence[float], seed: int
) -> NDArray[np.complex128]:
    """Return the complex gain of each partial, on either side: shape ``(partials, 2, count)``."""
    chance = np.random.default_rng(seed)
    noise = chance.standard_normal((2, len(cycles))).T.copy().view(np.complex128)[:, 0]
    gains = np.zeros((max(len(levels), NOISE_PARTIAL), 2, len(cycles)), np.complex128)
    if contour.brushed:
        gains[NOISE_PARTIAL - 1] = levels[0] * noise * contour.level * sides_of(contour.pan)
        return gains
    for cents, amplitude, side in HAND_CHORUS:
        opened = amplitude + OPEN_AMPLITUDE * contour.width * abs(side)
        sides = opened * sides_of(np.clip(contour.pan + side * (VOICES_APART + contour.width), -1.0, 1.0))
        start = side * VOICES_START * (2.0 * chance.random() - 1.0)
        swing = contour.level * np.exp(2j * np.pi * ((2.0 ** (cents / 1200.0) - 1.0) * cycles + start))
        power = np.ones_like(swing)
        for number, level in enumerate(levels):
            power = power * swing
            gains[number] += level * sides * power
    time = np.arange(len(cycles)) * (CONTROL_SAMPLES / SAMPLE_RATE)
    breath = levels[0] * BREATH * contour.level * np.exp(-time / BREATH_SECONDS) * noise
    gains[NOISE_PARTIAL - 1] += breath * sides_of(contour.pan)
    return gains


def loudness_of(lanes: Sequence[Contour], levels: Sequence[float]) -> float:
    """Estimate the LUFS of hands that play together, from their curves: for most, within 0.5 LU of a meter."""
    power = np.zeros_like(lanes[0].level[::LOUDNESS_STRIDE])
    chorus = sum(amplitude**2 for _, amplitude, _ in HAND_CHORUS)
    for whole in lanes:
        lane = replace(whole, pitch=whole.pitch[::LOUDNESS_STRIDE], level=whole.level[::LOUDNESS_STRIDE])
        if lane.brushed:
            # Linear interpolation of white noise keeps two thirds of its power.
            power += 2.0 / 3.0 * (levels[0] * lane.level) ** 2 * np.abs(k_weighting(NOISE_PARTIAL * lane.pitch)) ** 2
        else:
            for number, level in enumerate(levels, start=1):
                power += chorus / 2 * (level * lane.level**number) ** 2 * np.abs(k_weighting(number * lane.pitch)) ** 2
    blocks = np.convolve(power, np.full(min(GATING_BLOCK_VALUES, len(power)), 1.0 / GATING_BLOCK_VALUES), "valid")
    blocks = blocks[blocks > blocks.mean() / 10.0]
    return -0.691 + decibels(float(np.sqrt(blocks.mean())))
