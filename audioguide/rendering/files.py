"""A file of the user's choice: written whole or not at all, and in place of nothing that is to stay."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
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
    with writing(path):
        refuse_special(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Name the file or the folder that is written in what the system refuses meanwhile.

    Raises:
        ShelfError: it cannot be written.
    """
    try:
        yield
    except OSError as error:
        msg = f"'{path}' cannot be written: {error.strerror}"
        raise ShelfError(msg) from error


def refuse_existing(path: Path, *, force: bool, instead: str = "another name") -> None:
    """Check that a name is free, or may be written over.

    Raises:
        ShelfError: something is there, whatever it is, and `force` is not set.
    """
    with writing(path):
        if path.exists() and not force:
            msg = f"'{path}' exists; take {instead}, or --force to write over it"
            raise ShelfError(msg)


def check_overwrite(path: Path, content: bytes) -> None:
    """Check that writing would not replace other content.

    Raises:
        ShelfError: the path has other content, or is no regular file, or cannot be read.
    """
    try:
        refuse_special(path)  # whoever reads a pipe waits for ever
        if path.exists() and path.read_bytes() != content:
            raise something_else(path)
    except OSError as error:
        msg = f"'{path}' cannot be read: {error.strerror}"
        raise ShelfError(msg) from error


def digest_of(path: Path) -> str:
    """Return the sha256 of a file.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def something_else(path: Path) -> ShelfError:
    """Return what is told of a name that is taken."""
    return ShelfError(f"'{path}' exists and is something else; take another name, or --force to write over it")


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
