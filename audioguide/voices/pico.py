"""SVOX Pico: a small, clear voice for English, German, Spanish, French and Italian.

An extra. It needs 8 MB and no network. Its library reads memory that it has not written: the same phrase comes out with
slightly other samples each time, and with up to a quarter of a second more or less silence behind it.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from audioguide.errors import VoiceError

if TYPE_CHECKING:
    import py_nanotts

    from audioguide.model.audio import Mono

_VERSION = version("py-nanotts")

_VOICES = {"en": "en-GB", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "it": "it-IT"}
_SPEED_1 = {"en-GB": 205.0, "en-US": 198.0, "de-DE": 197.0, "es-ES": 175.0, "fr-FR": 223.0, "it-IT": 133.0}
"""Words a minute inside a phrase at Pico's speed 1, over the cues of everyday and of benchmarks/evening.yaml."""

_SAMPLE_RATE = 16_000
_VOLUME = 0.6
"""At 1 its loudest sounds are clipped."""
_SILENCE = 0.01
"""Against a phrase's peak."""
_TAIL = 800
"""Samples kept after the last sound: 50 ms."""


class Pico:
    """One of Pico's six voices."""

    languages = tuple(_VOICES)

    def __init__(self, language: str, variant: str | None = None) -> None:
        if variant is not None and variant not in _SPEED_1:
            msg = f"there is no voice 'pico:{variant}'; there are {', '.join(_SPEED_1)}"
            raise VoiceError(msg)
        base = language.partition("-")[0]
        voice = variant or (language if language in _SPEED_1 else _VOICES.get(base))
        if voice is None or not voice.startswith(base):
            speaks = ", ".join(_VOICES) if variant is None else variant
            msg = f"the voice 'pico' speaks {speaks}, not '{language}'; choose --voice system"
            raise VoiceError(msg)
        self.identity = f"pico {_VERSION} {voice}"
        self._voice = voice
        self._engine: py_nanotts.NanoTTS | None = None

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase at about `rate` words a minute, from about 40 to 1000; see `plugins.Voice`."""
        if not text.strip():
            raise VoiceError("there is nothing to say")
        try:
            self._engine = self._engine or _load()
            pcm = self._engine.speak(text, voice=self._voice, speed=rate / _SPEED_1[self._voice], volume=_VOLUME)
        except (RuntimeError, ValueError, MemoryError) as error:
            msg = f"pico failed: {error}"
            raise VoiceError(msg) from error
        return _without_tail(np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)), _SAMPLE_RATE


def _load() -> py_nanotts.NanoTTS:
    from py_nanotts import NanoTTS  # noqa: PLC0415 - only when something has to be spoken

    return NanoTTS()


def _without_tail(sound: Mono) -> Mono:
    """Cut off the silence at the end, which is as long as chance will have it."""
    size = np.abs(sound)
    heard = np.flatnonzero(size > _SILENCE * size.max(initial=0.0))
    return sound[: heard[-1] + _TAIL] if len(heard) else sound
