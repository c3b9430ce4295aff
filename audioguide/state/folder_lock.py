"""One program at a time in a folder: a lock that the system gives back when its holder dies, however it dies."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_FILE = ".audioguide-lock"
"""Where a folder itself cannot be locked, on Windows."""
_POLL, _PATIENCE = 0.02, 30.0
"""Seconds, likewise: Windows gives no notice when a file goes."""


@contextlib.contextmanager
def folder_lock(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Lock a folder against every other thread and program of this computer that locks it here.

    The value is whether it is locked. It is not if `wait` is false and another holds it, where a file system knows no
    locks, and on Windows after 30 s; computers that share a folder over a network may not see each other's.
    """
    descriptor = _lock(folder, wait=wait)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Let what has been renamed or removed in a folder reach the disk before whatever is renamed next."""
    with contextlib.suppress(OSError):  # Windows opens no folders, and some file systems sync none
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


if sys.platform == "win32":

    def _lock(folder: Path, *, wait: bool) -> int | None:
        """Create a file that the system removes with its last handle."""
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_TEMPORARY | os.O_NOINHERIT
        for _ in range(round(_PATIENCE / _POLL) if wait else 1):
            try:
                return os.open(folder / _FILE, flags)
            except OSError:  # there, or about to go
                time.sleep(_POLL if wait else 0)
        return None

else:

    def _lock(folder: Path, *, wait: bool) -> int | None:
        """Lock the folder itself, which leaves nothing in it."""
        try:
            descriptor = os.open(folder, os.O_RDONLY)
        except OSError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except OSError:
            os.close(descriptor)
            return None
        return descriptor
