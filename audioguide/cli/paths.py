"""The folders that the command line uses: output, cache and state."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from audioguide.cache import Cache, cache_folder
from audioguide.errors import ShelfError
from audioguide.state import write_state
from audioguide.state.places import user_folder

_TOKEN = re.compile(r"[0-9a-f]{32}")
OUTPUT = Path("output")
"""The default folder for sessions, in the working directory."""


def spoken_cues() -> Cache:
    """Return the cache of spoken cues."""
    return Cache(cache_folder().absolute())


def state_place() -> Path:
    """Return ``$AUDIOGUIDE_STATE``, or the user's state folder, where there may be none yet.

    Raises:
        ShelfError: there is no home.
    """
    chosen = os.environ.get("AUDIOGUIDE_STATE")
    return Path(chosen) if chosen else user_folder("state")


def state_folder() -> Path:
    """Return the folder for the state; it is created with mode 700.

    Raises:
        ShelfError: it cannot be created.
    """
    folder = state_place()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        msg = f"cannot keep anything in '{folder}': {error.strerror}; AUDIOGUIDE_STATE may name another folder"
        raise ShelfError(msg) from error
    return folder


def server_token(*, renew: bool) -> str:
    """Return the secret in the server's URLs; it is kept in a file, so that a podcast stays subscribed.

    A file that holds no such secret, or that others could have read, is written anew.
    """
    file = state_folder() / "token"
    known = "" if renew else _known_token(file)
    if not known:
        import secrets  # noqa: PLC0415 - imported late: few verbs serve anything

        known = secrets.token_hex(16)
        write_state(file, known)
    return known


def _known_token(file: Path) -> str:
    """Return the secret in a file; empty where there is none."""
    try:
        text = file.read_text("ascii").strip()
        if sys.platform != "win32" and file.stat().st_mode & 0o077:
            file.chmod(0o600)
            if not file.stat().st_mode & 0o077:
                return ""  # others could read it until now; where no file can be made private, it is kept
    except (OSError, ValueError):
        return ""
    return text if _TOKEN.fullmatch(text) else ""
