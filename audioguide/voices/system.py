"""The voices of the operating system, through pyttsx3: any language, any platform, and nothing to install.

eSpeak NG on Linux, the system's own voices on macOS and Windows. They speak in a process of their own, see `worker`.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import threading
import weakref
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING

from audioguide.errors import VoiceError

if TYPE_CHECKING:
    from audioguide.audio import Mono

_PATIENCE = 60.0
"""Seconds: eSpeak needs five milliseconds for a phrase, the slowest systems about one second."""


class System:
    """Whatever voice this computer has for a language."""

    languages = ()

    def __init__(self, language: str, variant: str | None = None) -> None:
        engine = (
            f"espeak-ng {version('espeakng-loader')}"
            if sys.platform == "linux"
            else f"{platform.system()} {platform.release()}"
        )
        self.identity = f"system pyttsx3 {version('pyttsx3')} {engine} {variant or 'default'} {language}"
        self._language = language
        self._variant = variant
        self._worker: _Worker | None = None
        self._turn = threading.Lock()

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        """Speak a phrase at about `rate` words a minute; see `plugins.Voice`.

        After a `VoiceError` the next call starts with a fresh process.
        """
        if not text.strip():
            raise VoiceError("there is nothing to say")
        with self._turn:
            try:
                self._worker = self._worker or _Worker()
            except OSError as error:
                msg = f"the system's voice cannot be started: {error}"
                raise VoiceError(msg) from error
            try:
                return self._worker.speak(text=text, rate=rate, language=self._language, voice=self._variant)
            except VoiceError:
                self._worker.stop()
                self._worker = None
                raise


class _Worker:
    """The other process. It ends with this object, with this program, or when it takes too long."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="audioguide-")
        try:
            self._process = subprocess.Popen(
                # -P: a file in the user's folder must not pass for a module.
                [sys.executable, "-P", "-m", "audioguide.voices.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="ascii",
            )
        except OSError:
            self._folder.cleanup()
            raise
        self._requests: IO[str] = self._process.stdin  # type: ignore[assignment]  # it is a pipe
        self._answers: IO[str] = self._process.stdout  # type: ignore[assignment]  # likewise
        self.stop = weakref.finalize(self, _stop, self._process, self._folder)

    def speak(self, **request: str | float | None) -> tuple[Mono, int]:
        import soundfile  # noqa: PLC0415 - nobody waits for it who has heard everything before

        path = Path(self._folder.name, "phrase.wav")
        answer = self._ask(json.dumps({**request, "path": str(path)}))
        if "error" in answer:
            raise VoiceError(answer["error"])
        try:
            sound, sample_rate = soundfile.read(path, dtype="float32", always_2d=True)
        except (OSError, soundfile.SoundFileError) as error:
            msg = f"the system's voice wrote a sound that cannot be read: {error}"
            raise VoiceError(msg) from error
        finally:
            path.unlink(missing_ok=True)
        return sound[:, 0], sample_rate

    def _ask(self, line: str) -> dict[str, str]:
        alarm = threading.Timer(_PATIENCE, self._process.kill)
        alarm.start()
        try:
            self._requests.write(line + "\n")
            self._requests.flush()
            answer = self._answers.readline()
        except OSError:  # the pipe is broken: it is gone
            answer = ""
        finally:
            alarm.cancel()
        if not answer.endswith("\n"):
            raise VoiceError("the system's voice stopped in the middle of a phrase")
        decoded: dict[str, str] = json.loads(answer)
        return decoded


def _stop(process: subprocess.Popen[str], folder: TemporaryDirectory[str]) -> None:
    process.kill()
    process.communicate()
    folder.cleanup()
