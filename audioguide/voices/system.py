"""The voices of the operating system, through pyttsx3: any language, any platform, and nothing to install.

eSpeak NG on Linux, the system's own voices on macOS and Windows.
"""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from audioguide.errors import VoiceError
from audioguide.plugins.installed import version

if TYPE_CHECKING:
    from pyttsx3.voice import Voice

    from audioguide.model.audio import Mono

_MOST_INTELLIGIBLE = ("gmw/en-US", "gmw/en-GB-x-rp")
"""Preferred even to the system's default: the eSpeak voices with the lowest word error rate in English."""
_PREFERRED = ("com.apple.voice.compact.en-US.Samantha", "com.apple.speech.synthesis.voice.samantha")
"""Preferred to the first in the alphabet, which on macOS is a novelty voice."""
_MACOS_GRADES = (r"\.premium\b", r"\.enhanced\b", "", r"\.super-compact\b", r"\.eloquence\.", r"\.speech\.synthesis\.")
"""What the identifiers of macOS's voices have in them, from the most natural to the oldest; "" is all others."""
_OTHERS = _MACOS_GRADES.index("")
_DRIVERS = {"linux": "espeak", "win32": "sapi5"}
"""Where pyttsx3's own driver cannot be trusted."""
_PATIENCE = 20.0
"""Seconds in which the system has to list its voices."""


class System:
    """Whatever voice this computer has for a language."""

    languages = ()
    licence = "GPL-3.0" if sys.platform == "linux" else "the system's"
    source = "eSpeak NG" if sys.platform == "linux" else "this computer"

    def __init__(self, language: str, variant: str | None = None) -> None:
        engine = (
            f"espeak-ng {version('espeakng-loader')}"
            if sys.platform == "linux"
            else f"{platform.system()} {platform.release()}"
        )
        self._engine_name = f"pyttsx3 {version('pyttsx3')} {engine}"
        self._language = language
        self._variant = variant
        self._engine: Engine | None = None

    @property
    def identity(self) -> str:
        """pyttsx3's version, the system's, and the voice: where users may set another, the one that speaks."""
        voice = self._variant or (_best_here(self._language) if sys.platform != "linux" else "") or "default"
        return f"system {self._engine_name} {voice} {self._language}"

    def is_natural(self) -> bool:
        """Whether it is one of macOS's premium or enhanced voices; see `plugins.Graded`."""
        return sys.platform == "darwin" and _grade(self._variant or _best_here(self._language)) < _OTHERS

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase at about `rate` words a minute; see `plugins.Voice`."""
        import soundfile  # noqa: PLC0415 - imported late: a cached session must not pay for it

        if not text.strip():
            raise VoiceError("there is nothing to say")
        try:
            self._engine = self._engine or Engine()
            with TemporaryDirectory(prefix="audioguide-") as folder:
                path = Path(folder, "phrase.wav")
                self._engine.save(text=text, rate=rate, language=self._language, voice=self._variant, path=str(path))
                sound, sample_rate = soundfile.read(path, dtype="float32", always_2d=True)
        except Exception as error:  # each engine raises its own types
            msg = str(error) or f"the system's voice failed: {type(error).__name__}"
            raise VoiceError(msg) from error
        return sound[:, 0], sample_rate


@cache
def _best_here(language: str) -> str:
    """Ask the system which voice speaks a language, in a process of its own; return its identifier, or ``""``."""
    command = [sys.executable, "-P", "-m", __name__, language]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


class Engine:
    """pyttsx3 with the driver for this system; errors are raised instead of only notified."""

    def __init__(self) -> None:
        import pyttsx3  # noqa: PLC0415 - imported late: it searches for its drivers

        own = _DRIVERS.get(sys.platform)
        if own:
            name = f"audioguide_{own}"
            sys.modules[f"pyttsx3.drivers.{name}"] = import_module(f"audioguide.voices.{own}_driver")
            self._engine = pyttsx3.init(name)
        else:
            self._engine = pyttsx3.init()
        self._errors: list[Exception] = []
        self._engine.connect("error", lambda name, exception: self._errors.append(exception))  # noqa: ARG005 - passed by name

    def best(self, language: str, wanted: str | None = None) -> str:
        """Return the identifier of the voice that speaks; see `voice_for`."""
        return voice_for(language, wanted, self._engine.getProperty("voices"), self._engine.getProperty("voice"))

    def save(self, *, text: str, rate: float, language: str, voice: str | None, path: str) -> None:
        """Synthesise into a file, WAV or AIFF depending on the system; return when it is complete.

        Raises:
            Exception: of the engine's own type; its text is for the user.
        """
        chosen = self.best(language, voice)
        self._errors.clear()
        # Busy, the driver queues. Idle, it would start at once, and on macOS be stopped by its own loop.
        self._engine.proxy.setBusy(True)
        self._engine.setProperty("voice", chosen)
        self._engine.setProperty("rate", round(rate))
        self._engine.save_to_file(text, path)
        self._engine.runAndWait()
        if self._errors:
            raise self._errors[0]
        if not Path(path).is_file():
            raise RuntimeError("the speech engine wrote no sound")


def voice_for(language: str, wanted: str | None, voices: Sequence[Voice], present: str | None) -> str:
    """Return the identifier of the wanted voice, or of the best that speaks the language.

    Args:
        language: ``en``, or more exactly ``en-GB``.
        wanted: an identifier, its last part, or a name; case-insensitive.
        voices: all that the system has.
        present: the identifier of the system's default voice.

    Raises:
        LookupError: there is none; the message lists those that speak the language.
    """
    candidates = [voice for voice in voices if _speaks(voice, language)]
    if wanted is not None:
        for voice in voices:
            if wanted.casefold() in {name.casefold() for name in (voice.id, voice.id.rpartition("/")[2], voice.name)}:
                return str(voice.id)
        msg = f"this system has no voice '{wanted}'; for '{language}' it has {_names(candidates)}"
        raise LookupError(msg)
    if not candidates:
        msg = f"this system has no voice for '{language}'"
        raise LookupError(msg)
    wished = (*_MOST_INTELLIGIBLE, present, *_PREFERRED)
    identifiers = sorted((str(voice.id) for voice in candidates), key=_grade)
    best = [each for each in identifiers if _grade(each) == _grade(identifiers[0])]
    return next(each for each in (*wished, *best) if each in best)


def _grade(identifier: str) -> int:
    """Return how natural a voice of macOS is, 0 the most; the same for all others."""
    found = (grade for grade, mark in enumerate(_MACOS_GRADES) if mark and re.search(mark, identifier))
    return next(found, _OTHERS)


def _names(voices: Sequence[Voice]) -> str:
    return ", ".join(voice.name for voice in voices) or "none"


def _speaks(voice: Voice, language: str) -> bool:
    """Whether a voice speaks ``pt-br``, or any variant of ``pt``. Systems write ``pt_BR``, ``pt-BR`` or ``pt``."""
    spoken = [str(each).replace("_", "-").casefold() for each in voice.languages or () if each]
    wanted = language.replace("_", "-").casefold()
    return any(each == wanted or each.startswith(f"{wanted}-") for each in spoken)


if __name__ == "__main__":  # `_best_here` asks
    sys.stdout.write(Engine().best(sys.argv[1]))
