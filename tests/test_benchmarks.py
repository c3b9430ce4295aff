"""What the tables in docs/ say is what was measured, and of what there is today."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from pathlib import Path

from audioguide import repertoire
from audioguide.repertoire import beds

ROOT = Path(__file__).parents[1]
REPORT, SPELLING, VOICES = (
    runpy.run_path(str(ROOT / "benchmarks" / f"{name}.py")) for name in ("report", "spelling", "voices")
)


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


def test_a_number_of_runs_that_fits_no_length_is_refused_before_anything_is_measured() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "run.py"), "--minutes", "15", "--repeat", "3", "1"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.endswith("error: --repeat has 2 numbers for 1 lengths\n")


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
