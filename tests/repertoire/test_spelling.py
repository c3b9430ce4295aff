"""Every word of five languages stands in a dictionary, or in a list that somebody has read: benchmarks/spelling.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LISTS = ROOT / "tests" / "data" / "languages"


@pytest.mark.real
@pytest.mark.parametrize("language", ["de", "es", "fr", "it", "pt"])
def test_nothing_is_misspelt(language: str) -> None:
    program = ROOT / "benchmarks" / "spelling.py"
    done = subprocess.run([sys.executable, program, language], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.real
def test_a_slip_is_found(tmp_path: Path) -> None:
    words = tmp_path / "audioguide" / "repertoire" / "words" / "de"
    words.mkdir(parents=True)
    (words / "strokes-legs.yaml").write_text("leg_rest:\n  cue: Leg beide Hännde auf die Beine.\n", "utf-8")
    program = (
        f"import spelling, pathlib; spelling.WORDS = pathlib.Path({str(words.parent)!r}); print(spelling.unknown('de'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT / "benchmarks", capture_output=True, text=True, check=False
    )
    assert done.stdout == "{'Hännde': 'strokes-legs.leg_rest.cue'}\n"
