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


def say(words: Path, language: str, old: str, new: str) -> None:
    page = words / language / "routines.yaml"
    page.write_text(page.read_text("utf-8").replace(old, new), "utf-8")


def test_a_change_of_the_english_makes_one_text_stale(words: Path) -> None:
    places = ["shared.leg", "calm.title", "calm.hush"]
    assert run(words, "xx") == [f"routines.{place}: has no mark" for place in places]
    assert run(words, "xx", "--made") == run(words, "xx") == []
    say(words, "en", "Hush now.", "Hush, hush.")
    assert run(words, "xx") == ["routines.calm.hush: the English has changed"]
    assert run(words, "xx", "--made", "routines.calm.title") == []
    assert run(words, "xx") == ["routines.calm.hush: the English has changed"]
    say(words, "xx", "Sula mi.", "Sula, sula.")
    assert run(words, "xx", "--made", "routines.calm") == run(words, "xx") == []


@pytest.mark.parametrize("everything", [[], ["routines"], ["routines.calm"]])
def test_words_that_did_not_change_with_their_english_are_not_marked_unless_they_are_named(
    words: Path, everything: list[str]
) -> None:
    run(words, "xx", "--made")
    say(words, "en", "Calm", "Calm now")
    say(words, "en", "Hush now.", "Hush, hush.")
    say(words, "xx", "Mira", "Mira na")
    assert run(words, "xx", "--made", *everything) == [
        "not marked; change the words, or name the place where they are still right:",
        "routines.calm.hush: the English has changed, and these words have not",
    ]
    assert run(words, "xx") == ["routines.calm.hush: the English has changed"], "the other is marked"
    assert run(words, "xx", "--made", "routines.calm.hush") == run(words, "xx") == run(words, "xx", "--made") == []


def test_what_is_not_there_cannot_be_marked(words: Path) -> None:
    assert run(words, "xx", "--made", "routines.calm.hash")[-1].endswith("there is no 'routines.calm.hash' in xx")
    assert run(words, "yy")[-1].endswith(f"there is no folder {words / 'yy'}")
