"""Keys for oily thumbs: the large one pauses, the arrows skip."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading
from collections.abc import Iterator
from queue import SimpleQueue

from audioguide.player.playback import Command

KEYS: dict[bytes, Command] = {
    b" ": "toggle",
    b"\x1b[C": "next",
    b"\x1b[D": "back",
    b"\x1bOC": "next",  # what some terminals send
    b"\x1bOD": "back",
    b"n": "next",
    b"b": "back",
    b"q": "stop",
    b"Q": "stop",
}
_LOOKS_EVERY = 0.2


@contextlib.contextmanager
def keys_heard(asked: SimpleQueue[Command]) -> Iterator[None]:
    """Hand on what is typed, while entered. Where there is no terminal, or it has no single keys, nothing is typed."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    import termios  # noqa: PLC0415 - Windows has neither
    import tty  # noqa: PLC0415

    line = sys.stdin.fileno()
    before = termios.tcgetattr(line)
    over = threading.Event()

    def listen() -> None:
        while not over.is_set():
            if select.select([line], [], [], _LOOKS_EVERY)[0]:
                command = KEYS.get(os.read(line, 8))
                if command:
                    asked.put(command)

    tty.setcbreak(line)
    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield
    finally:
        over.set()
        listener.join()
        termios.tcsetattr(line, termios.TCSADRAIN, before)
