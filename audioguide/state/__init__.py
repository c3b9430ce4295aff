"""What is kept from one call to the next: small text files of the user's, each whole or not there at all."""

from __future__ import annotations

import contextlib
import logging
import os
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
    from audioguide.state.scratch import scratch_folder  # noqa: PLC0415 - imported late: most calls only read

    try:
        with scratch_folder(file.parent) as folder:  # where a crash leaves it, it is swept
            draft = folder / file.name
            with open(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as opened:  # noqa: PTH123
                opened.write(text)
            draft.replace(file)
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
