"""Where things are kept on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from audioguide.cache import Cache

OUTPUT = Path("output")
"""Sessions land here, in the folder that one is in."""


def cache_folder() -> Path:
    """Return ``AUDIOGUIDE_CACHE``, or the user's cache folder."""
    chosen = os.environ.get("AUDIOGUIDE_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("audioguide", appauthor=False)


def spoken_cues() -> Cache:
    """Return the cache of spoken cues."""
    return Cache(cache_folder())
