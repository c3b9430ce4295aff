"""Keys on a console of Windows, which are not those of a terminal."""

from __future__ import annotations

import sys
from queue import SimpleQueue
from types import SimpleNamespace

import pytest

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
        assert commands.get(timeout=10) == command
