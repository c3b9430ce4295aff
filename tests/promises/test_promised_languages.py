"""What a family hears in its own language: the same routines, the same contact, and the right side."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from fakes.planned import plan_of

from audioguide import repertoire
from audioguide.model.routine import Guidance
from audioguide.model.timeline import Beat, Say
from audioguide.units import parse_duration

pytestmark = pytest.mark.no_cover  # all routines at many lengths: what runs is shown by quicker tests

TABLES = Path(__file__).parents[1] / "data" / "languages"
ENGLISH = {"right": r"\bright\b", "left": r"\bleft\b"}
LANGUAGES = tuple(language for language in repertoire.languages() if language != "en")

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_routine = pytest.mark.parametrize("name", repertoire.routines())


@each_language
@each_routine
def test_every_routine_lasts_about_as_long_as_in_english(name: str, language: str) -> None:
    assert plan_of(name, language=language).length == pytest.approx(plan_of(name).length, rel=0.15)


@pytest.mark.parametrize("language", repertoire.languages())
@each_routine
def test_getting_ready_takes_about_a_minute_and_a_half_for_those_who_learn(name: str, language: str) -> None:
    """In seconds, with the notes before the first word: 90 at most in English, 105 in the others."""
    ready = plan_of(name, "learn", language=language).chapters[0]
    assert 60 <= (ready.end - ready.start) / 44_100 <= (90 if language == "en" else 105)


@each_language
def test_ten_minutes_of_everyday_have_their_contact_and_all_their_parts(language: str) -> None:
    ten_minutes = parse_duration("10m")
    timeline = plan_of("everyday", length=ten_minutes, language=language)
    roles = [say.role for say in timeline.says]
    assert timeline.length == 26_460_000
    assert len(timeline.chapters) == len(plan_of("everyday", length=ten_minutes).chapters)
    assert roles.count("check") >= 2
    assert roles.count("prompt") >= 2
    assert [gone for gone in timeline.left_out if gone.kind == "part"] == []


@each_language
@each_routine
def test_a_chapter_of_one_side_names_that_side(name: str, language: str) -> None:
    table: dict[str, Any] = yaml.safe_load((TABLES / f"{language}.yaml").read_text("utf-8"))
    timeline, english = plan_of(name, "learn", language=language), plan_of(name, "learn")
    assert len(timeline.chapters) == len(english.chapters)
    for chapter, original in zip(timeline.chapters, english.chapters, strict=True):
        side = original.title.partition(" ")[0].lower()
        if side in ("right", "left"):
            other = "left" if side == "right" else "right"
            assert re.search(table[side], chapter.title, re.IGNORECASE), chapter.title
            assert not re.search(table[other], chapter.title, re.IGNORECASE), chapter.title
            within = range(chapter.start, chapter.end)
            sides = {event.side for event in timeline.events if isinstance(event, Beat) and event.start in within}
            assert sides <= {side, "both", "midline"}


@pytest.mark.parametrize("language", repertoire.languages())
@pytest.mark.parametrize("guidance", ["learn", "practised"])
def test_what_is_said_of_a_stroke_on_one_side_names_no_other_side(language: str, guidance: Guidance) -> None:
    table = yaml.safe_load((TABLES / f"{language}.yaml").read_text("utf-8")) if language != "en" else ENGLISH
    named = 0
    for name in repertoire.routines():
        said: list[str] = []
        for event in plan_of(name, guidance, language=language).events:
            if isinstance(event, Say) and event.role in ("section", "name", "cue", "teach", "caution"):
                said.append(event.text)
            elif isinstance(event, Beat):
                if event.side in ("right", "left"):
                    other = table["left" if event.side == "right" else "right"]
                    assert [text for text in said if re.search(other, text, re.IGNORECASE)] == [], name
                    named += any(re.search(table[event.side], text, re.IGNORECASE) for text in said)
                said = []
    assert named >= 20
