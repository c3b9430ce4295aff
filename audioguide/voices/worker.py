"""The process in which a voice speaks: ``python -m audioguide.voices.worker VOICE LANGUAGE VARIANT PATIENCE FOLDER``.

Requests come as lines of JSON on stdin (``text``, ``rate`` in words a minute). For each, one line goes back on stdout,
``{"sample_rate": 24000, "bytes": 96000}``, with so many bytes of 32-bit little-endian floats behind it; or
``{"error": "...", "bytes": 0}``. The engine itself has neither stdin nor stdout: whatever it prints is lost, and
what it writes to temporary files goes to FOLDER, which whoever started this process removes. The end of stdin ends the
process, and so do PATIENCE seconds and some with one phrase: it never outlives the program that started it for long.
"""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
import tempfile
from typing import IO, TYPE_CHECKING

import numpy as np

from audioguide.errors import AudioguideError
from audioguide.plugins import find

if TYPE_CHECKING:
    from audioguide.plugins import Voice

_LONGER = 5.0
"""Seconds that are left to the other side, which knows better what to tell. This clock is for when nobody is there."""


def main() -> None:
    """Answer requests until stdin ends."""
    name, language, variant, patience, folder = sys.argv[1:]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that the user started
    requests, answers = _kept_from_the_engine()
    tempfile.tempdir = folder
    voice: Voice | None = None
    for line in requests:
        # A thread in C: it ends an engine that holds the interpreter's lock, too.
        faulthandler.dump_traceback_later(float(patience) + _LONGER, exit=True)
        pcm = b""
        try:
            voice = voice or find("voices", name)(language, variant or None)
            sound, sample_rate = voice.speak(**json.loads(line))
            pcm = np.ascontiguousarray(sound, "<f4").tobytes()
            head: dict[str, object] = {"sample_rate": int(sample_rate)}
        except AudioguideError as error:
            head = {"error": str(error)}
        except Exception as error:  # noqa: BLE001 - whatever it is, the other process reports it
            head = {"error": f"the voice '{name}' failed: {error or type(error).__name__}"}
        faulthandler.cancel_dump_traceback_later()
        answers.write(json.dumps({**head, "bytes": len(pcm)}, allow_nan=False).encode("ascii") + b"\n" + pcm)
        answers.flush()


def _kept_from_the_engine() -> tuple[IO[bytes], IO[bytes]]:
    """Take stdin and stdout for ourselves: engines print, and programs that they call read."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nothing, descriptor)
    os.close(nothing)
    return requests, answers


if __name__ == "__main__":
    main()
