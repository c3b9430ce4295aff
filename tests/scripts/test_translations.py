"""`scripts/translations.py`: which English the words of a language were made from."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "tests" / "data" / "words", tmp_path / "words")


def run(words: Path, *arguments: str) -> list[str]:
    script = ROOT / "scripts" / "translations.py"
    done = subprocess.run(
        [sys.executable, str(script), "--words", str(words), *arguments], capture_output=True, text=True, check=False
    )
    return (done.stdout + done.stderr).splitlines()


def test_a_change_of_the_english_makes_one_text_stale(words: Path) -> None:
    places = ["shared.leg", "calm.title", "calm.hush"]
    assert run(words, "xx") == [f"routines.{place}: has no mark" for place in places]
    assert run(words, "xx", "--made") == run(words, "xx") == []
    page = words / "en" / "routines.yaml"
    page.write_text(page.read_text("utf-8").replace("Hush now.", "Hush, hush."), "utf-8")
    assert run(words, "xx") == ["routines.calm.hush: the English has changed"]
    assert run(words, "xx", "--made", "routines.calm.title") == []
    assert run(words, "xx") == ["routines.calm.hush: the English has changed"]
    assert run(words, "xx", "--made", "routines.calm") == run(words, "xx") == []


def test_what_is_not_there_cannot_be_marked(words: Path) -> None:
    assert run(words, "xx", "--made", "routines.calm.hash")[-1].endswith("there is no 'routines.calm.hash' in xx")
    assert run(words, "yy")[-1].endswith(f"there is no folder {words / 'yy'}")
