"""Controls a running session from another terminal, through a Unix socket (on Windows, a named pipe)."""

from __future__ import annotations

import contextlib
import getpass
import sys
import threading
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from audioguide.errors import SpeakerError
from audioguide.player.playback import COMMANDS, Command, Order

_ACKNOWLEDGED = b"heard"
_PATIENCE_SECONDS = 1.0
"""For somebody who has connected and says nothing; others wait meanwhile."""
_ANSWER_SECONDS = 10.0
"""For the answer to a command, which is given before it is executed."""


class RemoteControl:
    """A context manager that puts the commands it receives into a queue."""

    def __init__(self, folder: Path, commands: SimpleQueue[Order]) -> None:
        """Take the folder for the socket, which only this user may enter, and the queue."""
        self._address, self._commands = _address(folder), commands

    def __enter__(self) -> Self:
        """Begin to listen.

        Raises:
            SpeakerError: another session plays already.
        """
        with contextlib.suppress(OSError, EOFError):
            Client(self._address).close()
            msg = "another session is playing; end it with: audioguide stop"
            raise SpeakerError(msg)
        if sys.platform != "win32":
            Path(self._address).unlink(missing_ok=True)  # left behind by a crash
        self._listener, self._is_over = Listener(self._address), False
        self.listening = threading.Thread(target=self._listen, daemon=True)
        self.listening.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._is_over = True
        with contextlib.suppress(OSError):
            Client(self._address).close()  # on Linux nothing else wakes who waits for a connection
        self._listener.close()

    def _listen(self) -> None:
        while not self._is_over:
            try:
                connection = self._listener.accept()
            except OSError:
                return
            # A probe by another `RemoteControl` says nothing; a command may be interrupted before its answer.
            with connection, contextlib.suppress(OSError, EOFError):
                self._receive(connection)

    def _receive(self, connection: Connection) -> None:
        if not connection.poll(_PATIENCE_SECONDS):
            return
        word = connection.recv_bytes(64).decode("ascii", "replace")
        for command in COMMANDS:
            if command == word:
                self._commands.put(command)
                connection.send_bytes(_ACKNOWLEDGED)


def send(folder: Path, command: Command) -> None:
    """Send a command to the running session, and wait until it is acknowledged.

    Raises:
        SpeakerError: no session is running.
    """
    try:
        with Client(_address(folder)) as connection:
            connection.send_bytes(command.encode())
            if not connection.poll(_ANSWER_SECONDS):
                msg = "the session that is playing does not answer; end it with Ctrl-C where it runs"
                raise SpeakerError(msg)
            connection.recv_bytes(64)
    except (OSError, EOFError):
        msg = "nothing is playing; begin with: audioguide play everyday"
        raise SpeakerError(msg) from None


def _address(folder: Path) -> str:
    """Return the address to listen on. The folder's mode keeps other users out; a Windows pipe belongs to its user."""
    return rf"\\.\pipe\audioguide-{getpass.getuser()}" if sys.platform == "win32" else str(folder / "player.sock")
