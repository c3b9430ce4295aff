"""The process in which pyttsx3 speaks: ``python -m audioguide.voices.worker``.

Speech engines of operating systems keep global state, print, hang and sometimes crash. Here they can do so without
harm. Requests come as lines of JSON on stdin (``text``, ``rate`` in words a minute, ``language``, ``voice`` or null,
``path`` of the sound file to write), and one line goes back on stdout for each: ``{}``, or ``{"error": "..."}``.
The end of stdin ends the process, so it never outlives the program that started it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pyttsx3

if TYPE_CHECKING:
    from pyttsx3.voice import Voice

_CLEAREST = ("gmw/en-US", "gmw/en-GB-x-rp")
"""Voices to prefer even to the one that is set: of eSpeak's English ones recognisers understand these best."""
_PLEASANT = ("com.apple.voice.compact.en-US.Samantha", "com.apple.speech.synthesis.voice.samantha")
"""Voices to prefer to the first in the alphabet: on macOS that is a joke voice."""


class Engine:
    """pyttsx3 with the driver for this system, and with its errors raised."""

    def __init__(self) -> None:
        if sys.platform == "linux":
            name = "audioguide_espeak"
            sys.modules[f"pyttsx3.drivers.{name}"] = import_module("audioguide.voices.espeak_driver")
            self._engine = pyttsx3.init(name)
        else:
            self._engine = pyttsx3.init()
        self._errors: list[Exception] = []
        self._engine.connect("error", lambda name, exception: self._errors.append(exception))  # noqa: ARG005 - passed by name

    def save(self, *, text: str, rate: float, language: str, voice: str | None, path: str) -> None:
        """Speak into a file, WAV or AIFF as the system likes; return when it is complete.

        Raises:
            Exception: of whatever kind the engine has, or ours; its text is for the user.
        """
        present = self._engine.getProperty("voice")
        chosen = voice_for(language, voice, self._engine.getProperty("voices"), present)
        self._errors.clear()
        # Busy, it queues. Not busy, it would start at once, and on macOS be stopped by its own loop.
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
    """Return the identifier of the voice that was asked for, or of the best that speaks the language.

    Args:
        language: ``en``, or more exactly ``en-GB``.
        wanted: an identifier, its last part, or a name, in capitals or not.
        voices: all that the system has.
        present: the identifier of the one that the user has set for the system.

    Raises:
        LookupError: there is none; says which there are.
    """
    able = [voice for voice in voices if _speaks(voice, language)]
    if wanted is not None:
        for voice in voices:
            if wanted.casefold() in {name.casefold() for name in (voice.id, voice.id.rpartition("/")[2], voice.name)}:
                return str(voice.id)
        msg = f"this system has no voice '{wanted}'; for '{language}' it has {_names(able)}"
        raise LookupError(msg)
    if not able:
        msg = f"this system has no voice for '{language}'"
        raise LookupError(msg)
    identifiers = [str(voice.id) for voice in able]
    return next(each for each in (*_CLEAREST, present, *_PLEASANT, *identifiers) if each in identifiers)


def _names(voices: Sequence[Voice]) -> str:
    return ", ".join(voice.name for voice in voices) or "none"


def _speaks(voice: Voice, language: str) -> bool:
    """Whether a voice speaks ``pt-br``, or any kind of ``pt``. Systems write ``pt_BR``, ``pt-BR`` or ``pt``."""
    spoken = [str(each).replace("_", "-").casefold() for each in voice.languages or () if each]
    wanted = language.replace("_", "-").casefold()
    return any(each == wanted or each.startswith(f"{wanted}-") for each in spoken)


def main() -> None:
    """Answer requests until stdin ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # drivers print: nothing of that may come between the answers
    engine: Engine | None = None
    for line in sys.stdin:
        try:
            engine = engine or Engine()
            engine.save(**json.loads(line))
            answer = {}
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told to the other side
            answer = {"error": str(error) or type(error).__name__}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
