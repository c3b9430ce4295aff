"""What docs/performance.md says is what was measured."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = runpy.run_path(str(ROOT / "benchmarks" / "report.py"))


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
