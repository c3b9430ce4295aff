"""Processes that build a catalogue hear no signal before they know what they are for, and leave no traceback."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from multiprocessing import popen_spawn_posix

import pytest

from audioguide.catalogue.pool import processes

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals that could wait")


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
