"""A program that plays is gone when it was ended."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from audioguide.speakers.local import ending

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"


@pytest.mark.skipif(sys.platform == "win32", reason="there terminate is kill")
def test_one_that_does_not_go_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "_PATIENCE_SECONDS", 0.1)
    with subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE) as program:
        assert program.stdout
        program.stdout.readline()
        ending.end(program)
        assert program.returncode == -signal.SIGKILL
