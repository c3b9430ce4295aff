"""Files that appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

from audioguide.errors import ShelfError
from audioguide.state.scratch import is_special, write_whole


def write_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file atomically, and create its parent folders.

    Raises:
        ShelfError: the path has other content and `force` is not set, or it is no regular file, or cannot be written.
    """
    if not force:
        check_overwrite(path, content)
    try:
        refuse_special(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        msg = f"'{path}' cannot be written: {error.strerror}"
        raise ShelfError(msg) from error


def check_overwrite(path: Path, content: bytes) -> None:
    """Check that writing would not replace other content.

    Raises:
        ShelfError: the path has other content, or is no regular file, or cannot be read.
    """
    try:
        refuse_special(path)  # whoever reads a pipe waits for ever
        if path.exists() and path.read_bytes() != content:
            msg = f"'{path}' exists and is something else; take another name, or --force to write over it"
            raise ShelfError(msg)
    except OSError as error:
        msg = f"'{path}' cannot be read: {error.strerror}"
        raise ShelfError(msg) from error


def refuse_special(*paths: Path) -> None:
    """Check that no device, pipe or folder is to be replaced, not even where files may be.

    Raises:
        ShelfError: one of the names is such.
        OSError: nobody can say: a name is too long.
    """
    for path in paths:
        if is_special(path):
            msg = f"'{path}' is a device, a pipe or a folder, which is never written over; take another name"
            raise ShelfError(msg)
