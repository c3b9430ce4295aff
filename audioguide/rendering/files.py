"""Files that appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

from audioguide.errors import ShelfError
from audioguide.state.scratch import write_whole


def write_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file atomically, and create its parent folders.

    Raises:
        ShelfError: the path has other content and `force` is not set, or it cannot be written.
    """
    if not force:
        check_overwrite(path, content)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        msg = f"'{path}' cannot be written: {error.strerror}"
        raise ShelfError(msg) from error


def check_overwrite(path: Path, content: bytes) -> None:
    """Check that writing would not replace other content.

    Raises:
        ShelfError: the path has other content, or cannot be read.
    """
    try:
        if path.exists() and path.read_bytes() != content:
            msg = f"'{path}' exists and is something else; take another name, or --force to write over it"
            raise ShelfError(msg)
    except OSError as error:
        msg = f"'{path}' cannot be read: {error.strerror}"
        raise ShelfError(msg) from error
