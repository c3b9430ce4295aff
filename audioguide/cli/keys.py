"""Single key presses on the terminal as player commands: space and arrows are easy to hit with oily thumbs."""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import threading
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

from audioguide.player.playback import Command, Order

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
_KEY = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1bO?.|.", re.DOTALL)
"""One key: a control sequence, which begins with escape, or a character."""
_CUT_OFF = re.compile(rb"\x1b(O|\[[0-?]*[ -/]*)?\Z")
"""A control sequence of which the rest has not come."""
_POLL_SECONDS = 0.2
_REST_SECONDS = 0.2
"""For the rest of a control sequence to come."""


@contextlib.contextmanager
def key_commands(commands: SimpleQueue[Order]) -> Iterator[None]:
    """Put a command into the queue for each key press while entered; do nothing without a terminal."""
    if not sys.stdin.isatty():
        yield
    elif sys.platform == "win32":
        with _windows_keys(commands):
            yield
    else:
        with _terminal_keys(commands):
            yield


def _windows_key() -> bytes:
    """Return the key that was pressed, in the bytes of a terminal; empty where none was."""
    import msvcrt  # noqa: PLC0415 - on Windows only

    console: Any = msvcrt
    if not console.kbhit():
        return b""
    key: bytes = console.getch()
    return {b"M": b"\x1b[C", b"K": b"\x1b[D"}.get(console.getch(), b"") if key in (b"\xe0", b"\x00") else key


@contextlib.contextmanager
def _windows_keys(commands: SimpleQueue[Order]) -> Iterator[None]:
    """Listen to the console, which has no file descriptor that could be waited for."""
    stopping = threading.Event()

    def listen() -> None:
        while not stopping.wait(_POLL_SECONDS / 4):
            if command := KEYS.get(_windows_key()):
                commands.put(command)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield
    finally:
        stopping.set()
        listener.join()


def _keys_in(pressed: bytes) -> tuple[list[bytes], bytes]:
    """Part what was read at once into keys, and the beginning of one that is to come."""
    cut_off = _CUT_OFF.search(pressed)
    end = cut_off.start() if cut_off else len(pressed)
    return _KEY.findall(pressed[:end]), pressed[end:]


@contextlib.contextmanager
def _terminal_keys(commands: SimpleQueue[Order]) -> Iterator[None]:
    """Listen to the terminal, which is put back as it was."""
    import termios  # noqa: PLC0415 - not on Windows
    import tty  # noqa: PLC0415

    descriptor = sys.stdin.fileno()
    attributes = termios.tcgetattr(descriptor)
    stopping = threading.Event()

    def listen() -> None:
        pressed = b""
        while not stopping.is_set():
            if not select.select([descriptor], [], [], _REST_SECONDS if pressed else _POLL_SECONDS)[0]:
                pressed = b""  # the escape key alone, or a sequence that has no end
                continue
            read = b""
            with contextlib.suppress(OSError):  # a terminal that is gone gives this, or nothing
                read = os.read(descriptor, 64)
            if not read:
                return
            keys, pressed = _keys_in(pressed + read)
            for key in filter(KEYS.__contains__, keys):
                commands.put(KEYS[key])

    tty.setcbreak(descriptor)
    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield
    finally:
        stopping.set()
        listener.join()
        with contextlib.suppress(termios.error):  # it is gone
            termios.tcsetattr(descriptor, termios.TCSADRAIN, attributes)
