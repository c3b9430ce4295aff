"""Where the program starts: what keeps the command line from being loaded is said in a sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

OLDEST = (3, 11)
"""The oldest Python, as in pyproject.toml."""
FAILED, INTERRUPTED = 1, 130
"""The exit codes, as in `audioguide.cli`, which may be what cannot be loaded."""


def main() -> NoReturn:
    """Run the command line, and exit with its code."""
    if sys.version_info < OLDEST:
        sys.exit(
            "audioguide needs Python {}.{} or newer, and this is {}; get one from https://www.python.org/downloads/ "
            "and install audioguide with it".format(*OLDEST, sys.version.split()[0])
        )
    try:
        command_line = _load()
    except KeyboardInterrupt:
        from audioguide.errors import STOPPED  # noqa: PLC0415 - an older Python could not load it

        with suppress(OSError):  # the terminal may be gone
            sys.stderr.write(f"{STOPPED}\n")
        raise SystemExit(INTERRUPTED) from None
    command_line()


def _load() -> Callable[[], NoReturn]:
    """Return the command line.

    Raises:
        SystemExit: what it needs is missing.
    """
    try:
        from audioguide.cli import main as command_line  # noqa: PLC0415 - what it needs may be missing
    except ImportError as error:
        from audioguide.plugins.requirements import mending, unmet_requirements  # noqa: PLC0415 - for a mistake only

        unmet = unmet_requirements()
        if not unmet:
            raise
        for one in unmet:
            sys.stderr.write(f"this installation is not whole: {one}\n")
        sys.stderr.write(f"mend it with: {mending(unmet)}\n")
        raise SystemExit(FAILED) from error
    return command_line


if __name__ == "__main__":
    main()
