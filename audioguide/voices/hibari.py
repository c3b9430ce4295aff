"""The pleasant default for English: hibari, a small neural voice that comes with its model and needs no network."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from audioguide.errors import VoiceError
from audioguide.plugins.installed import version
from audioguide.speech import base_language

if TYPE_CHECKING:
    import hibari

    from audioguide.model.audio import Mono

_SPEAKER = "heart"
"""The one whose model ships with the package; the others would be downloaded."""

_WPM_AT_SPEED_1 = 215.0
"""Words a minute inside a phrase, measured over the cues of the built-in strokes."""


class Hibari:
    """A warm American voice. The model is loaded by the first `speak`: about 0.5 s."""

    languages = ("en",)
    licence = "Apache-2.0"
    source = "hibari-tts"

    def __init__(self, language: str, variant: str | None = None) -> None:
        if base_language(language) != "en":
            msg = f"the voice 'hibari' speaks English only, not '{language}'; choose --voice auto"
            raise VoiceError(msg)
        if variant not in (None, _SPEAKER):
            msg = f"hibari's voice '{variant}' would have to be downloaded; without a network there is '{_SPEAKER}'"
            raise VoiceError(msg)
        try:
            self.identity = f"hibari {version('hibari-tts')} {_SPEAKER} en seed 0"
        except ModuleNotFoundError as error:
            raise VoiceError(_NOT_INSTALLED) from error
        if find_spec("onnxruntime") is None:
            raise VoiceError(_NOT_INSTALLED)
        self._speaker: hibari.Hibari | None = None

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase at about `rate` words a minute, from 107 to 430; see `plugins.Voice`."""
        self._speaker = self._speaker or _load()
        speed = min(2.0, max(0.5, rate / _WPM_AT_SPEED_1))
        try:
            # A fixed seed makes the breath noise reproducible to the bit.
            sound = self._speaker(text, speed=speed, seed=0)
        except Exception as error:
            msg = f"hibari failed: {error}"
            raise VoiceError(msg) from error
        if not len(sound):
            raise VoiceError("hibari found nothing to say")
        return sound, self._speaker.sample_rate

    def phonetic(self, word: str, phonemes: str) -> str:
        """Return a word with its IPA phonemes in hibari's markup; see `plugins.Phonetician`."""
        return f"[{word}](/{phonemes}/)"


_NOT_INSTALLED = "the voice 'hibari' is not installed; install hibari-tts, or choose --voice auto"


def _load() -> hibari.Hibari:
    try:
        # Imported late, 0.5 s: a cached session must not pay for it.
        from hibari import Hibari as Speaker  # noqa: PLC0415
        from hibari.voices import voice_path  # noqa: PLC0415

        # Given a path, it never downloads.
        return Speaker(model=voice_path(_SPEAKER, download_missing=False), threads=1)
    except (ImportError, OSError, RuntimeError) as error:
        msg = f"the voice 'hibari' does not load: {error}; choose --voice system"
        raise VoiceError(msg) from error
