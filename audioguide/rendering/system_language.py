"""The language that this computer is set to."""

from __future__ import annotations

import ctypes
import locale
import os
import sys


def system_language() -> str:
    """Return its code, ``de``; empty where none is set."""
    if sys.platform == "win32":
        name = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    else:
        # As gettext reads them; "C.UTF-8" is no language.
        name = next((os.environ[one] for one in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(one)), "")
    code = name.partition(".")[0].partition("_")[0]
    return code.lower() if code not in ("C", "POSIX") else ""
