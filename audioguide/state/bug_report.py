"""What a bug leaves for those who can fix it: a file with its traceback, which nobody has to read on a terminal."""

from __future__ import annotations

import logging
import sys
import tempfile
import traceback

_log = logging.getLogger(__name__)


def write_bug_report() -> str:
    """Write the exception that is being handled to a temporary file, and return its path, or why there is none."""
    try:
        with tempfile.NamedTemporaryFile("w", prefix="audioguide-bug-", suffix=".txt", delete=False) as file:
            file.write(f"{sys.version}\n{sys.platform}\n{sys.argv}\n\n{traceback.format_exc()}")
    except OSError as error:
        return f"it could not be written: {error.strerror}"
    return file.name


def log_bug(what: str) -> None:
    """Log what the exception that is being handled has ended, and the file that tells more."""
    _log.warning("%s; please report it with this file: %s", what, write_bug_report())
