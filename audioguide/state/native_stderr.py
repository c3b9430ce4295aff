"""Catches what C libraries print past Python, beside every error that they report properly: ALSA, JACK, libmpg123."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import tempfile
import threading
from collections.abc import Iterator

log = logging.getLogger(__name__)

_STDERR = 2
"""The file descriptor: C libraries do not know `sys.stderr`."""
_ONE_AT_A_TIME = threading.Lock()
"""The second of two would put back the file of the first, for good."""


@contextlib.contextmanager
def native_stderr_caught() -> Iterator[None]:
    """Send what is written to file descriptor 2 to the debug log while entered. Other threads are affected too."""
    sys.stderr.flush()
    with _ONE_AT_A_TIME, tempfile.TemporaryFile() as caught:
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
