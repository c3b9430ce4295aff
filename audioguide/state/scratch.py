"""Folders for unfinished files: gone afterwards, and after a crash as soon as the next one is made beside it.

Whoever works in such a folder holds a lock on it, which the system gives back when its holder dies, however it dies.
So one that nobody holds is somebody's no more.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import platform
import shutil
import stat
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from audioguide.state.folder_lock import folder_lock, sync_folder

HIDDEN = ".audioguide-"
"""What the names of everything begin with that is not for the user to see."""
UNFINISHED = f"{HIDDEN}unfinished-"
"""Likewise, of the folders that somebody may work in."""
ABANDONED = 24 * 3600
"""Seconds after which something unfinished is nobody's, where no lock tells: it was made on another computer."""

_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
"""How a file is opened that is not there yet."""
_MACHINE, _BOOT = Path("/etc/machine-id"), Path("/proc/sys/kernel/random/boot_id")
"""Where Linux says which machine this is, and since which start: copies of one image may have one machine id."""


@cache
def own_prefix() -> str:
    """Return what the names of this computer's begin with: two that share a folder may not see each other's locks."""
    known = [platform.node(), *(_read(path) for path in (_MACHINE, _BOOT))]
    if not any(known[1:]):
        from uuid import getnode  # noqa: PLC0415 - imported late: it looks for the network card, outside Linux only

        known.append(f"{getnode()}")
    return f"{UNFINISHED}{hashlib.sha256(' '.join(known).encode()).hexdigest()[:8]}-"


def _read(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text("ascii", "replace").strip()
    return ""


@contextlib.contextmanager
def scratch_folder(parent: Path | None = None) -> Iterator[Path]:
    """Lend a hidden folder, and remove what crashes have left beside it.

    Args:
        parent: where it is made; that for temporary files where left out.

    Raises:
        OSError: it cannot be made.
    """
    parent = parent or _for_temporary()
    sweep(parent)
    with contextlib.ExitStack() as lock:
        # Its name is known before it is there: whatever comes while it is made, it is removed.
        folder = _new_name(parent)
        try:
            while not _make_locked(folder, lock):
                folder = _new_name(parent)  # who has swept that one may still look at its name
            files = folder / "files"  # not the locked one itself: it may be used as a shelf, which is locked, too
            files.mkdir()
            yield files
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            lock.close()
            shutil.rmtree(folder, ignore_errors=True)  # on Windows the lock is a file in it


def write_whole(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a file in one step: whole, or not at all, also when the power goes.

    Args:
        path: where; what is there is replaced.
        content: of the file.
        mode: who may read and write it, as far as the user's umask lets them.

    Raises:
        OSError: it cannot be written, or something is there that is no regular file: a device, a pipe. What was there
            is as it was.
    """
    if is_special(path):
        raise OSError(errno.EEXIST, "it is no regular file, which could be replaced", str(path))
    with scratch_folder(path.parent) as folder:
        unfinished = folder / "unfinished"
        with open(os.open(unfinished, _NEW, mode), "wb") as file:  # noqa: PTH123 - pathlib knows no mode
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    sync_folder(path.parent)


def is_special(path: Path) -> bool:
    """Whether a name, or what it is a link to, is taken by a device, a pipe, a socket or a folder.

    Raises:
        OSError: nobody can say: the name is too long, or its folder may not be looked into.
    """
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return not stat.S_ISREG(path.stat().st_mode)
    return False


def sweep(parent: Path) -> None:
    """Remove the unfinished folders of programs that have died."""
    with contextlib.suppress(OSError), os.scandir(parent) as listing:
        left = [entry for entry in listing if entry.name.startswith(UNFINISHED)]
        for entry in left:
            with contextlib.suppress(OSError):
                if _is_ours(entry):
                    _remove(Path(entry.path))


def _for_temporary() -> Path:
    import tempfile  # noqa: PLC0415 - imported late: to sweep a folder is no reason to load it

    return Path(tempfile.gettempdir())


def _new_name(parent: Path) -> Path:
    return parent / f"{own_prefix()}{os.urandom(8).hex()}"


def _make_locked(folder: Path, lock: contextlib.ExitStack) -> bool:
    """Make a folder that is held until `lock` is closed; false where it was swept before it was locked."""
    folder.mkdir(mode=0o700)
    lock.enter_context(folder_lock(folder))
    if folder.exists():
        return True
    lock.close()
    return False


def _is_ours(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder that this user has made, since this computer was started or long ago."""
    status = entry.stat(follow_symlinks=False)
    if not entry.is_dir(follow_symlinks=False) or (sys.platform != "win32" and status.st_uid != os.getuid()):
        return False
    return entry.name.startswith(own_prefix()) or time.time() - status.st_mtime > ABANDONED


def _remove(folder: Path) -> None:
    """Remove a folder that nobody holds."""
    with folder_lock(folder, wait=False) as locked:
        if locked:
            shutil.rmtree(folder, ignore_errors=True)
    if sys.platform == "win32" and locked:  # the lock was a file in it; somebody who waited for it may have it now
        with contextlib.suppress(OSError):
            folder.rmdir()
