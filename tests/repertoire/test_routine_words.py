"""What a routine consists of: titles, ages, and what each of them says and does."""

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


def test_turning_a_baby_over_takes_its_time() -> None:
    for name in ("standard", "complete", "class"):
        back = next(section for section in repertoire.routine(name).sections if en(section.title) == "Back")
        (turn,) = (at for at, step in enumerate(back.steps) if isinstance(step, SayStep) and _turns(step))
        assert all(isinstance(step, SayStep) for step in back.steps[:turn])
        assert back.steps[turn + 1] == RestStep(shortest=samples(20), longest=samples(30))


def _turns(step: SayStep) -> bool:
    return "Turn your baby over" in en(step.text)
