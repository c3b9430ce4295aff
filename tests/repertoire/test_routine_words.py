"""What a routine consists of: titles, ages, aims, and what each of them says and does."""

from __future__ import annotations

import pytest
from fakes.english import en, words

from audioguide import repertoire
from audioguide.model.routine import RestStep, Routine, SayStep, Section, StrokeStep
from audioguide.units import samples

ROUTINES = tuple(repertoire.routine(name) for name in repertoire.routines())

each_routine = pytest.mark.parametrize("routine", ROUTINES, ids=lambda routine: routine.id)


def strokes_in(sections: tuple[Section, ...]) -> list[StrokeStep]:
    return [step for section in sections for step in section.steps if isinstance(step, StrokeStep)]


@each_routine
def test_titles_are_short(routine: Routine) -> None:
    assert len(words(en(routine.title))) <= 4
    assert [en(section.title) for section in routine.sections if len(words(en(section.title))) > 3] == []


@each_routine
def test_the_ritual_is_not_repeated(routine: Routine) -> None:
    inside = {step.stroke.id for step in strokes_in(routine.sections)}
    assert inside & {"hand_rub_ask", "resting_hands", "whole_integration", "closing_hold"} == set()


@each_routine
def test_nobody_is_too_young_for_a_stroke(routine: Routine) -> None:
    """Clothed tummies under two weeks apart: `--age` takes them out."""
    young = {step.stroke.id for step in strokes_in(routine.sections) if step.stroke.from_age > routine.from_age}
    assert young == ({"tummy_clock"} if routine.id == "through-clothes" else set())


@each_routine
def test_a_section_that_stays_keeps_a_stroke(routine: Routine) -> None:
    for section in routine.sections:
        steps = [step for step in section.steps if isinstance(step, StrokeStep)]
        assert any(step.stroke.essential if step.optional is None else not step.optional for step in steps)


def test_ages() -> None:
    ages = {routine.id: routine.from_age for routine in ROUTINES}
    assert {name for name, weeks in ages.items() if weeks == 0} == {"first-days", "through-clothes", "still-touch"}
    assert ages["toddler"] > 52
    assert all(weeks == 6 for weeks in ages.values() if 0 < weeks < 52)


def test_every_aim_has_a_routine_and_still_touch_is_never_picked() -> None:
    aims = {routine.id: routine.aims for routine in ROUTINES}
    assert {aim for some in aims.values() for aim in some} == {"bonding", "calm", "sleep", "comfort", "movement"}
    assert aims["still-touch"] == ()


@pytest.mark.parametrize("name", ["tummy", "tummy-rounds"])
def test_tummy_comfort_is_six_six_six_with_the_knees_after_each(name: str) -> None:
    routine = repertoire.routine(name)
    first = routine.sections[0].steps[0]
    assert isinstance(first, SayStep)
    assert first.always
    assert "nobody's fault" in en(first.text)
    for section in routine.sections:
        steps = [step for step in strokes_in((section,)) if step.stroke.id != "tummy_rest"]
        assert [(step.stroke.id, step.times.usual) for step in steps[::3]] == [
            ("tummy_water_wheel_a", 6),
            ("tummy_sun_moon", 6),
            ("tummy_i_love_u", 6),
        ]
        assert {step.stroke.id for step in steps[1::3]} == {"knees_to_tummy"}
        assert {step.stroke.id for step in steps[2::3]} == {"leg_touch_relax"}


def test_bedtime_is_quiet_and_says_everything_before_the_last_two_minutes() -> None:
    routine = repertoire.routine("bedtime")
    parts = {step.stroke.part for step in strokes_in(routine.sections)}
    assert "movement" not in parts
    assert all(step.stroke.toward != "heart" for step in strokes_in(routine.sections))
    assert routine.ritual
    *before, hold, silence = routine.ritual.closing.steps
    always = " ".join(en(step.text) for step in before if isinstance(step, SayStep) and step.always)
    assert "on the back" in always
    assert "If they fall asleep, stop here" in always
    assert isinstance(hold, StrokeStep)
    assert isinstance(silence, RestStep)
    assert silence.shortest + samples(hold.times.fewest * hold.stroke.seconds) >= samples(120)


def test_still_touch_holds_and_the_care_team_comes_first() -> None:
    routine = repertoire.routine("still-touch")
    assert routine.ritual
    gate = routine.ritual.opening.steps[0]
    assert isinstance(gate, SayStep)
    assert gate.always
    assert "care team has agreed" in en(gate.text)
    everywhere = (*strokes_in(routine.sections), *strokes_in((routine.ritual.opening, *routine.ritual.ending)))
    assert {part.name for step in everywhere for lane in step.stroke.path.lanes for part in lane} == {"hold"}


def test_turning_a_baby_over_takes_its_time() -> None:
    for name in ("standard", "complete", "class"):
        back = next(section for section in repertoire.routine(name).sections if en(section.title) == "Back")
        say, rest = back.steps[:2]
        assert isinstance(say, SayStep)
        assert "Turn your baby over" in en(say.text)
        assert rest == RestStep(shortest=samples(20), longest=samples(30))
