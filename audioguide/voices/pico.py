"""SVOX Pico: a small, clear voice for English, German, Spanish, French and Italian.

An extra; 8 MB, no network. Its library reads uninitialised memory: the same phrase comes out with slightly different
samples each time, and with up to 0.25 s more or less silence behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from audioguide.errors import VoiceError
from audioguide.plugins.installed import version
from audioguide.speech import base_language

if TYPE_CHECKING:
    import py_nanotts

    from audioguide.model.audio import Mono

_PY_NANOTTS_VERSION = version("py-nanotts")

_VOICES = {"en": "en-GB", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "it": "it-IT"}
_WPM_AT_SPEED_1 = {"en-GB": 205.0, "en-US": 198.0, "de-DE": 197.0, "es-ES": 175.0, "fr-FR": 223.0, "it-IT": 133.0}
"""Words a minute inside a phrase, measured over the cues of everyday and of benchmarks/evening.yaml."""

_SAMPLE_RATE = 16_000
_VOLUME = 0.6
"""0 to 1; at 1 its loudest sounds clip."""
_SILENCE_RATIO = 0.01
"""Amplitude below which a sample counts as silence, relative to the peak of the phrase."""
_TAIL_SAMPLES = 800
"""Kept after the last sound: 50 ms at 16 kHz."""


class Pico:
    """One of Pico's six voices."""

    languages = tuple(_VOICES)
    licence = "Apache-2.0"
    source = "py-nanotts"

    def __init__(self, language: str, variant: str | None = None) -> None:
        if variant is not None and variant not in _WPM_AT_SPEED_1:
            msg = f"there is no voice 'pico:{variant}'; there are {', '.join(_WPM_AT_SPEED_1)}"
            raise VoiceError(msg)
        base = base_language(language)
        voice = variant or (language if language in _WPM_AT_SPEED_1 else _VOICES.get(base))
        if voice is None or not voice.startswith(base):
            speaks = ", ".join(_VOICES) if variant is None else variant
            msg = f"the voice 'pico' speaks {speaks}, not '{language}'; choose --voice auto"
            raise VoiceError(msg)
        self.identity = f"pico {_PY_NANOTTS_VERSION} {voice}"
        self._voice = voice
        self._engine: py_nanotts.NanoTTS | None = None

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase at about `rate` words a minute, from about 40 to 1000; see `plugins.Voice`."""
        if not text.strip():
            raise VoiceError("there is nothing to say")
        try:
            self._engine = self._engine or _load()
            pcm = self._engine.speak(text, voice=self._voice, speed=rate / _WPM_AT_SPEED_1[self._voice], volume=_VOLUME)
        except (RuntimeError, ValueError, MemoryError) as error:
            msg = f"pico failed: {error}"
            raise VoiceError(msg) from error
        return _trim_end(np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)), _SAMPLE_RATE


def _load() -> py_nanotts.NanoTTS:
    from py_nanotts import NanoTTS  # noqa: PLC0415 - imported late: a cached session must not pay for it

    return NanoTTS()


def _trim_end(sound: Mono) -> Mono:
    """Cut off the trailing silence, whose length is random; samples of shape ``(n,)``."""
    magnitude = np.abs(sound)
    heard = np.flatnonzero(magnitude > _SILENCE_RATIO * magnitude.max(initial=0.0))
    return sound[: heard[-1] + _TAIL_SAMPLES] if len(heard) else sound
