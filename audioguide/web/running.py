"""Whether the page runs already at an address and a port: a lock that goes with its program, and its URL beside it.

Whoever listens there is told nothing: it might be a stranger, and the URL holds our secret.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

from audioguide.errors import ShelfError
from audioguide.state.folder_lock import folder_lock

_CONNECT_SECONDS = 2.0


@contextlib.contextmanager
def claimed(state: Path, host: str, port: int) -> Iterator[Path | str]:
    """Claim an address and a port for the page while entered.

    The value is the file for its URL, to be written once it is served; or the URL of the page that runs there already.

    Raises:
        ShelfError: nothing can be kept there.
    """
    folder = state / f"page-{host.replace(':', '.')}-{port}"
    file = folder / "address"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        msg = f"cannot keep anything in '{folder}': {error.strerror}"
        raise ShelfError(msg) from error
    with folder_lock(folder, wait=False) as locked:
        known = "" if locked else _read(file)
        if known and _somebody_listens(host, port):  # where a file system knows no locks, it may be an old one
            yield known
            return
        file.unlink(missing_ok=True)  # of one that was killed
        try:
            yield file
        finally:
            file.unlink(missing_ok=True)


def _somebody_listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), _CONNECT_SECONDS).close()
    except OSError:
        return False
    return True


def _read(file: Path) -> str:
    try:
        return file.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
