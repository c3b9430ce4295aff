"""What a bug leaves for those who can fix it: a file with its traceback, which nobody has to read on a terminal."""

from __future__ import annotations

import logging
import sys
import tempfile
import traceback
from pathlib import Path

_files: dict[str, str] = {}
"""Where each report was written: the same bug again, such as one in each search, has the same file."""

_log = logging.getLogger(__name__)


def write_bug_report() -> str:
    """Write the exception that is being handled to a temporary file, and return its path, or why there is none."""
    report = f"{sys.version}\n{sys.platform}\n{sys.argv}\n\n{traceback.format_exc()}"
    try:
        if not Path(_files.get(report, "")).is_file():
            _files[report] = _file_with(report)
    except OSError as error:
        return f"it could not be written: {error.strerror}"
    return _files[report]


def _file_with(report: str) -> str:
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", errors="backslashreplace", prefix="audioguide-bug-", suffix=".txt", delete=False
    ) as file:  # a name of a file may be no text
        file.write(report)
    return file.name


def log_bug(what: str) -> None:
    """Log what the exception that is being handled has ended, and the file that tells more."""
    _log.warning("%s; please report it with this file: %s", what, write_bug_report())
