"""Noise, of which every moment is like no other: so what was heard of it can be found in it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from audioguide.units import SAMPLE_RATE
from fakes.receivers import needed


def write_noise(file: Path, length: int) -> None:
    """Write an MP3 of so many seconds, alike on both sides."""
    noise = np.random.default_rng(1).normal(0, 0.1, (length * SAMPLE_RATE, 1)).repeat(2, axis=1)
    wav = file.with_name("noise.wav")
    soundfile.write(wav, noise, SAMPLE_RATE)
    encode = ["-b:a", "128k", "-y", str(file)]
    subprocess.run([needed("ffmpeg"), "-nostdin", "-v", "error", "-i", str(wav), *encode], check=True)


def correlation(part: np.ndarray[Any, Any], whole: np.ndarray[Any, Any]) -> tuple[float, int]:
    """Return how well a part fits into the whole where it fits best, and where that is."""
    size = 1 << (len(whole) + len(part)).bit_length()
    fits = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(part, size)), size)[: len(whole) - len(part) + 1]
    place = int(np.argmax(fits))
    return float(np.corrcoef(part, whole[place : place + len(part)])[0, 1]), place
