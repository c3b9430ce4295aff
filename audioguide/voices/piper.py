"""Piper: neural voices for some forty languages, each a file ``.onnx`` with its ``.onnx.json``.

An extra. A voice is a file that the user has: ``--voice piper:PATH``, or, once it lies in `folder.voices_folder`,
``piper:NAME``. Nothing is ever fetched while a session is made.
"""

from __future__ import annotations

import os
from functools import cached_property
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from audioguide.errors import VoiceError
from audioguide.plugins.installed import version
from audioguide.speech import base_language
from audioguide.voices.folder import credit_of_file, read_description, spoken_language, voices_folder

if TYPE_CHECKING:
    import piper

    from audioguide.model.audio import Mono

_PIPER_VERSION = version("piper-tts")

_DOWNLOADING_PHONEME_TYPES = ("pinyin",)
"""Phoneme types for which piper downloads a model of its own."""

_WPM_SLOPE, _LENGTH_SCALE_OFFSET = 335.0, 0.512
"""``length_scale = slope / words a minute - offset``, measured over the cues of the built-in strokes."""
_LENGTH_SCALE_RANGE = (0.5, 2.0)


class Piper:
    """One of piper's voices. The model is loaded by the first `speak`: about 1 s."""

    licence = "GPL-3.0"
    source = "piper-tts"

    def __init__(self, language: str, variant: str | None = None) -> None:
        self._path = _model(language, variant)
        self._config = read_description(self._path)
        spoken = spoken_language(self._config)
        if spoken != base_language(language):
            msg = f"the voice 'piper:{self._path.stem}' speaks '{spoken}', not '{language}'; choose --voice auto"
            raise VoiceError(msg)
        if self._config.get("phoneme_type") in _DOWNLOADING_PHONEME_TYPES:
            msg = f"the voice 'piper:{self._path.stem}' would have to download a model to read '{spoken}'"
            raise VoiceError(msg)
        self.languages = (spoken,)
        self.credit = credit_of_file(self._path)
        self._speaker: piper.PiperVoice | None = None

    @cached_property
    def identity(self) -> str:
        """Piper's version, the voice's name, and a hash of its model."""
        with self._path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        return f"piper {_PIPER_VERSION} {self._path.stem} {digest[:16]}"

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase at about `rate` words a minute, from 133 to 330; see `plugins.Voice`."""
        self._speaker = self._speaker or _load(self._path, self._config)
        from piper.config import SynthesisConfig  # noqa: PLC0415 - loaded by now

        length_scale = float(np.clip(_WPM_SLOPE / rate - _LENGTH_SCALE_OFFSET, *_LENGTH_SCALE_RANGE))
        # Without noise a phrase is reproducible to the bit.
        synthesis = SynthesisConfig(length_scale=length_scale, noise_scale=0.0, noise_w_scale=0.0)
        try:
            sentences = [chunk.audio_float_array for chunk in self._speaker.synthesize(text, synthesis)]
        except Exception as error:  # its exception types depend on the language
            msg = f"piper failed: {error}"
            raise VoiceError(msg) from error
        if not sentences:
            raise VoiceError("piper found nothing to say")
        return np.concatenate(sentences), self._speaker.config.sample_rate

    def phonetic(self, word: str, phonemes: str) -> str:  # noqa: ARG002 - piper has no use for the letters
        """Return a word's IPA phonemes in piper's markup; see `plugins.Phonetician`."""
        return f"[[{phonemes}]]"


def _model(language: str, variant: str | None) -> Path:
    """Find the model of the named voice, or of one that speaks the language."""
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
    base = base_language(language)
    own_country = f"{language.replace('-', '_')}-"
    for path in sorted(
        voices_folder().glob("*.onnx"), key=lambda one: (not one.name.startswith(own_country), one.name)
    ):
        if path.name.startswith((f"{base}_", f"{base}-")):
            return path
    msg = f"piper has no voice for '{language}' in {voices_folder()}; get one: audioguide voices get {base}"
    raise VoiceError(msg)


def _load(path: Path, config: dict[str, Any]) -> piper.PiperVoice:
    try:
        # Imported late, 1 s: a cached session must not pay for it.
        import onnxruntime  # noqa: PLC0415
        import piper  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # `isolated` runs a process for each core
        model = onnxruntime.InferenceSession(str(path), sess_options=options, providers=["CPUExecutionProvider"])
        return piper.PiperVoice(session=model, config=piper.PiperConfig.from_dict(config))
    except Exception as error:  # each library raises its own types for a damaged file
        msg = f"the voice 'piper:{path.stem}' does not load: {error}"
        raise VoiceError(msg) from error
