from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from audioguide.cli.tables import print_table

if TYPE_CHECKING:
    import pytest

ROWS = [{"name": "face", "from_weeks": 6}, {"name": "still-touch", "from_weeks": 0}]


def test_columns_are_as_wide_as_their_widest_cell(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(ROWS)
    assert capsys.readouterr().out == ("NAME         FROM WEEKS\nface         6\nstill-touch  0\n")


def test_a_table_may_be_indented_and_without_heads(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(ROWS, heads=False, indent="  ")
    assert capsys.readouterr().out == "  face         6\n  still-touch  0\n"


def test_one_column_has_no_head_and_no_rows_print_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([{"code": "en"}])
    print_table([])
    assert capsys.readouterr().out == "en\n"


def test_on_a_terminal_the_last_column_goes_on_below(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_table([{"state": "-", "what": "format m4b", "remark": "needs av; get it with: audioguide add formats"}])
    assert capsys.readouterr().out.splitlines() == [
        "STATE  WHAT        REMARK",
        "-      format m4b  needs av; get it",
        "                   with:",
        "                   audioguide add formats",
    ]


def test_no_cell_moves_the_cursor_or_turns_the_line_around(capsys: pytest.CaptureFixture[str]) -> None:
    print_table([{"name": "\x1b[2Jlegs", "title": "Every\u202eyad"}])
    assert capsys.readouterr().out == "NAME         TITLE\n\\x1b[2Jlegs  Every\\u202eyad\n"
