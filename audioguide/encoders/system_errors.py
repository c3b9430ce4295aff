"""What the system refuses while a sound file is written, by its own name."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import soundfile
from mutagen import MutagenError

_PROBE_BYTES = 1 << 16


@contextlib.contextmanager
def system_errors(path: Path) -> Iterator[None]:
    """Raise the system's error, where libsndfile or mutagen makes one of its own of it.

    Neither says which it was, so the system is asked once more: the file is lost anyway.

    Args:
        path: what is being written.

    Raises:
        OSError: the disk is full, or whatever it is.
    """
    try:
        yield
    except (soundfile.LibsndfileError, MutagenError):
        with path.open("ab", buffering=0) as file:
            while file.write(bytes(_PROBE_BYTES)) < _PROBE_BYTES:
                pass  # the rest of the disk, and then its error
            os.fsync(file.fileno())
        raise
