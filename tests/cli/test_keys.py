"""Keys on a terminal, and on a console of Windows, whose keys are not those of a terminal."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from types import SimpleNamespace

import pytest
from fakes.waiting import PATIENCE, until

from audioguide.cli.keys import key_commands
from audioguide.player.playback import Order


@pytest.mark.parametrize(
    ("pressed", "command"), [([b" "], "toggle"), ([b"\xe0", b"M"], "next"), ([b"\x00", b"K"], "back"), ([b"q"], "stop")]
)
def test_a_key_on_windows_is_a_command(pressed: list[bytes], command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(pressed)
    waiting = iter([True])
    console = SimpleNamespace(kbhit=lambda: next(waiting, False), getch=lambda: next(keys))
    monkeypatch.setitem(sys.modules, "msvcrt", console)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    commands = SimpleQueue[Order]()
    with key_commands(commands):
        assert commands.get(timeout=PATIENCE) == command


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """What is written there is pressed on the terminal of this program."""
    if sys.platform == "win32":
        pytest.skip("Windows has no such terminals")
    keyboard, terminal = os.openpty()
    with os.fdopen(keyboard, "wb"), os.fdopen(terminal) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield keyboard


@pytest.mark.parametrize(
    ("pressed", "expected"),
    [
        ([b"++"], ["louder", "louder"]),
        ([b"\x1b[C\x1b[C\x1bOD"], ["next", "next", "back"]),
        ([b"\x1b", b"[C"], ["next"]),
        ([b"\x1b[", b"C-"], ["next", "quieter"]),
        ([b"\x1b[A\x1bOQ\x1b[15~\x1bq\x1b[1;5C+"], ["louder"]),  # up, F2, F5, Alt+q, Ctrl+right: no keys of ours
    ],
    ids=["twice", "arrows", "cut after escape", "cut within", "others"],
)
def test_keys_that_come_at_once_or_in_pieces_are_all_commands(
    keyboard: int, pressed: list[bytes], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audioguide.cli.keys._REST_SECONDS", PATIENCE)  # between two pieces
    commands = SimpleQueue[Order]()
    with key_commands(commands):
        for piece in pressed:
            os.write(keyboard, piece)
        assert [commands.get(timeout=PATIENCE) for _ in expected] == expected
    with pytest.raises(Empty):
        commands.get_nowait()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_terminal_that_is_gone_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """A session goes on without it, where `nohup` keeps it."""
    keyboard, terminal = os.openpty()
    threads = threading.active_count()
    with os.fdopen(terminal) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        with key_commands(SimpleQueue()):
            assert threading.active_count() == threads + 1
            os.close(keyboard)
            until(lambda: threading.active_count() == threads)
