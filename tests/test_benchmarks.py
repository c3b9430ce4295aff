"""What the tables in docs/ say is what was measured, and of what there is today."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from audioguide import repertoire
from audioguide.repertoire import beds

ROOT = Path(__file__).parents[1]
PAGES, REPORT, SPELLING, VOICES = (
    runpy.run_path(str(ROOT / "benchmarks" / f"{name}.py")) for name in ("pages", "report", "spelling", "voices")
)
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="this benchmark needs Linux")
BUILD_OF_THREE = """
import pathlib, signal, sys
print("making", flush=True)
for name in "abc":
    pathlib.Path(sys.argv[1], name + ".mp3").touch()
signal.pause()
"""
"""It makes three sessions, and waits to be killed."""
LANGUAGES = """\
| language | texts | MOS |
|---|--:|--:|
| `de` | 1232 | 2.82 |
| `fr` | 1232 | not measured |"""


def test_the_tables_the_sentences_and_the_picture_are_those_of_the_results() -> None:
    results = REPORT["read"]()
    page = (ROOT / "docs" / "performance.md").read_text("utf-8")
    tables = list(REPORT["tables"](results))
    assert len(tables) == len(results)
    told = "\n\n".join((REPORT["BEGIN"], *tables, *REPORT["sentences"](results), REPORT["END"]))
    assert told in page
    assert (ROOT / "docs" / "performance.svg").read_text("utf-8") == REPORT["picture"](results)


def test_the_sentences_say_what_can_be_read_off_the_tables() -> None:
    """CPU seconds beside LAME 5: all of them are the encoder's, and later half; a minute costs half as much."""
    names = ("LAME 7 alone", "audioguide, one core", "audioguide, two cores")
    cpu = {"5": (0.8, 0.8, 0.8), "60": (0.5, 1.0, 0.4)}
    results = {
        minutes: {name: [0, 0, 0, ratio] for name, ratio in zip(names, ratios, strict=True)}
        for minutes, ratios in cpu.items()
    }
    lame, long = (sentence.replace("\n", " ") for sentence in REPORT["sentences"](results))
    assert lame == (
        "In sessions of 5 and 60 minutes, LAME takes 100 and 50 % of our CPU seconds on one core; at quality 5 it "
        "would take 100 and 67 %."
    )
    assert long == (
        "On two cores, a minute of a session of 60 minutes costs 50 % less CPU than a minute of one of 5, each as a "
        "multiple of LAME 5 alone."
    )
    assert list(REPORT["sentences"]({"5": results["5"]})) == [
        "In sessions of 5 minutes, LAME takes 100 % of our CPU seconds on one core; at quality 5 it would take 100 %."
    ]


@pytest.mark.parametrize("session", ["everyday", "bedtime"])
def test_every_row_of_how_a_session_sounds_is_on_its_page(session: str) -> None:
    """Otherwise: python benchmarks/sound.py --quick --doc."""
    rows = (ROOT / "benchmarks" / "sound.py").read_text("utf-8").partition("\nROWS: ")[2].partition("\n)\n")[0]
    page = (ROOT / "docs" / "sound.md").read_text("utf-8")
    table = page.partition(f"<!-- python benchmarks/sound.py --doc: {session} -->")[2].partition("<!-- end -->")[0]
    told = re.findall(r"^\| (\S[^|]*) \|", table, re.MULTILINE)
    assert told
    assert told == re.findall(r'\(\s*"([^"]+)",\s*lambda', rows)


def test_a_number_of_runs_that_fits_no_length_is_refused_before_anything_is_measured() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "run.py"), "--minutes", "15", "--repeat", "3", "1"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.endswith("error: --repeat has 2 numbers for 1 lengths\n")


@ON_LINUX
def test_lame_5_alone_runs_between_every_two_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    run = runpy.run_path(str(ROOT / "benchmarks" / "run.py"))
    called: list[str] = []

    def call(name: str, *_: object) -> Any:
        called.append(name)
        return run["Run"](wall=1.0, cpu=1.0, peak=1.0)

    commands = run["measured"].__globals__
    monkeypatch.setitem(commands, "lame", lambda _job, _core, quality=5: call(f"LAME {quality}"))
    monkeypatch.setitem(commands, "ours", partial(call, "audioguide"))
    run["measured"](None, 2, {"ffmpeg": partial(call, "ffmpeg")})
    assert called[::2] == ["LAME 5"] * 9
    assert called[1::2] == ["LAME 7", "audioguide", "audioguide", "ffmpeg"] * 2


@ON_LINUX
def test_a_quick_run_says_nothing_of_what_was_published(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    run = runpy.run_path(str(ROOT / "benchmarks" / "run.py"))
    rows = {name: [1.0, 1.0, 1.0, 1.0, 10, 1] for name in REPORT["ORDER"][:4]}
    monkeypatch.setitem(run["main"].__globals__, "prepared", lambda *_, **__: SimpleNamespace(clips=[]))
    monkeypatch.setitem(run["main"].__globals__, "measured", lambda *_: rows)
    monkeypatch.setattr(sys, "argv", ["run.py", "--quick"])
    run["main"]()
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("In sessions of 1.1 minutes, LAME takes 100 % of our CPU seconds on one core;")


@ON_LINUX
def test_a_build_that_ends_before_it_is_killed_is_no_result(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    catalogue = runpy.run_path(str(ROOT / "benchmarks" / "catalogue.py"))
    build = [sys.executable, "-c", BUILD_OF_THREE, str(tmp_path)]
    kills = ((count, lambda pid: os.kill(pid, signal.SIGKILL)) for count in (3, 5))
    with pytest.raises(SystemExit, match=r"ended before it was to be killed, at \[5\] sessions"):
        catalogue["build_and_kill"](build, dict(os.environ), tmp_path, *kills)
    assert capsys.readouterr().out == "0 were there, killed at [3], left -9, 3 are there, 0 made again: making\n"


def test_as_many_texts_as_each_language_is_said_to_have() -> None:
    page = (ROOT / "docs" / "languages.md").read_text("utf-8")
    table = page.split("<!-- python benchmarks/languages.py --doc -->")[1].split("<!-- end -->")[0]
    told = {language: int(count) for language, count in re.findall(r"^\| `(\w+)` \| (\d+) \|", table, re.MULTILINE)}
    assert told == {language: SPELLING["text_count"](language) for language in repertoire.languages()}


def test_as_many_cues_and_words_as_each_voice_is_said_to_have_spoken() -> None:
    page = (ROOT / "docs" / "voices.md").read_text("utf-8")
    rows = re.findall(r"^\| [^|]+ \| (\w\w) \| (\d+) \| (\d+) \|", page, re.MULTILINE)
    assert len(rows) > 10
    for language in {language for language, *_ in rows}:
        words = VOICES["words_by_text"](VOICES["cues"]("system", language), language)
        cues, count = str(len(words)), str(sum(map(len, words.values())))
        told = {(cues, count) for one, cues, count in rows if one == language}
        assert told == {(cues, count)} or f"today it has {cues} cues of {count} words" in page, language


def test_every_bed_is_measured_in_a_row() -> None:
    page = (ROOT / "docs" / "sound.md").read_text("utf-8")
    table = page.split("<!-- python benchmarks/sound.py --doc: beds -->")[1].split("<!-- end -->")[0]
    assert sorted(re.findall(r"^\| (\w+) \| -\d", table, re.MULTILINE)) == sorted({*beds.names()} - {"none"})


@pytest.mark.parametrize(
    ("new", "told"),
    [
        ("| `fr` | 1240 | 3.20 |", ["| `de` | 1232 | 2.82 |", "| `fr` | 1240 | 3.20 |"]),
        ("| `fr` | 1240 | not measured |", ["| `de` | 1232 | 2.82 |", "| `fr` | 1240 | not measured |"]),
        ("| `de` | 1240 | not measured |", ["| `de` | 1232 | 2.82 |", "| `fr` | 1232 | not measured |"]),
        ("| `it` | 1240 | 3.30 |", [*LANGUAGES.splitlines()[2:], "| `it` | 1240 | 3.30 |"]),
    ],
)
def test_a_row_takes_the_place_of_its_own_and_of_no_figure_that_it_lacks(new: str, told: list[str]) -> None:
    head = LANGUAGES.splitlines()[:2]
    assert PAGES["merged"](LANGUAGES, "\n".join((*head, new))).splitlines() == [*head, *told]


def test_rows_of_other_columns_take_the_place_of_all_or_of_none() -> None:
    new = "| language | texts | sounds | MOS |\n|---|--:|--:|--:|\n| `fr` | 1240 | 2.0 % | 3.20 |"
    whole = f"{new}\n| `de` | 1240 | 3.0 % | 2.90 |"
    assert set(PAGES["merged"](LANGUAGES, whole).splitlines()) == set(whole.splitlines())
    for part in (new, f"{new}\n| `de` | 1240 | 3.0 % | not measured |"):
        with pytest.raises(SystemExit, match="has other columns, so no row of it can stay: `de`"):
            PAGES["merged"](LANGUAGES, part)


def test_a_row_that_cannot_stand_in_its_page_is_refused_before_anything_is_measured(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "benchmarks", tmp_path / "benchmarks")
    page = tmp_path / "docs" / "languages.md"
    page.parent.mkdir()
    page.write_text(f"<!-- python benchmarks/languages.py --doc -->\n{LANGUAGES}\n<!-- end -->\n", "utf-8")
    command = [sys.executable, str(tmp_path / "benchmarks" / "languages.py"), "fr", "--doc"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.endswith("error: the table in docs/languages.md has other columns; measure all languages\n")
