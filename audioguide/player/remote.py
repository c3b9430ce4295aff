"""A session that plays is paused, resumed, skipped and stopped from another terminal, through a local socket."""

from __future__ import annotations

import contextlib
import getpass
import sys
import threading
from multiprocessing.connection import Client, Listener
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from audioguide.errors import SpeakerError
from audioguide.player.playback import COMMANDS, Command

_ANSWER = b"heard"


class Remote:
    """Hears commands while it is entered, and hands them on."""

    def __init__(self, folder: Path, asked: SimpleQueue[Command]) -> None:
        """Take the folder for the socket, into which nobody else can look, and where commands go."""
        self._address, self._asked = _address(folder), asked

    def __enter__(self) -> Self:
        """Begin to hear.

        Raises:
            SpeakerError: another session plays already.
        """
        with contextlib.suppress(OSError, EOFError):
            Client(self._address).close()
            msg = "another session is playing; end it with: audioguide stop"
            raise SpeakerError(msg)
        if sys.platform != "win32":
            Path(self._address).unlink(missing_ok=True)  # of one that has crashed
        self._listener = Listener(self._address)
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()

    def _listen(self) -> None:
        while True:
            try:
                with self._listener.accept() as line:
                    word = line.recv_bytes(64).decode("ascii", "replace")
                    for command in COMMANDS:
                        if command == word:
                            self._asked.put(command)
                            line.send_bytes(_ANSWER)
            except EOFError:  # somebody looked whether we are here
                continue
            except OSError:
                return


def send(folder: Path, command: Command) -> None:
    """Ask the session that plays for something.

    Raises:
        SpeakerError: nothing plays.
    """
    try:
        with Client(_address(folder)) as line:
            line.send_bytes(command.encode())
            line.recv_bytes(64)
    except (OSError, EOFError):
        msg = "nothing is playing; begin with: audioguide play everyday"
        raise SpeakerError(msg) from None


def _address(folder: Path) -> str:
    """Where it is heard. The folder keeps others out; on Windows a pipe belongs to its user."""
    return rf"\\.\pipe\audioguide-{getpass.getuser()}" if sys.platform == "win32" else str(folder / "player.sock")
