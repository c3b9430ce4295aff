"""What holds in every session: any routine, guidance, length, body parts, oil or none, one hand or two."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audioguide import repertoire
from audioguide.errors import AudioguideError
from audioguide.model.routine import GUIDANCE_LEVELS, Guidance, Ritual, SayStep
from audioguide.model.timeline import Beat, Pause, Say, Timeline
from audioguide.planning.finder import estimated
from audioguide.planning.planner import lengths_of, plan
from audioguide.planning.tailor import parts_of
from audioguide.rendering.request import Request, prepare
from audioguide.units import Samples

pytestmark = pytest.mark.no_cover  # all routines at many lengths: what runs is shown by quicker tests

RATE = 44_100
ROUTINES = repertoire.routines()
SPOKEN: tuple[Guidance, ...] = ("learn", "practised")


@cache
def parts(name: str) -> tuple[str, ...]:
    return parts_of(repertoire.routine(name))


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Request, Timeline]:
    """A session of any routine, from its shortest length to its longest."""
    name = draw(st.sampled_from(ROUTINES))
    some = draw(st.one_of(st.just(()), st.lists(st.sampled_from(parts(name)), min_size=1, max_size=2, unique=True)))
    try:
        request = prepare(
            name,
            guidance=draw(st.sampled_from(GUIDANCE_LEVELS)),
            parts=tuple(some),
            oil=draw(st.sampled_from([None, True, False])),
            one_hand=draw(st.sampled_from([False, False, True])),
            turn=draw(st.integers(0, 20)),
        )
    except AudioguideError:  # nothing is left of it for one hand
        request = prepare(name)
    clips = estimated(request.script)
    shortest, own, longest = (length // RATE for length in lengths_of(request.script, clips))
    second = draw(st.one_of(st.sampled_from([shortest, own, longest]), st.integers(shortest, longest)))
    return request, plan(request.script, clips, Samples(second * RATE))


def safety_lines(request: Request, ritual: Ritual) -> list[str]:
    """What the ritual says in every session, whatever the guidance and however short."""
    oil = request.routine.oil and request.asked["oil"] is not False
    return [
        step.text.say("en")
        for section in (ritual.opening, *ritual.ending)
        for step in section.steps
        if isinstance(step, SayStep)
        and step.always
        and not step.optional
        and step.when in (None, "oil" if oil else "no-oil")
    ]


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(sessions())
def test_the_safety_lines_are_spoken_whenever_they_have_to_be(made: tuple[Request, Timeline]) -> None:
    request, timeline = made
    ritual = request.routine.ritual
    assert ritual is not None
    baby = ritual.baby.say("en") if ritual.baby else "your baby"
    said = [say.text for say in timeline.says if say.role == "safety"]
    for line in safety_lines(request, ritual):
        assert line.replace("{baby}", baby) in said
    for part, text in ritual.safety_before.items():
        first = next((beat.start for beat in timeline.beats if beat.stroke.part == part), None)
        if first is not None:
            assert any(say.text == text.say("en") and say.start < first for say in timeline.says), part


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(sessions())
def test_contact_is_never_further_away_than_four_minutes(made: tuple[Request, Timeline]) -> None:
    request, timeline = made
    for role in ("check", "prompt") if request.script.guidance in SPOKEN else ("check",):
        starts = [say.start for say in timeline.says if say.role == role]
        assert starts
        waits = pairwise((timeline.beats[0].start, *starts, timeline.chapters[-1].start))
        assert max(other - one for one, other in waits) <= 240 * RATE


@settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(sessions())
def test_a_baby_is_turned_or_lifted_with_words_and_twenty_seconds(made: tuple[Request, Timeline]) -> None:
    _, timeline = made
    here, spoken, quiet = "any", False, 0
    for event in timeline.events:
        if isinstance(event, Say):
            spoken = spoken or event.role == "safety"
        elif isinstance(event, Pause):
            quiet += (event.end - event.start) if spoken else 0
        elif isinstance(event, Beat) and event.stroke.position != "any":
            if here not in ("any", event.stroke.position):
                assert spoken
                assert quiet >= 19.9 * RATE
            here, spoken, quiet = event.stroke.position, False, 0
