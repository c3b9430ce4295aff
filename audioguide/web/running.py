"""Whether the page runs already at an address and a port: a lock that goes with its program, and its URL beside it.

Whoever listens there is told nothing: it might be a stranger, and the URL holds our secret.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audioguide.errors import ShelfError
from audioguide.state import write_state
from audioguide.state.folder_lock import folder_lock

_CONNECT_SECONDS = 2.0
_PATIENCE_SECONDS, _LOOK_SECONDS = 3.0, 0.1
"""Until a page that is just starting is served, and between two looks whether it is."""
_CONNECT_TO = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only looked for; Windows connects to neither
"""Where a page is found that listens at every address."""


@dataclass(frozen=True, slots=True)
class Running:
    """A page that runs already."""

    address: str
    """Its URL."""
    folder: str
    """What it plays: an absolute path."""


@contextlib.contextmanager
def claimed(state: Path, host: str, port: int, folder: Path) -> Iterator[Callable[[str], None] | Running]:
    """Claim an address and a port for the page that plays a folder, while entered.

    The value is to be called with its URL as soon as it is served; or it is the page that runs there already. Where
    nothing can be kept, the page is served all the same, and not found by the next one.
    """
    name = re.sub(r"[^\w.-]", ".", host)
    place = state / f"page-{name}-{port}"
    file = place / "address"
    with contextlib.suppress(OSError):
        place.mkdir(mode=0o700, exist_ok=True)
    is_ours = False

    def announce(address: str) -> None:
        nonlocal is_ours
        with contextlib.suppress(ShelfError):
            write_state(file, json.dumps([address, str(folder.absolute())]))
            is_ours = True

    with folder_lock(place, wait=False) as locked:
        if locked:
            with contextlib.suppress(OSError):
                file.unlink()  # of one that was killed
        elif place.is_dir():
            known = _wait_for(file)
            if known and _somebody_listens(host, port):  # where a file system knows no locks, it may be an old one
                yield known
                return
        try:
            yield announce
        finally:
            if locked or is_ours:
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)
                    place.rmdir()


def _somebody_listens(host: str, port: int) -> bool:
    try:
        socket.create_connection((_CONNECT_TO.get(host, host), port), _CONNECT_SECONDS).close()
    except OSError:
        return False
    return True


def _wait_for(file: Path) -> Running | None:
    """Return the page that a file names, as soon as it does; None where it does not."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while (known := _read(file)) is None and time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
    return known


def _read(file: Path) -> Running | None:
    try:
        return Running(*json.loads(file.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
