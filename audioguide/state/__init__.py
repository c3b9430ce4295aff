"""What is kept from one call to the next: small text files of the user's, each whole or not there at all."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

from audioguide.errors import ShelfError

_log = logging.getLogger(__name__)


def read_state(file: Path, nothing: str) -> str:
    """Return what was written, or `nothing` where there is no file.

    Raises:
        ShelfError: the file is there, and cannot be read now.
        ValueError: it is no text.
    """
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return nothing
    except OSError as error:
        msg = f"cannot read '{file}': {error.strerror}"
        raise ShelfError(msg) from error


def write_state(file: Path, text: str) -> None:
    """Write a file that only its user may read, in one step; of several programs that write at once, the last counts.

    Raises:
        ShelfError: it cannot be written. The file is as it was.
    """
    from audioguide.state.scratch import write_whole  # noqa: PLC0415 - imported late: most calls only read

    try:
        write_whole(file, text.encode("utf-8"), mode=0o600)
    except OSError as error:
        msg = f"cannot write '{file}': {error.strerror}"
        raise ShelfError(msg) from error


def aside_of(file: Path) -> Path:
    """Return where a damaged file is kept: ``diary.damaged.jsonl``."""
    return file.with_suffix(f".damaged{file.suffix}")


def put_aside(file: Path) -> None:
    """Keep a damaged file beside its place, and log that: the next change would write over it."""
    aside = aside_of(file)
    with contextlib.suppress(OSError):  # then it is read as damaged once more, and nothing is lost yet
        file.replace(aside)
        _log.warning("'%s' is damaged; it is kept as '%s', and a new one begins", file, aside.name)
