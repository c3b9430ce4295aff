"""Single key presses on the terminal as player commands: space and arrows are easy to hit with oily thumbs."""

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
    b"\x1bOC": "next",  # in application cursor mode
    b"\x1bOD": "back",
    b"n": "next",
    b"b": "back",
    b"+": "louder",
    b"=": "louder",  # where + needs the shift key
    b"-": "quieter",
    b"q": "stop",
    b"Q": "stop",
}
_POLL_SECONDS = 0.2


@contextlib.contextmanager
def key_commands(commands: SimpleQueue[Command]) -> Iterator[None]:
    """Put a command into the queue for each key press while entered; do nothing without a terminal, and on Windows."""
    if sys.platform == "win32" or not sys.stdin.isatty():
        yield
        return
    import termios  # noqa: PLC0415 - not on Windows
    import tty  # noqa: PLC0415

    descriptor = sys.stdin.fileno()
    attributes = termios.tcgetattr(descriptor)
    stopping = threading.Event()

    def listen() -> None:
        while not stopping.is_set():
            if select.select([descriptor], [], [], _POLL_SECONDS)[0]:
                command = KEYS.get(os.read(descriptor, 8))
                if command:
                    commands.put(command)

    tty.setcbreak(descriptor)
    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield
    finally:
        stopping.set()
        listener.join()
        termios.tcsetattr(descriptor, termios.TCSADRAIN, attributes)
