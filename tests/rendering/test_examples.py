"""The example of each trade is made: planned for a check, and rendered with a voice that costs nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes.voices import ToneVoice

from audioguide.cache import Cache
from audioguide.planning.finder import estimated
from audioguide.planning.planner import plan
from audioguide.rendering.cards import cards_page
from audioguide.rendering.check import check_file
from audioguide.rendering.find import find_routine, is_for_use
from audioguide.rendering.render import render
from audioguide.rendering.request import prepare
from audioguide.rendering.shelf import Shelf

FOLDER = Path(__file__).parents[2] / "docs" / "examples"
EXAMPLES = [file for file in sorted(FOLDER.glob("*.yaml")) if not is_for_use(file.read_text("utf-8"))]
each_example = pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)


def test_there_is_one_of_each_trade() -> None:
    assert {file.stem for file in EXAMPLES} == {
        "breath-4-7-8",
        "dog-massage",
        "intervals",
        "knee-exercises",
        "older-care",
        "salutation",
        "voice-warm-up",
    }


@each_example
def test_its_cards_are_drawn(file: Path) -> None:
    routine = find_routine(str(file))
    assert "<svg" in cards_page(file.stem, routine, routine.language)


@each_example
def test_it_has_no_warning_and_can_be_planned(file: Path) -> None:
    assert check_file(str(file)) == ()
    script = prepare(file, voice="system").script
    assert plan(script, estimated(script)).beats


@pytest.mark.real
@each_example
def test_it_is_rendered(file: Path, tmp_path: Path) -> None:
    request = replace(prepare(file, voice="system"), voice=ToneVoice())
    made = render(request, Cache(tmp_path / "cache"), Shelf(tmp_path / "output"), workers=1)
    assert made.path.stat().st_size > 100_000
    assert made.chapters
