"""Catches what ALSA and JACK print, beside every error that PortAudio reports properly."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
from collections.abc import Iterator

log = logging.getLogger(__name__)

_STDERR = 2
"""The file descriptor: C libraries do not know `sys.stderr`."""


@contextlib.contextmanager
def native_stderr_caught() -> Iterator[None]:
    """Send what is written to file descriptor 2 to the debug log while entered. Other threads are affected too."""
    sys.stderr.flush()
    with tempfile.TemporaryFile() as caught:
        kept = os.dup(_STDERR)
        os.dup2(caught.fileno(), _STDERR)
        try:
            yield
        finally:
            os.dup2(kept, _STDERR)
            os.close(kept)
            caught.seek(0)
            for line in caught.read().decode("utf-8", "replace").splitlines():
                log.debug("%s", line)
