"""Controls a running session from another terminal, through a Unix socket (on Windows, a named pipe)."""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import os
import socket
import stat
import struct
import sys
import tempfile
import threading
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from audioguide.errors import BusyError, SpeakerError
from audioguide.player.playback import COMMANDS, Command, Order
from audioguide.state.folder_lock import folder_lock

_ACKNOWLEDGED = b"heard"
_PATIENCE_SECONDS = 1.0
"""For somebody who has connected and says nothing, or half a word; others wait meanwhile."""
_ANSWER_SECONDS = 10.0
"""For the answer to a command, which is given before it is executed."""
_MOST_WAITING = 8
"""Connections: one is listened to at a time, so that commands stay in their order."""
_LONGEST_WORD = 64
"""Bytes."""
_LONGEST_ADDRESS = 100
"""Bytes: a socket's name has room for 103 on macOS, for 107 on Linux."""


class RemoteControl:
    """A context manager that puts the commands it receives into a queue."""

    def __init__(self, folder: Path, commands: SimpleQueue[Order]) -> None:
        """Take the folder for the socket, and the queue."""
        self._address, self._commands = socket_address(folder), commands
        self._over = threading.Event()

    def __enter__(self) -> Self:
        """Begin to listen.

        Raises:
            BusyError: another session plays already.
            SpeakerError: nobody can listen here.
        """
        try:
            self._listener = _listen(self._address)
        except OSError as error:
            msg = f"cannot listen to other terminals at '{self._address}': {error.strerror or error}"
            raise SpeakerError(msg) from error
        self.listening = threading.Thread(target=self._accept, daemon=True)
        self.listening.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with contextlib.suppress(OSError):
            _connect(self._address).close()  # on Linux nothing else wakes who waits for a connection
        self._listener.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection = self._listener.accept()
            except OSError:  # at the end; or it has gone before it was let in, or no more files may be opened
                self._over.wait(_PATIENCE_SECONDS)
                continue
            # A probe by another `RemoteControl` says nothing; a command may be interrupted before its answer.
            with connection, contextlib.suppress(OSError, EOFError):
                self._receive(connection)

    def _receive(self, connection: Connection) -> None:
        _limit_patience(connection)
        if not connection.poll(_PATIENCE_SECONDS):
            return
        word = connection.recv_bytes(_LONGEST_WORD).decode("ascii", "replace")
        for command in COMMANDS:
            if command == word:
                self._commands.put(command)
                connection.send_bytes(_ACKNOWLEDGED)


def send(folder: Path, command: Command) -> None:
    """Send a command to the running session, and wait until it is acknowledged.

    Raises:
        SpeakerError: no session is running, or it does not answer.
    """
    silent = "the session that is playing does not answer; end it with Ctrl-C where it runs"
    try:
        with _connect(socket_address(folder)) as connection:
            connection.send_bytes(command.encode())
            if not connection.poll(_ANSWER_SECONDS):
                raise SpeakerError(silent)
            connection.recv_bytes(_LONGEST_WORD)
    except (TimeoutError, BlockingIOError):  # many wait for it already
        raise SpeakerError(silent) from None
    except (OSError, EOFError):
        msg = "nothing is playing; begin with: audioguide play everyday"
        raise SpeakerError(msg) from None


def is_session_running(folder: Path) -> bool:
    """Whether somebody takes commands; where that cannot be told, it counts as so."""
    try:
        return _somebody_listens(socket_address(folder))
    except OSError:
        return True


def socket_address(folder: Path) -> str:
    """Return the address to listen on, of a folder for what is remembered; a Windows pipe belongs to its user.

    Where the folder's own name is too long for a socket, it is in the temporary folder, or in the one of the system.
    """
    if sys.platform == "win32":
        return rf"\\.\pipe\audioguide-{getpass.getuser()}"
    own = folder.absolute() / "remote" / "player.sock"
    if _is_short(own):
        return str(own)
    which = f"audioguide-{os.getuid()}-{hashlib.sha256(os.fsencode(own)).hexdigest()[:12]}"
    elsewhere = Path(tempfile.gettempdir()) / which / "player.sock"
    if _is_short(elsewhere):
        return str(elsewhere)
    return f"/tmp/{which}/player.sock"  # noqa: S108 - its folder is for this user alone


def _is_short(address: Path) -> bool:
    return len(os.fsencode(address)) <= _LONGEST_ADDRESS


def _somebody_listens(address: str) -> bool:
    try:
        _connect(address).close()
    except (FileNotFoundError, ConnectionRefusedError):
        return False
    except (TimeoutError, BlockingIOError, EOFError):  # it is there, and does not answer
        return True
    return True


def _connect(address: str) -> Connection:
    """Connect, without waiting for ever until it is let in: the session may have been stopped by its terminal."""
    if sys.platform == "win32":
        return Client(address)
    _check_owner(Path(address).parent)
    with socket.socket(socket.AF_UNIX) as line:
        _set_timeout(line, _ANSWER_SECONDS)  # that of Python's own does not wait for a place in the queue
        line.connect(address)
        return Connection(line.detach())


def _listen(address: str) -> Listener:
    """Listen at an address that only this user may use.

    Raises:
        BusyError: somebody listens there already.
        OSError: nobody can.
    """
    if sys.platform == "win32":
        _check_free(address)
        try:
            return Listener(address)
        except PermissionError:  # of two that begin at once, the system lets one
            raise _busy() from None
    path = Path(address)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check_owner(path.parent)
    path.parent.chmod(0o700)
    with folder_lock(path.parent):  # else two that begin at once would both find it free
        _check_free(address)
        path.unlink(missing_ok=True)  # left behind by a crash
        listener = Listener(address, backlog=_MOST_WAITING)
        path.chmod(0o600)
    return listener


def _check_free(address: str) -> None:
    if _somebody_listens(address):
        raise _busy()


def _busy() -> BusyError:
    return BusyError("another session is playing", "end it with: audioguide stop")


def _check_owner(folder: Path) -> None:
    """Refuse a folder that somebody else has made, who could listen there instead of us."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid():
        raise OSError(0, "its folder belongs to somebody else")


def _limit_patience(connection: Connection) -> None:
    """Let whoever says half a word fail to be read, instead of being waited for."""
    if sys.platform == "win32":
        return
    with socket.socket(fileno=os.dup(connection.fileno())) as line:  # of the same connection
        _set_timeout(line, _PATIENCE_SECONDS)


def _set_timeout(line: socket.socket, seconds: float) -> None:
    whole = int(seconds)
    rest = round((seconds - whole) * 1_000_000)
    for direction in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        try:
            line.setsockopt(socket.SOL_SOCKET, direction, struct.pack("@ll", whole, rest))
        except OSError:  # 32 bits, with times of 64
            line.setsockopt(socket.SOL_SOCKET, direction, struct.pack("@qq", whole, rest))
