"""The line that tells how far it has come, and nothing where nobody is watching."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import redirect_stderr
from io import BytesIO, TextIOWrapper

import pytest

from audioguide.cli.progress import ProgressLine


class Terminal(TextIOWrapper):
    """A terminal that remembers what was written on it."""

    def __init__(self) -> None:
        self.bytes = BytesIO()
        super().__init__(self.bytes, "utf-8", write_through=True)

    def isatty(self) -> bool:
        return True

    @property
    def written(self) -> list[str]:
        """What was written after each return to the line's beginning."""
        return self.bytes.getvalue().decode().split("\r")[1:]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """60 columns wide."""
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((60, 24)))
    return Terminal()


def test_the_cue_that_is_being_spoken_is_shown(terminal: Terminal) -> None:
    with redirect_stderr(terminal), ProgressLine() as progress:
        progress("speaking", 12, 48, "Hold the leg.")
        assert terminal.written == [f"speaking  {'█' * 6}{'░' * 18}  25 %  Hold the leg."]


def test_a_long_cue_is_cut_to_the_terminal_and_a_short_one_wipes_it_out(terminal: Terminal) -> None:
    with redirect_stderr(terminal), ProgressLine() as progress:
        progress("speaking", 0, 48, "Your baby awake and calm, forty-five minutes after a feed.")
        progress("speaking", 1, 48, "Hold.")
    long, short, wiped, _ = terminal.written
    assert len(long) == 59
    assert long.endswith("Your baby awake …")
    assert len(short) == 59
    assert short.rstrip().endswith("Hold.")
    assert not wiped.strip()


def test_in_a_pipe_it_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressLine() as progress:
        progress("speaking", 1, 2, "Hold.")
    assert capsys.readouterr() == ("", "")


def test_the_time_left_is_told_by_the_pace_of_the_stage(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 101.0, 110.0, 111.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    with redirect_stderr(terminal), ProgressLine() as progress:
        progress("mixing", 0, 100, "")
        progress("mixing", 1, 100, "")
        progress("mixing", 10, 100, "")
        progress("speaking", 1, 2, "Hold.")
        shown = [line.rstrip().rsplit("%", 1)[1].strip() for line in terminal.written]
    assert shown == ["", "", "1m30s left", "Hold."]
