"""The folders that the command line uses: output, cache and state."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import platformdirs

from audioguide.cache import Cache
from audioguide.state import write_state

OUTPUT = Path("output")
"""The default folder for sessions, in the working directory."""


def cache_folder() -> Path:
    """Return ``$AUDIOGUIDE_CACHE``, or the user's cache folder."""
    chosen = os.environ.get("AUDIOGUIDE_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("audioguide", appauthor=False)


def spoken_cues() -> Cache:
    """Return the cache of spoken cues."""
    return Cache(cache_folder())


def state_folder() -> Path:
    """Return ``$AUDIOGUIDE_STATE``, or the user's state folder; it is created with mode 700."""
    chosen = os.environ.get("AUDIOGUIDE_STATE")
    folder = Path(chosen) if chosen else platformdirs.user_state_path("audioguide", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def server_token(*, renew: bool) -> str:
    """Return the secret in the server's URLs; it is kept in a file, so that a podcast stays subscribed."""
    file = state_folder() / "token"
    if renew or not file.is_file():
        write_state(file, secrets.token_hex(16))
    return file.read_text("ascii").strip()
