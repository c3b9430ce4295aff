"""How a program that plays is ended."""

from __future__ import annotations

import subprocess

_PATIENCE_SECONDS = 3.0


def end(program: subprocess.Popen[bytes]) -> None:
    """End a program and wait until it is gone; one that does not go by itself is killed."""
    program.terminate()
    try:
        program.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
