"""The languages that this computer is set to."""

from __future__ import annotations

import os
import sys

from audioguide import repertoire
from audioguide.model.choices import AUTO_LANGUAGE
from audioguide.repertoire.folders import ENGLISH


def language_of(asked: str | None) -> str | None:
    """Return a language that was asked for: ``auto`` is that of the system, or English where none has words."""
    if asked != AUTO_LANGUAGE:
        return asked
    return next((one for one in system_languages() if one in repertoire.languages()), ENGLISH)


def system_languages() -> tuple[str, ...]:
    """Return their codes, ``de``, the one that is liked best first."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - imported late: only Windows is asked this way
        import locale  # noqa: PLC0415 - likewise

        names = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    else:
        # As gettext reads them; "C.UTF-8" is no language.
        variables = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
        names = next((os.environ[one] for one in variables if os.environ.get(one)), "")
    codes = (name.partition(".")[0].partition("_")[0] for name in names.split(":"))
    return tuple(code.lower() for code in codes if code not in ("C", "POSIX", ""))
