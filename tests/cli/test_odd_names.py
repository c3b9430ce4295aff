"""Whatever a file is called, no character of it moves the cursor or turns a line around."""

from __future__ import annotations

import json
import logging
import re
import sys
from pathlib import Path

import pytest
from fakes.program import FEATHER, call
from fakes.sessions import put_session

from audioguide.cli import DONE, FAILED
from audioguide.model.plain import is_plain, plain, plain_json

CLI = Path(__file__).parents[2] / "audioguide" / "cli"
ODD = "a\x1b[2J\u202eb\x9b\u200f"
WRITTEN = r"a\x1b[2J\u202eb\x9b\u200f"


def test_odd_characters_are_written_out_and_json_means_the_same() -> None:
    assert plain(ODD) == WRITTEN
    assert not is_plain(ODD)
    written = plain_json(json.dumps([ODD, "ä 🙂 \u200c"], ensure_ascii=False))
    assert is_plain(written)
    assert json.loads(written) == [ODD, "ä 🙂 \u200c"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such file names there")
def test_no_verb_prints_an_odd_name_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("output").mkdir()
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / ODD / "cache"))
    put_session(Path("output") / f"{ODD}.mp3", b"sound")
    Path(f"{ODD}.yaml").write_text(FEATHER, "utf-8")
    for command in (
        ("list", "sessions"),
        ("list", "sessions", "--json"),
        ("cache",),
        ("check", f"{ODD}.yaml"),
        ("check", "--strict", f"{ODD}.yaml"),
        ("show", f"{ODD}.yaml"),
        ("play", ODD),
        ("again", f"{ODD}.wav"),
        ("say", "Hum.", "-o", f"{ODD}/hum.wav"),
        ("card", f"{ODD}.yaml", "-o", f"{ODD}.html", "--svg", ODD),
        ("new", f"{ODD}.yaml"),
        ("record", "feather.yaml", "--to", ODD),
    ):
        outcome = call(*command)
        for line in f"{outcome.out}\n{outcome.err}".split("\n"):
            assert is_plain(line.replace("\t", "")), (command, line)
    assert WRITTEN in call("cache").out
    assert call("list", "sessions").out == ""  # one of such a name is left out, and the log says so
    assert logging.lastResort
    record = logging.makeLogRecord({"msg": "%s is left out", "args": (ODD,)})
    assert logging.lastResort.format(record) == f"{WRITTEN} is left out"


def test_results_are_printed_in_one_place() -> None:
    """Others print a bar that is redrawn, a table of plain cells, or what has no words of anybody in it."""
    printing = {path.name for path in CLI.glob("*.py") if "click.echo(" in path.read_text("utf-8")}
    assert printing == {"called.py", "tables.py", "progress.py", "play.py", "check.py", "__init__.py"}
    for name in ("tables.py", "progress.py", "called.py"):
        assert re.search(r"\b(plain|one_line)\(", (CLI / name).read_text("utf-8"))


def test_an_evening_of_400_digits_is_answered() -> None:
    outcome = call("show", f"five-evenings:{'9' * 400}")
    assert outcome.code == FAILED
    assert re.fullmatch(r"the course 'five-evenings' has 5 evenings; .*9{5,}\.\.\.9{5,}\n", outcome.err)
    assert len(outcome.err) < 150
    assert call("show", "five-evenings:02").code == DONE
