"""Meters that are not ours, for sound.py and texts.py: scipy's filters, made here from ITU-R BS.1770, and ffmpeg."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import signal  # type: ignore[import-untyped]

from audioguide.model.audio import Stereo
from audioguide.units import SAMPLE_RATE, Samples, decibels, samples

WINDOW = round(0.4 * SAMPLE_RATE)
HOP = SAMPLE_RATE // 100
FLOOR = -45.0
"""LUFS: what is softer, softer than a bed that is ducked, counts as this loud where a rise is measured."""

Doubles = NDArray[np.float64]


def ffmpeg(*arguments: str) -> bytes:
    """Run ffmpeg and return what it writes to stdout, or what it says where it writes nothing."""
    command = ["timeout", "-k", "2", "120", "ffmpeg", "-nostdin", "-hide_banner", *arguments]
    done = subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL)
    return done.stdout or done.stderr


def weighted(sound: Stereo) -> Doubles:
    """Return a sound after the K filter of BS.1770, its two stages bent from 48 kHz to our rate."""
    result = sound.astype(np.float64)
    for numerator, denominator in (
        ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585)),
        ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)),
    ):
        zeros, poles, factor = signal.tf2zpk(numerator, denominator)
        # The inverse of the bilinear transform at 48 kHz, then the transform at ours.
        analog = [2 * 48_000 * (roots - 1) / (roots + 1) for roots in (zeros, poles)]
        bent = [(2 * SAMPLE_RATE + roots) / (2 * SAMPLE_RATE - roots) for roots in analog]
        factor *= np.real(
            np.prod(2 * SAMPLE_RATE - analog[0])
            / np.prod(2 * SAMPLE_RATE - analog[1])
            * np.prod(2 * 48_000 - analog[1])
            / np.prod(2 * 48_000 - analog[0])
        )
        result = signal.sosfilt(signal.zpk2sos(bent[0], bent[1], factor), result, axis=0)
    return np.asarray(result)


def integrated(sound: Stereo) -> float:
    """LUFS, gated; of less than 400 ms, ungated."""
    power = np.square(weighted(sound)).sum(axis=1)
    total = np.concatenate(([0.0], np.cumsum(power)))
    starts = np.arange(0, len(sound) - WINDOW + 1, SAMPLE_RATE // 10)
    blocks = (total[starts + WINDOW] - total[starts]) / WINDOW if len(starts) else np.array([power.mean()])
    blocks = blocks[blocks > 10 ** ((-70 + 0.691) / 10)]
    if not len(blocks):
        return -np.inf
    return -0.691 + 10 * float(np.log10(blocks[blocks > blocks.mean() / 10].mean()))


def peak(sound: NDArray[np.float32]) -> float:
    """The true peak in dBTP: fourfold oversampled."""
    return decibels(float(np.abs(signal.resample_poly(sound.astype(np.float64), 4, 1)).max()))


def two_sides(sound: NDArray[np.float32]) -> Stereo:
    """A clip as it is heard: the same on both sides."""
    return np.repeat(sound[:, None], 2, axis=1)


def folded(sound: Stereo) -> Stereo:
    """What a single speaker plays, on both sides."""
    return np.repeat(sound.mean(axis=1, keepdims=True), 2, axis=1)


def rise(sound: Stereo, says: Sequence[tuple[int, int]]) -> float:
    """The largest rise of momentary loudness within 100 ms, in windows that no word touches."""
    power = np.concatenate(([0.0], np.cumsum(np.square(weighted(sound)).sum(axis=1))))
    largest = 0.0
    edges = [(0, 0), *says, (len(sound), len(sound))]
    for (_, end), (start, _) in pairwise(edges):
        starts = np.arange(end, start - WINDOW, HOP)
        level = -0.691 + 10 * np.log10(np.maximum(power[starts + WINDOW] - power[starts], 1e-9) / WINDOW)
        level = np.maximum(level, FLOOR)
        if len(level) > 10:
            largest = max(largest, float((level[10:] - level[:-10]).max()))
    return largest


def through(sound: Stereo, lowest: float) -> Stereo:
    """What a small speaker plays, on both sides: nothing below `lowest` Hz, nothing above 12 kHz."""
    heard = sound.mean(axis=1, dtype=np.float64)
    for edge, kind in ((lowest, "high"), (12_000.0, "low")):
        heard = signal.sosfilt(signal.butter(4, edge, kind, fs=SAMPLE_RATE, output="sos"), heard)
    return two_sides(heard.astype(np.float32))


def beat(sound: Stereo) -> float:
    """How much a beat of one a second stands out, in dB: the loudest 50 ms of a mean second over the softest."""
    short = np.square(sound[: len(sound) // SAMPLE_RATE * SAMPLE_RATE, 0], dtype=np.float64)
    second = short.reshape(-1, 20, SAMPLE_RATE // 20).mean(axis=(0, 2))
    return float(10 * np.log10(second.max() / second.min()))


SPEECH_DB_SPL = 55.0
"""How loud a voice at -18 LUFS is where it is heard: a soft one. Roughness and sharpness depend on it a little."""


def rough_and_sharp(sound: Stereo) -> tuple[float, float]:
    """Roughness in asper (Daniel and Weber, the median) and sharpness in acum (DIN 45692), by MoSQITo."""
    from mosqito import roughness_dw, sharpness_din_st  # noqa: PLC0415 - an aid, no dependency

    rate = 48_000  # as it wants
    full_scale = 2e-5 * 10 ** ((SPEECH_DB_SPL + 18.0) / 20)
    pascals = full_scale * signal.resample_poly(sound.mean(axis=1, dtype=np.float64), 160, 147)
    rough, *_ = roughness_dw(pascals, rate, overlap=0)
    return float(np.median(rough)), float(sharpness_din_st(pascals, rate))


def alike(bed: Any, length: int) -> str:  # noqa: ANN401 - a bed
    """The highest autocorrelation of so many samples, below 1.1 kHz, at any shift over a second; and the shift."""
    minute = samples(60)
    low = np.concatenate(
        [
            signal.resample_poly(bed.render(Samples(start), minute)[:, 0].astype(np.float64), 1, 20)
            for start in range(0, length, minute)
        ]
    )
    rate = SAMPLE_RATE / 20
    found = signal.correlate(low, low, "full", "fft")[len(low) - 1 :]
    found = found[: len(found) // 2] / found[0]
    shift = int(found[int(rate) :].argmax()) + int(rate)
    return f"{found[shift]:.3f} after {shift / rate:.2f} s"


def clicks(sound: Stereo) -> float:
    """The loudest 2 ms above 8 kHz against the mean level of the whole, in dB: a seam would be a click."""
    high = signal.sosfilt(signal.butter(4, 8000, "high", fs=SAMPLE_RATE, output="sos"), sound[:, 0])
    short = np.square(high[: len(high) // 88 * 88]).reshape(-1, 88).mean(axis=1)[50:]
    return float(10 * np.log10(short.max() / np.mean(np.square(sound))))
