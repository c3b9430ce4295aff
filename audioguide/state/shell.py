"""A command as somebody types it: what is said with an error can be copied into the shell of this system."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Sequence


def command_line(words: Sequence[str]) -> str:
    """Return a command as it is typed in a shell of this system; cmd.exe knows no single quotes."""
    return " ".join(map(_for_windows, words)) if sys.platform == "win32" else shlex.join(words)


def _for_windows(word: str) -> str:
    """Quote a word for the program, and what means something to cmd.exe or PowerShell, as ``<`` of a version does."""
    from subprocess import list2cmdline  # noqa: PLC0415 - there only

    quoted = list2cmdline([word])
    if quoted.startswith('"') or not re.search("[&|<>^(){},;@#'`]", word):
        return quoted
    backslashes = re.findall(r"\\*$", quoted)[0]  # twice, or the last one would take the quote
    return f'"{quoted}{backslashes}"'
