"""`audioguide card --signs` and `--diary`: pages of words to print."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from fakes.program import call

from audioguide import repertoire
from audioguide.cli import DONE, FAILED, USAGE
from audioguide.errors import AudioguideError, RoutineError
from audioguide.pictures.cards import sheet_page, sheet_pdf
from audioguide.reader.sheets import read_sheets
from audioguide.rendering.cards import diary

pytestmark = pytest.mark.usefixtures("empty_folder")


def words(page: Path) -> str:
    text = " ".join(re.sub("<style>.*?</style>|<[^>]+>", " ", page.read_text("utf-8"), flags=re.DOTALL).split())
    return text.replace("&#x27;", "'")


def test_the_page_of_signs_has_the_signs_in_three_rows_and_when_to_call_for_help() -> None:
    run = call("card", "--signs")
    assert (run.code, run.err) == (DONE, "")
    assert run.out.startswith("output/signs.html  open it in a browser")
    text = words(Path("output/signs.html"))
    order = ["Go on", "Bright eyes", "Rest your hands", "Yawning", "Stop, and hold", "Arching", "Call for help", "limp"]
    places = [text.index(word) for word in order]
    assert places == sorted(places)
    assert "Emergency number here:" in text


def test_the_old_name_of_the_option_is_understood_and_not_shown() -> None:
    assert call("card", "--cues").out == call("card", "--signs").out
    assert "--cues" not in call("card", "--help").out


def test_nothing_on_the_page_comes_from_elsewhere() -> None:
    call("card", "--signs")
    assert not re.search(r"https?:|src=|url\((?!data:)|@import", Path("output/signs.html").read_text("utf-8"))


def test_the_diary_of_the_tummy_week_has_two_rows_a_day() -> None:
    run = call("card", "--diary", "tummy-week", "-o", "diary.html")
    assert run.code == DONE
    page = Path("diary.html")
    rows = re.findall(r'<th scope="row">([^<]*)</th>', page.read_text("utf-8"))
    assert len(rows) == 14
    assert rows[:3] == ["Day one, early", "Day one, later", "Day two, early"]
    text = words(page)
    for thought in (
        "When to ask a doctor",
        "Colic is nobody's fault",
        "Get help at once",
        "38 °C",
        "empty row is fine",
    ):
        assert thought in text
    assert not re.search("cure|treat|reliev|should|must", text)


@pytest.mark.parametrize("page", [("--signs",), ("--diary", "tummy-week")])
def test_both_are_one_sheet_of_paper(page: tuple[str, ...]) -> None:
    pytest.importorskip("typst")
    for paper in ("a4", "letter"):
        assert call("card", *page, "--paper", paper, "-o", f"{paper}.pdf").code == DONE
        content = Path(f"{paper}.pdf").read_bytes()
        assert content.startswith(b"%PDF")
        assert b"/Marked true" in content
        if reader := shutil.which("pdftotext"):
            seen = subprocess.run([reader, f"{paper}.pdf", "-"], capture_output=True, check=True).stdout.decode()
            assert seen.count("\f") == 1
            assert "help at once" in seen


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils")
def test_words_that_one_page_does_not_hold_go_on_on_another() -> None:
    pytest.importorskip("typst")
    sheet = repertoire.sheets("en")["cues"]
    lines = tuple(f"{number} times slower, and softer, too." for number in range(1, 29))
    longer = replace(sheet, blocks=tuple(replace(block, lines=lines) for block in sheet.blocks))
    command = [str(shutil.which("pdftotext")), "-", "-"]
    seen = subprocess.run(command, input=sheet_pdf(longer), capture_output=True, check=True).stdout.decode()
    assert seen.count("\f") == 2
    assert [seen.count(line) for line in lines[9:]] == [len(sheet.blocks)] * 19  # "10 times" has no "0 times" in it


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler-utils")
@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "it", "pt"])
@pytest.mark.parametrize(("course", "least"), [("tummy-week", 14.0), ("five-evenings", 30.0)])
def test_a_row_of_a_diary_has_room_for_a_pen(course: str, least: float, language: str) -> None:
    """In millimetres from row to row on A4, in English never under 15."""
    pytest.importorskip("typst")
    sheet = diary(repertoire.course(course), language)
    command = [str(shutil.which("pdftotext")), "-bbox", "-", "-"]
    seen = subprocess.run(command, input=sheet_pdf(sheet), capture_output=True, check=True).stdout.decode()
    found = re.findall(r'xMin="([0-9.]+)" yMin="([0-9.]+)"[^>]*>([^<]*)<', seen)
    begun = {row.split()[0] for row in sheet.rows}
    tops = [float(y) * 25.4 / 72 for x, y, word in found if float(x) < 32 and float(y) > 60 and word in begun]
    assert len(tops) == len(sheet.rows)
    assert min(after - before for before, after in pairwise(tops)) >= (max(least, 15) if language == "en" else least)


def test_a_call_for_help_is_told_from_a_stop_without_colour() -> None:
    """A frame and a mark of exclamation, in every language and on every sheet, and nowhere else."""
    for language in ("en", "de", "es", "fr", "it", "pt"):
        marks = {name: [block.mark for block in sheet.blocks] for name, sheet in repertoire.sheets(language).items()}
        assert marks["cues"] == ["go", "rest", "stop", "help"]
        assert marks["diary"] == ["rest", "rest", "help"]
        assert marks["when-not"].count("help") == 1
    page = sheet_page(repertoire.sheets("en")["cues"])
    assert '.help h2::before { content: "! "; }' in page
    assert ".help { border: .25rem solid" in page


def test_one_thing_at_a_time() -> None:
    assert call("card", "everyday", "--signs").code == USAGE
    assert call("card", "--signs", "--diary", "tummy-week").code == USAGE
    assert call("card", "--signs", "--svg", "pictures").code == USAGE


def test_a_course_or_a_language_that_is_not_there_is_told() -> None:
    run = call("card", "--diary", "tummy-weak")
    assert (run.code, run.err) == (FAILED, "there is no course 'tummy-weak'; did you mean 'tummy-week'?\n")
    with pytest.raises(AudioguideError, match="there are no sheets to print in 'nl', only in de, en, es, fr, it, pt"):
        repertoire.sheets("nl")


def test_a_mistake_in_a_sheet_is_told_with_its_line() -> None:
    text = "version: 1\nsheets:\n  cues:\n    title: Signs\n    blocks: [{title: Go on, mark: green, lines: [Eyes]}]\n"
    with pytest.raises(RoutineError, match=r"sheets\.yaml:5: mark: 'green' is not possible; possible are go, rest"):
        read_sheets(text, source="sheets.yaml", language="en")
