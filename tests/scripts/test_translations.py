"""`scripts/translations.py`: which English the words of a language were made from."""

from __future__ import annotations

import runpy
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "tests" / "data" / "words", tmp_path / "words")


def run(words: Path, *arguments: str) -> list[str]:
    """Run the script, in this process, for speed, and return what it prints."""
    script = str(ROOT / "scripts" / "translations.py")
    with pytest.MonkeyPatch.context() as patch, StringIO() as printed:
        patch.setattr(sys, "argv", [script, "--words", str(words), *arguments])
        with redirect_stdout(printed), redirect_stderr(printed), suppress(SystemExit):
            runpy.run_path(script, run_name="__main__")
        return printed.getvalue().splitlines()


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
