"""A routine cut to a family."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.scripts import PHRASES, RITUAL, routine, step, stroke, text

from audioguide.errors import AudioguideError
from audioguide.model.routine import Guidance, Routine, SayStep, Section, StrokeStep
from audioguide.planning.scriptwriter import write_script
from audioguide.planning.tailor import tailor

DOWN = stroke("down", instead="up")
UP = stroke("up", toward="heart")
SOLE = stroke("sole", part="foot")
CLOCK = stroke("clock", part="tummy", sides="midline", from_age=2.0)
BROW = stroke("brow", part="face", sides="both", from_age=6.0)
STROKES = {one.id: one for one in (DOWN, UP, SOLE, CLOCK, BROW)}

LEGS = Section(title=text("{side} leg"), sides="each", steps=(step(DOWN), step(SOLE), SayStep(text=text("Hum."))))
TUMMY = Section(title=text("Tummy"), steps=(step(CLOCK),))
FACE = Section(title=text("Face"), steps=(step(BROW),))
ROUTINE = routine(LEGS, TUMMY, FACE)


def strokes(of: Routine) -> list[str]:
    return [one.stroke.id for section in of.sections for one in section.steps if isinstance(one, StrokeStep)]


@pytest.mark.parametrize(
    ("parts", "left"),
    [
        (["legs"], ["down", "sole"]),
        (["Tummy", "face"], ["clock", "brow"]),
        (["foot"], ["sole"]),
        (["face", "leg"], ["down", "sole", "brow"]),
    ],
)
def test_only_the_parts_that_are_asked_for_in_the_routines_order(parts: list[str], left: list[str]) -> None:
    assert strokes(tailor(ROUTINE, STROKES, parts=parts)[0]) == left


@pytest.mark.parametrize(
    ("skip", "left"), [(["face"], ["down", "sole", "clock"]), (["foot", "legs"], ["clock", "brow"])]
)
def test_what_is_skipped_leaves(skip: list[str], left: list[str]) -> None:
    assert strokes(tailor(ROUTINE, STROKES, skip=skip)[0]) == left


def test_an_unknown_part_names_those_that_are_there() -> None:
    with pytest.raises(AudioguideError, match="there is no part 'tail' in 'test'; it has leg, foot, tummy, face"):
        tailor(ROUTINE, STROKES, parts=["tail"])


@pytest.mark.parametrize(
    ("part", "left"),
    [
        ("leg", ["down", "sole", "clock", "brow"]),
        ("Tummy", ["clock", "brow"]),
        ("face", ["brow"]),
        ("foot", ["down", "sole", "clock", "brow"]),
    ],
)
def test_it_goes_on_from_the_part_where_it_stopped(part: str, left: list[str]) -> None:
    assert strokes(tailor(ROUTINE, STROKES, from_part=part)[0]) == left


def test_a_part_to_go_on_from_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(AudioguideError, match="there is no part 'tail' in 'test'; it has leg, foot, tummy, face"):
        tailor(ROUTINE, STROKES, from_part="tail")


def test_who_goes_on_hears_the_asking_as_it_is_where_the_ritual_has_no_shorter_one() -> None:
    own = replace(step(UP), cue=text("Ask, and wait."))
    spoken = SayStep(text=text("Sit and breathe."))
    for steps in ((spoken, own), (spoken,)):
        ritual = replace(RITUAL, opening=replace(RITUAL.opening, steps=steps), resume=None)
        again, _ = tailor(routine(*ROUTINE.sections, ritual=ritual), STROKES, from_part="tummy")
        assert again.ritual
        assert again.preparation == "none"
        assert [one.cue for one in again.ritual.opening.steps if isinstance(one, StrokeStep)] == [
            one.cue for one in steps if isinstance(one, StrokeStep)
        ]


@pytest.mark.parametrize("guidance", ["learn", "practised"])
def test_who_goes_on_is_asked_shortly_with_every_safety_line(guidance: Guidance) -> None:
    ritual = replace(RITUAL, resume=text("Ask {baby}. On from where we stopped?"))
    again, _ = tailor(routine(*ROUTINE.sections, ritual=ritual), STROKES, from_part="tummy")
    asking, tummy, *_ = write_script(again, PHRASES, guidance=guidance).scenes
    said = [cue.text for passage in asking.passages for cue in passage.cues]
    assert said[:2] == ["Stop whenever your baby has had enough.", "Ask your baby. On from where we stopped?"]
    assert "Shape a hand like a bracelet, and glide down." not in said
    assert (asking.title, tummy.title) == ("Hello", "Tummy")


def test_nothing_left_is_a_mistake() -> None:
    with pytest.raises(AudioguideError, match="nothing is left of 'test'"):
        tailor(ROUTINE, STROKES, parts=["face"], age=3.0)


def test_words_alone_are_a_routine_too() -> None:
    words = routine(Section(title=text("Hello"), steps=(SayStep(text=text("Hum.")),)))
    assert tailor(words, STROKES) == (words, ())


def test_strokes_wait_until_the_baby_is_old_enough() -> None:
    young, notes = tailor(ROUTINE, STROKES, age=3.0)
    assert strokes(young) == ["down", "sole", "clock"]
    assert notes == ("left out 'brow': from 6 weeks",)
    assert [section.title.say("en") for section in young.sections] == ["{side} leg", "Tummy"]


def test_a_step_may_wait_longer_than_its_stroke() -> None:
    section = Section(title=text("Tummy"), steps=(step(CLOCK, from_age=6.0), step(BROW, from_age=0.0)))
    assert strokes(tailor(routine(section), STROKES, age=3.0)[0]) == ["brow"]


def test_towards_the_heart_puts_the_other_stroke_in_its_place() -> None:
    turned, notes = tailor(ROUTINE, STROKES, direction="towards-heart")
    assert strokes(turned) == ["up", "sole", "clock", "brow"]
    assert notes == ("'up' in place of 'down'",)


def test_towards_the_heart_leaves_out_what_has_its_counterpart_beside_it() -> None:
    both = routine(Section(title=text("Leg"), sides="each", steps=(step(DOWN), step(UP))))
    turned, notes = tailor(both, STROKES, direction="towards-heart")
    assert strokes(turned) == ["up"]
    assert notes == ("left out 'down': away from the heart",)


def test_without_wishes_nothing_changes() -> None:
    assert tailor(ROUTINE, STROKES) == (ROUTINE, ())
