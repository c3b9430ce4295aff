"""Where the baby lies, sits or is held: no stroke asks for another position without words and time to change it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from audioguide import repertoire
from audioguide.model.routine import GUIDANCE_LEVELS, Guidance, Routine, SayStep
from audioguide.model.script import Script
from audioguide.planning.scriptwriter import write_script
from audioguide.planning.tailor import parts_of, tailor
from audioguide.units import Samples, samples

MOVING = re.compile(
    r"\b(turn your baby|lift your baby|lift them|lay (them|your baby) (down on|across))\b", re.IGNORECASE
)
SPOKEN = ("line", "safety")


def sudden_changes(script: Script) -> list[str]:
    """Return the changes of position that are not spoken, or have less than 20 s."""
    found: list[str] = []
    here, spoken, time = "back", False, Samples(0)
    for passage in (passage for scene in script.scenes for passage in scene.passages):
        if passage.stroke is None:
            spoken = spoken or any(cue.role in SPOKEN for cue in passage.cues)
            time = Samples(time + passage.pause[0]) if spoken else time
        elif passage.stroke.position != "any":
            there = passage.stroke.position
            if there != here and time < samples(20):
                found.append(f"{passage.stroke.id}: {here}, then {there}")
            here, spoken, time = there, False, Samples(0)
    return found


def written(routine: Routine, guidance: Guidance) -> Script:
    return write_script(routine, repertoire.vocabulary().phrases["en"], guidance=guidance)


ROUTINES = [name for name in repertoire.routines() if not name.startswith("toddler")]
"""A toddler chooses: sitting, standing or lying."""


@pytest.mark.parametrize("guidance", GUIDANCE_LEVELS)
@pytest.mark.parametrize("name", ROUTINES)
def test_a_change_of_position_is_spoken_and_has_twenty_seconds(name: str, guidance: Guidance) -> None:
    assert sudden_changes(written(repertoire.routine(name), guidance)) == []


@pytest.mark.parametrize("name", ROUTINES)
def test_so_it_is_with_any_one_part_alone(name: str) -> None:
    whole, strokes = repertoire.routine(name), repertoire.vocabulary().strokes
    some = [tailor(whole, strokes, parts=(part,))[0] for part in parts_of(whole)]
    assert [sudden_changes(written(routine, "practised")) for routine in some] == [[] for _ in some]


def test_a_sudden_change_would_be_noticed() -> None:
    bedtime = repertoire.routine("bedtime")
    *before, back = bedtime.sections
    lifted = replace(bedtime, sections=(*before, replace(back, steps=back.steps[:-2])))
    assert sudden_changes(written(lifted, "practised")) == ["whole_integration: shoulder, then back"]


@pytest.mark.parametrize("name", ROUTINES)
def test_a_hand_is_under_the_head_when_a_baby_is_moved(name: str) -> None:
    says = [
        step for section in repertoire.routine(name).sections for step in section.steps if isinstance(step, SayStep)
    ]
    moving = [step.text.say("en") for step in says if MOVING.search(step.text.say("en"))]
    assert [text for text in moving if "hand under the head" not in text] == []
