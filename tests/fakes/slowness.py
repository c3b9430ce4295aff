"""How slow this computer is: what a promise in seconds allows for."""

from __future__ import annotations

import subprocess
import sys
import time
from functools import cache

_USUAL_SECONDS = 0.7
"""What loading the verb takes where the promises in seconds were made."""


@cache
def late_seconds() -> float:
    """Return by how much longer than usual the program takes to load here, at best of three; twice that is allowed."""
    took = []
    for _ in range(3):
        start = time.monotonic()
        subprocess.run([sys.executable, "-c", "import audioguide.cli.play"], check=True)
        took.append(time.monotonic() - start)
    return 2 * max(0.0, min(took) - _USUAL_SECONDS)
