"""Where this program keeps things for its user."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from audioguide.errors import ShelfError


def user_folder(kind: Literal["cache", "data", "state"]) -> Path:
    """Return this program's folder below the user's home, where the system has such things.

    Raises:
        ShelfError: there is no home.
    """
    import platformdirs  # noqa: PLC0415 - imported late: what says that it is missing is loaded without it

    try:
        folder = Path(getattr(platformdirs, f"user_{kind}_path")("audioguide", appauthor=False))
    except RuntimeError:  # where older versions return the sign for it
        folder = Path("~")
    if not folder.is_absolute():
        raise ShelfError("nobody knows where your home is; set the variable HOME to a folder of yours")
    return folder
