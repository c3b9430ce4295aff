"""What holds in every session: any routine, guidance, length, body parts, oil or none, one hand or two.

Each promise returns how often a session puts it to the test.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from fakes.search import examples
from hypothesis import example, given, note
from hypothesis import strategies as st

from audioguide import repertoire
from audioguide.errors import AudioguideError
from audioguide.model.routine import GUIDANCE_LEVELS, Guidance, Ritual, SayStep
from audioguide.model.timeline import Beat, Pause, Say, Timeline
from audioguide.planning.finder import estimated
from audioguide.planning.planner import Planner
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
    planner = Planner(request.script, estimated(request.script))
    shortest, own, longest = (length // RATE for length in (planner.shortest, planner.own, planner.longest))
    second = draw(st.one_of(st.sampled_from([shortest, own, longest]), st.integers(shortest, longest)))
    return request, planner.plan(Samples(second * RATE))


def whole(name: str) -> tuple[Request, Timeline]:
    """A session of a routine's own length, with everything that is in it."""
    request = prepare(name)
    return request, Planner(request.script, estimated(request.script)).plan()


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


def the_safety_lines_are_spoken_whenever_they_have_to_be(request: Request, timeline: Timeline) -> int:
    ritual = request.routine.ritual
    assert ritual is not None
    baby = ritual.baby.say("en") if ritual.baby else "your baby"
    said = [say.text for say in timeline.says if say.role == "safety"]
    for line in safety_lines(request, ritual):
        assert line.replace("{baby}", baby) in said
    met = 0
    for part, text in ritual.safety_before.items():
        first = next((beat.start for beat in timeline.beats if beat.stroke.part == part), None)
        if first is not None:
            assert any(say.text == text.say("en") and say.start < first for say in timeline.says), part
            met += 1
    return met


def contact_is_never_further_away_than_four_minutes(request: Request, timeline: Timeline) -> int:
    roles = ("check", "prompt") if request.script.guidance in SPOKEN else ("check",)
    for role in roles:
        starts = [say.start for say in timeline.says if say.role == role]
        assert starts
        waits = pairwise((timeline.beats[0].start, *starts, timeline.chapters[-1].start))
        assert max(other - one for one, other in waits) <= 240 * RATE
    return len(roles)


def a_baby_is_turned_or_lifted_with_words_and_twenty_seconds(_: Request, timeline: Timeline) -> int:
    here, spoken, quiet, met = "any", False, 0, 0
    for event in timeline.events:
        if isinstance(event, Say):
            spoken = spoken or event.role == "safety"
        elif isinstance(event, Pause):
            quiet += (event.end - event.start) if spoken else 0
        elif isinstance(event, Beat) and event.stroke.position != "any":
            if here not in ("any", event.stroke.position):
                assert spoken
                assert quiet >= 19.9 * RATE
                met += 1
            here, spoken, quiet = event.stroke.position, False, 0
    return met


PROMISES = (
    the_safety_lines_are_spoken_whenever_they_have_to_be,
    contact_is_never_further_away_than_four_minutes,
    a_baby_is_turned_or_lifted_with_words_and_twenty_seconds,
)


def test_every_promise_is_put_to_the_test_and_kept() -> None:
    met: Counter[str] = Counter()

    @examples(40)
    @example(whole("class"))  # it puts all of them to the test
    @given(sessions())
    def keep(made: tuple[Request, Timeline]) -> None:
        for promise in PROMISES:
            note(promise.__name__)
            met[promise.__name__] += promise(*made)

    keep()
    assert all(met[promise.__name__] for promise in PROMISES)
