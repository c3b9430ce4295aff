"""Files that verbs write."""

from __future__ import annotations

from pathlib import Path

from audioguide.errors import ShelfError


def write_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file and the folders above it.

    Raises:
        ShelfError: something else stands there and is not to be written over, or it cannot be written.
    """
    try:
        if not force and path.exists() and path.read_bytes() != content:
            msg = f"'{path}' exists and is something else; take another name, or --force to write over it"
            raise ShelfError(msg)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        msg = f"'{path}' cannot be written: {error.strerror}"
        raise ShelfError(msg) from error
