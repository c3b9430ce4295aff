"""A voice with every trouble that an engine may make, installed as anybody's plug-in is.

It does what the text says, word by word, and then speaks. What it returns as its sample rate is the number of its
process.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audioguide.errors import VoiceError
from audioguide.model.audio import Mono

if TYPE_CHECKING:
    import pytest

NAME = "troubled"
_POINTS = f"[audioguide.voices]\n{NAME} = fakes.engines:Troubled\n"


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install it for this process and for those that it starts."""
    described = folder / "troubled-1.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: troubled\nVersion: 1\n")
    (described / "entry_points.txt").write_text(_POINTS)
    tests = Path(__file__).parent.parent
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(tests)]))
    monkeypatch.syspath_prepend(str(folder))


class Troubled:
    languages = ("en",)

    def __init__(self, language: str, variant: str | None = None) -> None:
        if language != "en":
            msg = f"the voice '{NAME}' speaks en, not '{language}'"
            raise VoiceError(msg)
        self.identity = f"{NAME} 1 {variant}"
        self._folder = Path(variant or "")

    def phonetic(self, word: str, phonemes: str) -> str:
        return f"{word}={phonemes}"

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        for word in text.strip(".").split():
            getattr(self, f"_{word}", lambda: None)()
        length = round(48_000 * 140 / rate)
        return np.sin(np.arange(length) / 10).astype(np.float32), os.getpid()

    def _crash(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def _stumble(self) -> None:
        """Crash the first time."""
        mark = self._folder / "stumbled"
        if not mark.exists():
            mark.touch()
            self._crash()

    def _hang(self) -> None:
        (self._folder / "hangs").write_text(str(os.getpid()))
        time.sleep(3600)

    def _freeze(self) -> None:
        """Hang with the interpreter's lock held: no thread in Python runs any more."""
        (self._folder / "hangs").write_text(str(os.getpid()))
        ctypes.PyDLL(None).sleep(3600)

    def _babble(self) -> None:
        print('{"sample_rate": 1, "bytes": 4}\nrubbish', flush=True)  # noqa: T201 - that is the trouble
        print("rubbish", file=sys.stderr, flush=True)  # noqa: T201 - likewise
        os.write(1, b"\x00rubbish\n")
        os.write(2, b"\xffrubbish\n")
        subprocess.run([sys.executable, "-c", "print('rubbish', input())"], check=False)

    def _fail(self) -> None:
        raise ValueError("the engine's own words: ü")

    def _refuse(self) -> None:
        raise VoiceError("there is nothing to say")

    def _litter(self) -> None:
        handle, name = tempfile.mkstemp()
        os.close(handle)
        (self._folder / "litter").write_text(name)

    def _environment(self) -> None:
        (self._folder / "environment").write_text(json.dumps(dict(os.environ)))

    def _meet(self) -> None:
        """Wait until another process has come so far, too."""
        (self._folder / f"here {os.getpid()}").touch()
        while len(list(self._folder.glob("here *"))) < 2:
            time.sleep(0.01)

    def _silence(self) -> None:
        """Close what the answers go through, and stay."""
        os.closerange(3, 20)
        time.sleep(3600)
