"""The language that this computer is set to."""

from __future__ import annotations

import os
import sys

from audioguide import repertoire
from audioguide.model.choices import AUTO_LANGUAGE
from audioguide.repertoire.folders import ENGLISH


def language_of(asked: str | None) -> str | None:
    """Return a language that was asked for: ``auto`` is that of the system, or English where it lacks words."""
    if asked != AUTO_LANGUAGE:
        return asked
    system = system_language()
    return system if system in repertoire.languages() else ENGLISH


def system_language() -> str:
    """Return its code, ``de``; empty where none is set."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - imported late: only Windows is asked this way
        import locale  # noqa: PLC0415 - likewise

        name = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    else:
        # As gettext reads them; "C.UTF-8" is no language.
        name = next((os.environ[one] for one in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(one)), "")
    code = name.partition(".")[0].partition("_")[0]
    return code.lower() if code not in ("C", "POSIX") else ""
