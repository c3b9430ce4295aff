"""Where the baby lies, sits or is held: no stroke asks for another position without words and time to change it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

import pytest

from audioguide import repertoire
from audioguide.errors import AudioguideError
from audioguide.model.routine import GUIDANCE_LEVELS, Guidance, Routine, SayStep
from audioguide.model.timeline import Pause, Say, Timeline
from audioguide.planning.finder import estimated
from audioguide.planning.planner import Planner
from audioguide.planning.positions import sudden_changes
from audioguide.planning.scriptwriter import write_script
from audioguide.planning.tailor import parts_of, tailor
from audioguide.units import SAMPLE_RATE, samples

MOVING = re.compile(
    r"\b(turn your baby|lift your baby|lift them|lay (them|your baby) (down on|across))\b", re.IGNORECASE
)
SPOKEN = ("line", "safety")


def planner(routine: Routine, guidance: Guidance = "practised") -> Planner:
    script = write_script(routine, repertoire.vocabulary().phrases["en"], guidance=guidance)
    return Planner(script, estimated(script))


def heard_sudden(timeline: Timeline) -> list[str]:
    """Return the changes of position that are not spoken, or have less than 20 s."""
    found: list[str] = []
    here, spoken, time = "any", False, 0.0
    for event in timeline.events:
        if isinstance(event, Say):
            spoken = spoken or event.role in SPOKEN
        elif isinstance(event, Pause):
            time += (event.end - event.start) / SAMPLE_RATE if spoken else 0.0
        elif event.stroke.position != "any":
            there = event.stroke.position
            if here not in ("any", there) and time < 20.0:
                found.append(f"{event.stroke.id}: {here}, then {there}")
            here, spoken, time = there, False, 0.0
    return found


@pytest.mark.parametrize("guidance", GUIDANCE_LEVELS)
@pytest.mark.parametrize("name", repertoire.routines())
def test_a_change_of_position_is_spoken_and_has_twenty_seconds(name: str, guidance: Guidance) -> None:
    planned = planner(repertoire.routine(name), guidance)
    for length in (planned.shortest, planned.own, planned.longest):
        assert heard_sudden(planned.plan(length)) == []


@pytest.mark.parametrize("name", repertoire.routines())
def test_so_it_is_with_any_one_part_alone_and_without_any_one(name: str) -> None:
    whole, strokes = repertoire.routine(name), repertoire.vocabulary().strokes
    some = [tailor(whole, strokes, parts=(part,))[0] for part in parts_of(whole)]
    for part in parts_of(whole):
        with suppress(AudioguideError):  # nothing is left
            some.append(tailor(whole, strokes, skip=(part,))[0])
    for planned in map(planner, some):
        for length in (planned.shortest, planned.own):
            assert heard_sudden(planned.plan(length)) == []


def lifted() -> Routine:
    """Bedtime, but nobody lays the baby down again."""
    bedtime = repertoire.routine("bedtime")
    *before, back = bedtime.sections
    return replace(bedtime, sections=(*before, replace(back, steps=back.steps[:-2])))


def test_a_sudden_change_would_be_heard() -> None:
    planned = planner(lifted())
    assert heard_sudden(planned.plan(planned.longest)) == ["whole_integration: shoulder, then back"]


def test_it_is_found_in_what_is_written() -> None:
    (change,) = sudden_changes(lifted(), samples(20.0))
    assert (change.stroke, change.before, change.after) == ("whole_integration", "shoulder", "back")


def test_a_section_that_may_leave_is_not_relied_on() -> None:
    bedtime = repertoire.routine("bedtime")
    *before, back = bedtime.sections
    up, down = replace(back, steps=back.steps[:-2], optional=False), replace(back, steps=back.steps[-2:])
    (change,) = sudden_changes(replace(bedtime, sections=(*before, up, down)), samples(20.0))
    assert change.before == "shoulder"


@pytest.mark.parametrize("name", [name for name in repertoire.routines() if repertoire.routine(name).from_age < 52])
def test_a_hand_is_under_the_head_when_a_baby_under_a_year_is_moved(name: str) -> None:
    says = [
        step for section in repertoire.routine(name).sections for step in section.steps if isinstance(step, SayStep)
    ]
    moving = [step.text.say("en") for step in says if MOVING.search(step.text.say("en"))]
    assert [text for text in moving if "hand under the head" not in text] == []
