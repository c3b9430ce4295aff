"""Processes that build a catalogue hear no signal before they know what they are for, and leave no traceback."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Collection
from multiprocessing import popen_spawn_posix
from pathlib import Path

import pytest

from audioguide.catalogue.pool import processes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals that could wait")

CLOSED = """\
import os
import signal

from audioguide.catalogue.pool import processes

def interrupt(*_):
    raise KeyboardInterrupt

if __name__ == "__main__":
    signal.signal(signal.SIGHUP, interrupt)
    try:
        with processes(2) as pool:
            pool.submit(len, "begun").result()
            os.killpg(0, signal.SIGHUP)
    except KeyboardInterrupt:
        print("interrupted")
"""
"""A program whose terminal is closed while its processes work."""


def waiting() -> set[int]:
    """Return the signals that wait in a process that is at work."""
    return {int(one) for one in signal.pthread_sigmask(signal.SIG_BLOCK, ())}


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_process_hears_signals_while_it_works() -> None:
    with processes(2) as pool:
        assert pool.submit(waiting).result(60) == set()
    assert waiting() == set()


def test_a_signal_waits_until_a_process_was_told_what_it_is_for(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What is interrupted before has started a process that finds nothing to read, and prints that."""
    begun: list[object] = []
    launch: Callable[[object, object], None] = vars(popen_spawn_posix.Popen)["_launch"]

    def starts(self: object, process: object) -> None:
        signal.raise_signal(signal.SIGTERM)
        launch(self, process)
        begun.append(process)

    monkeypatch.setattr(popen_spawn_posix.Popen, "_launch", starts)
    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        with pytest.raises(KeyboardInterrupt), processes(2) as pool:
            pool.submit(waiting)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert len(begun) == 1
    assert capfd.readouterr().err == ""


def test_a_signal_in_the_very_moment_in_which_they_are_to_wait_leaves_none_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Python handles what has come already as soon as the mask is set, and raises from there."""
    mask = signal.pthread_sigmask

    def interrupted(how: int, signals: Collection[int]) -> set[int]:
        before = mask(how, signals)
        if how == signal.SIG_BLOCK and signals:
            raise KeyboardInterrupt
        return {int(one) for one in before}

    monkeypatch.setattr(signal, "pthread_sigmask", interrupted)
    with pytest.raises(KeyboardInterrupt), processes(2):
        raise AssertionError
    assert waiting() == set()


def test_a_terminal_that_is_closed_leaves_no_traceback(tmp_path: Path) -> None:
    """The signal goes to all of its processes, also to the one in which Python writes down what they share."""
    (tmp_path / "closed.py").write_text(CLOSED, "utf-8")
    program = [sys.executable, str(tmp_path / "closed.py")]
    done = subprocess.run(program, start_new_session=True, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "interrupted\n", "")
