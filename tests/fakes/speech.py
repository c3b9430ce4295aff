"""What a microphone would hear of somebody: syllables of a deep tone, in a room that is never quite silent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile

from audioguide.model.audio import Mono
from audioguide.speech.recordings import Take

SAMPLE_RATE = 48_000
TEXTS = ("Right leg.", "Hip to ankle, one hand after the other.", "Hold. Feel the weight of your hands, and breathe.")
"""What somebody is to read."""


def syllables(seconds: float, level: float = 0.2, sample_rate: int = SAMPLE_RATE) -> Mono:
    """Somebody talking, four syllables a second."""
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    voice = np.sin(2 * np.pi * 150 * time) + 0.5 * np.sin(2 * np.pi * 460 * time + 1)
    rise = 0.1 + 0.9 * np.sin(np.pi * 4 * time) ** 2 * (0.8 + 0.2 * np.sin(2 * np.pi * 0.31 * time))
    return (level * voice * rise).astype(np.float32)


def quiet(seconds: float, sample_rate: int = SAMPLE_RATE) -> Mono:
    """Nobody talking."""
    return np.zeros(round(seconds * sample_rate), np.float32)


def click(level: float = 0.5, sample_rate: int = SAMPLE_RATE) -> Mono:
    """A thumb on the button: 20 ms."""
    length = round(0.020 * sample_rate)
    return (level * np.sin(2 * np.pi * 900 * np.arange(length) / sample_rate) * np.hanning(length)).astype(np.float32)


def in_a_room(*parts: Mono, noise: float = 0.0005, sample_rate: int = SAMPLE_RATE) -> Take:
    """Put parts one after the other, over the noise of a room."""
    sound = np.concatenate(parts)
    room = np.random.default_rng(1).normal(0, noise, len(sound))
    return Take(sound=(sound + room).clip(-1, 1).astype(np.float32), sample_rate=sample_rate)


def save(path: Path, take: Take) -> Path:
    """Write it as a phone or a computer would."""
    soundfile.write(path, take.sound, take.sample_rate)
    return path
