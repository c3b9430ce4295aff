"""Oscillators, noise and envelopes: plain functions of time.

Control signals (pitch, level, pan) have one value every `CONTROL_SAMPLES` samples and are interpolated linearly.
Sounds without anything above 4 kHz are made at a quarter of the sample rate, and brought up at the end.
Sines are float64: in float32 their last bits depend on the processor's instructions, and the same request has to
give the same samples on every computer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from audioguide.model.audio import Mono, Stereo
from audioguide.units import SAMPLE_RATE

Signal = NDArray[np.float64]
"""Shape ``(samples,)`` at 44,100 Hz; or, as a control signal, ``(count,)``: one value every `CONTROL_SAMPLES`."""
Low = NDArray[np.float32]
"""Shape ``(2, count)``, left and right, or ``(1, count)``, at `LOW_RATE`."""

LOW_STEP = 4
"""Samples for each value of a sound that is made at the low rate."""
LOW_RATE = SAMPLE_RATE // LOW_STEP
"""11,025 Hz, which is enough up to 4 kHz."""
CONTROL_SAMPLES = 64
"""The control period: 1.5 ms, shorter than any change of level or pitch that the ear can follow."""
CHUNK_SAMPLES = 1 << 12
"""Processed at a time, so that the arrays stay in the processor's cache."""
PITCH_DROP_SECONDS = 0.05
"""Time constant of the falling pitch of a struck note."""
CUTOFF_RATIO = 16.0
"""Noise is computed up to this multiple of its upper corner frequency, where it is 96 dB down."""
HIGHEST_MODE_HZ = 4200.0
"""Of a struck body: small ears are spared what is higher."""
SIDE_GAIN = 0.4
"""Gain of the side signal (mid/side) of stereo noise. The mono sum is 0.64 dB softer; 0.5 would cost 1 dB."""

_CUBIC = [
    np.asarray(
        (
            -t * (t - 1) * (t - 2) / 6,
            (t + 1) * (t - 1) * (t - 2) / 2,
            -(t + 1) * t * (t - 2) / 2,
            (t + 1) * t * (t - 1) / 6,
        ),
        np.float32,
    )
    for t in np.arange(1, LOW_STEP) / LOW_STEP
]
"""Weights of four neighbours for the values between the middle two."""


def control_count(length: int) -> int:
    """Return how many control values span `length` samples, both ends included."""
    return -(-length // CONTROL_SAMPLES) + 1


def interpolate(values: Signal) -> Signal:
    """Interpolate a control signal linearly to the sample rate, shape ``((count - 1) * CONTROL_SAMPLES,)``."""
    ramp = np.arange(CONTROL_SAMPLES) / CONTROL_SAMPLES
    return (values[:-1, None] + np.diff(values)[:, None] * ramp).ravel()


def upsample(low: Low, start: int, stop: int) -> Stereo:
    """Bring a window of a sound from the low rate to 44,100 Hz.

    By cubic polynomials through four neighbours (Lagrange): 0.6 dB less at 2.5 kHz, images under -40 dB there.

    Args:
        low: the whole sound; before and after it is silence.
        start: of the window, in samples.
        stop: of the window, in samples.

    Returns:
        Shape ``(stop - start, 2)``, or ``(stop - start, 1)`` of a single side.
    """
    first, last = start // LOW_STEP, -(-stop // LOW_STEP)
    present = low[:, max(0, first - 1) : last + 2]
    around = np.zeros((len(low), last - first + 3), np.float32)
    offset = max(0, 1 - first)
    around[:, offset : offset + present.shape[1]] = present
    sound = np.empty((len(low), last - first, LOW_STEP), np.float32)
    for line, steps in zip(around, sound, strict=True):
        for begin in range(0, len(steps), CHUNK_SAMPLES):
            here = steps[begin : begin + CHUNK_SAMPLES]
            neighbours = [line[begin + place : begin + place + len(here)] for place in range(4)]
            here[:, 0] = neighbours[1]
            for step, weights in enumerate(_CUBIC, start=1):
                value = weights[0] * neighbours[0]
                for weight, neighbour in zip(weights[1:], neighbours[1:], strict=True):
                    value += weight * neighbour
                here[:, step] = value
    return sound.reshape(len(low), -1).T[start - LOW_STEP * first : stop - LOW_STEP * first]


def phase(frequencies: Signal) -> Signal:
    """Integrate a control signal of frequencies in Hz to a control signal of phase in cycles, from 0."""
    middles = 0.5 * (frequencies[1:] + frequencies[:-1])
    return np.concatenate(([0.0], np.cumsum(middles))) * (CONTROL_SAMPLES / SAMPLE_RATE)


def partials(phase: Signal, levels: Sequence[float], drive: Signal | float = 1.0) -> Signal:
    """Return the sum of the harmonics of a phase, shape ``(samples,)``.

    Only one cosine is computed: each partial is a Chebyshev polynomial of it, by Clenshaw's recurrence.

    Args:
        phase: in cycles, shape ``(samples,)``.
        levels: amplitudes of the fundamental and of the partials above, at full drive.
        drive: from 0 to 1; the n-th partial is scaled by its n-th power, so softer tones are also duller.
    """
    sound = np.empty_like(phase)
    for start in range(0, len(phase), CHUNK_SAMPLES):
        here = slice(start, start + CHUNK_SAMPLES)
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


def fade_ends(length: int, attack: int, release: int) -> Signal:
    """Return an envelope of `length` samples with raised-cosine ends: `attack` samples in, `release` samples out."""
    envelope = np.ones(length)
    attack, release = min(attack, length // 2), min(release, length // 2)
    envelope[:attack] = 0.5 - 0.5 * np.cos(np.pi * np.arange(attack) / max(1, attack))
    envelope[length - release :] = 0.5 + 0.5 * np.cos(np.pi * np.arange(1, release + 1) / max(1, release))
    return envelope


L = TypeVar("L", np.float32, Mono, Signal)


def smoothstep(straight: L) -> L:
    """Return a way from 0 to 1 eased at both ends, so that its slope has no jumps."""
    return straight * straight * (np.float32(3.0) - np.float32(2.0) * straight)


def rise(length: int) -> Mono:
    """Return the gain of what comes in by an equal-power crossfade; reversed, of what it takes the place of."""
    return np.sin(np.pi / 2 * (np.arange(length) + 0.5) / length).astype(np.float32)


def sides_of(pan: float | Signal) -> Signal:
    """Return the gains of left and right, shape ``(2, ...)``, at places from -1 to 1: their squares add up to 1."""
    angle = np.pi / 4.0 * (1.0 + pan)
    return np.stack((np.cos(angle), np.sin(angle)))


def pan_gains(pan: float) -> Signal:
    """Return the gains of both sides, shape ``(2,)``, for a place from -1, left, to 1, right; in the middle 1."""
    return np.asarray(np.sqrt(2.0) * sides_of(pan))


def panned(mono: NDArray[np.floating], pan: float) -> Stereo:
    """Return a sound at a place from -1, left, to 1, right, shape ``(samples, 2)``; in the middle its gain is 1."""
    sides: Stereo = np.outer(pan_gains(pan), mono).astype(np.float32).T  # in Fortran order, as what it is added to
    return sides


def bell(
    pitch: float, levels: Sequence[float], *, attack: int, decay: float, length: int, sinks: float = 0.0
) -> Signal:
    """Return a struck note that decays, shape ``(length,)``.

    Args:
        pitch: Hz.
        levels: amplitudes of the partials.
        attack: samples of its raised-cosine onset.
        decay: seconds in which it falls by 60 dB; higher partials decay faster.
        length: in samples; it fades out over the last third.
        sinks: semitones by which the pitch falls, as that of a drum skin does.
    """
    time = np.arange(control_count(length)) * (CONTROL_SAMPLES / SAMPLE_RATE)
    phase = pitch * (
        time + (2.0 ** (sinks / 12.0) - 1.0) * PITCH_DROP_SECONDS * (1.0 - np.exp(-time / PITCH_DROP_SECONDS))
    )
    ringing: Signal = np.asarray(10.0 ** (-3.0 * time / decay))
    return partials(interpolate(phase), levels, interpolate(ringing))[:length] * fade_ends(length, attack, length // 3)


BAR_RATIOS = (1.0, 6.27, 17.55)
"""Frequencies of the modes of a metal bar that is clamped at one end, against the lowest (Fletcher and Rossing, The
Physics of Musical Instruments, 1998, chapter 2)."""


def ring_modes(
    pitch: float, modes: Sequence[tuple[float, float, float]], *, attack: float, seconds: float
) -> NDArray[np.float64]:
    """Return a struck body that rings, shape ``(count,)`` at the low rate; its peak is 1.

    Args:
        pitch: of its lowest mode, in Hz.
        modes: frequency as a multiple of the lowest, amplitude, and seconds in which it falls by 60 dB. What lies above
            `HIGHEST_MODE_HZ` is left out.
        attack: seconds of its raised-cosine onset.
        seconds: how long it is; it fades out over the last third.
    """
    count = round(seconds * LOW_RATE)
    time = np.arange(count) / LOW_RATE
    ringing = sum(
        level * 10.0 ** (-3.0 * time / decay) * np.sin(2.0 * np.pi * ratio * pitch * time)
        for ratio, level, decay in modes
        if ratio * pitch < HIGHEST_MODE_HZ
    )
    sound: NDArray[np.float64] = ringing * fade_ends(count, round(attack * LOW_RATE), count // 3)
    sound /= np.abs(sound).max()
    return sound


def noise_table(low: float, high: float, falls: float, length: int, seed: int) -> Stereo:
    """Return a table of periodic stereo noise, shape ``(length, 2)``: it loops without a seam. Its RMS is 1.

    Args:
        low: lower corner frequency in Hz, 12 dB an octave.
        high: upper corner frequency in Hz, 24 dB an octave.
        falls: slope between them in dB an octave, downwards; 3 is pink.
        length: in samples, a power of two.
        seed: of the random numbers.
    """
    frequency = np.fft.rfftfreq(length, 1 / SAMPLE_RATE)
    frequency = frequency[frequency < CUTOFF_RATIO * high]
    frequency[0] = np.inf  # no DC
    below, above = np.square(low / frequency), np.square(frequency / high)
    shape = frequency ** (-falls / 6.02) / np.sqrt(1.0 + below * below) / (1.0 + above * above)
    # The bins of the spectrum of white noise are independent and normally distributed.
    white = np.random.default_rng(seed).standard_normal((2, len(shape), 2), np.float32).view(np.complex64)[..., 0]
    middle, side = np.fft.irfft(white * shape.astype(np.float32), length).astype(np.float32, copy=False)
    side *= SIDE_GAIN
    sides = np.stack((middle + side, middle - side))
    sides /= np.sqrt(np.mean(sides**2, dtype=np.float64)).astype(np.float32)
    return sides.T
