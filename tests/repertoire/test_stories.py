"""Stories for a child who can answer: a line a stroke, hands that keep off the spine, and a say in all of it."""

from __future__ import annotations

import re

import pytest

from audioguide import repertoire
from audioguide.model.geometry import Landmark, resolve
from audioguide.model.routine import Ritual, Routine, SayStep, StrokeStep
from audioguide.planning.scriptwriter import write_script

STORIES = tuple(repertoire.routine(name) for name in ("toddler", "toddler-garden", "toddler-train"))
FLAT = ("flat-hand", "two-hands", "spread-fingers", "resting")
each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.id)


def ritual() -> Ritual:
    return repertoire.vocabulary().rituals["toddler"]


def told(story: Routine) -> list[StrokeStep]:
    return [step for step in story.sections[0].steps if isinstance(step, StrokeStep)]


def spoken(story: Routine, baby: str | None = None) -> str:
    script = write_script(story, repertoire.vocabulary().phrases["en"], baby=baby)
    return " ".join(cue.text for cue in script.cues)


@each_story
def test_a_story_has_six_strokes_on_the_back_with_a_line_each(story: Routine) -> None:
    lines = [step for step in told(story) if step.stroke.id != "story_back_weather"]
    assert len(lines) == 6
    assert {step.stroke.part for step in lines} == {"back"}
    assert len({step.stroke.cue.say("en") for step in lines}) == 6
    assert all(step.stroke.seconds * step.times.usual <= 30 for step in lines), "nobody waits for the next line"


@each_story
def test_fingers_never_touch_the_spine(story: Routine) -> None:
    landmarks = repertoire.vocabulary().landmarks

    def at(point: str) -> Landmark:
        return landmarks[resolve(point, "right")[0]]

    for step in told(story):
        if step.stroke.hands not in FLAT:
            for lane in step.stroke.path.lanes:
                for part in lane:
                    reach = part.numbers[0] if part.name == "circle" else 0.0
                    assert min(abs(at(point).x - 50) for point in part.points) > reach, step.stroke.id


@each_story
def test_a_child_chooses_and_may_say_stop(story: Routine) -> None:
    first = story.sections[0].steps[0]
    assert isinstance(first, SayStep)
    assert re.match(r"Ask where .*They can sit, stand or lie\.", first.text.say("en"))
    assert story.ritual == ritual()
    words = spoken(story)
    assert "may say stop" in words
    assert "ask where to put them" in words
    assert "Saying stop? Stop" in words
    assert "their turn" in words


@each_story
def test_a_child_of_a_year_is_not_called_a_baby(story: Routine) -> None:
    assert "your baby" not in spoken(story)
    assert "your child" in spoken(story)
    assert "Ask Mia what comes next." in spoken(story, baby="Mia")


def test_the_weather_ends_with_one_of_their_own() -> None:
    last = told(STORIES[0])[-1]
    assert last.stroke.id == "story_back_weather"
    assert last.cue
    assert "They choose" in last.cue.say("en")


def test_the_preparation_is_for_a_child_with_clothes_on() -> None:
    steps = [step.text.say("en") for step in ritual().preparation.steps if isinstance(step, SayStep)]
    full = " ".join(steps).lower()
    for thought in ("calm", "straight after a meal", "warm", "phone", "rings", "clothes stay on", "breathe"):
        assert thought in full
    assert "comfortably" in full
    assert "one hand" not in full, "said where it is so: with --one-hand"
    assert 90 <= len(full.split()) <= 150
