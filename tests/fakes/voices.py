"""Voices that remember what they were asked to say."""

from __future__ import annotations

import numpy as np

from audioguide.errors import VoiceError
from audioguide.model.audio import Mono

SAMPLE_RATE = 24_000


class ToneVoice:
    """Says a phrase as a tone that lasts as long as its words, with silence around it, as engines do."""

    identity = "tone 1"
    languages = ("en",)

    def __init__(self, *, hurry: float = 1.0, level: float = 0.1) -> None:
        self.asked: list[tuple[str, float]] = []
        self.hurry = hurry
        self._level = level

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        self.asked.append((text, rate))
        length = round(len(text.split()) * 60 / (rate * self.hurry) * SAMPLE_RATE)
        tone = self._level * np.sin(2 * np.pi * 440 * np.arange(length) / SAMPLE_RATE)
        return np.pad(tone, SAMPLE_RATE // 3).astype(np.float32), SAMPLE_RATE

    @property
    def texts(self) -> list[str]:
        """What it said, in the order of the alphabet: a narrator may ask from several threads."""
        return sorted(text for text, _ in self.asked)


class TroubledVoice(ToneVoice):
    """Fails a number of times before it speaks: with an error, or with a sound that is no speech."""

    def __init__(self, trouble: VoiceError | Mono, times: int) -> None:
        super().__init__()
        self._trouble = trouble
        self._left = times

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        spoken = super().speak(text, rate)
        if self._left == 0:
            return spoken
        self._left -= 1
        if isinstance(self._trouble, VoiceError):
            raise self._trouble
        return self._trouble, SAMPLE_RATE
