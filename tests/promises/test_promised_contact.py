"""Contact with the baby stays in every session: over all routines, at every guidance, at lengths from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise

import pytest
from fakes.planned import plan_of, planner

from audioguide import repertoire
from audioguide.model.chapters import Chapter
from audioguide.model.geometry import Side
from audioguide.model.routine import GUIDANCE_LEVELS, Guidance
from audioguide.model.timeline import Beat, Pause, Say, Timeline
from audioguide.units import Samples, parse_duration

pytestmark = pytest.mark.no_cover  # all routines at many lengths: what runs is shown by quicker tests

RATE = 44_100
ROUTINES = repertoire.routines()
SPOKEN: tuple[Guidance, ...] = ("learn", "practised")


@cache
def seconds(name: str, guidance: Guidance) -> tuple[int, ...]:
    """Nine lengths of a routine: the shortest, the longest, its own, and between."""
    any_length = planner(name, guidance)
    shortest, own, longest = (length // RATE for length in (any_length.shortest, any_length.own, any_length.longest))
    return tuple(sorted({own, *(shortest + (longest - shortest) * step // 7 for step in range(8))}))


def sessions(name: str, guidance: Guidance) -> tuple[Timeline, ...]:
    return tuple(plan_of(name, guidance, Samples(second * RATE)) for second in seconds(name, guidance))


def waits(timeline: Timeline, role: str) -> Iterator[float]:
    """Seconds from the first stroke to the first word of a role, from each to the next, and to the goodbye."""
    starts = [say.start for say in timeline.says if say.role == role]
    for one, other in pairwise((timeline.beats[0].start, *starts, timeline.chapters[-1].start)):
        yield (other - one) / RATE


def side_of(timeline: Timeline, chapter: Chapter) -> set[Side]:
    """Right, left, both of them or neither: where the hands are in a chapter."""
    beats = (beat for beat in timeline.beats if chapter.start <= beat.start < chapter.end)
    return {beat.side for beat in beats} & {"right", "left"}


def is_first_side(timeline: Timeline, chapter: Chapter, following: Chapter) -> bool:
    return (side_of(timeline, chapter), side_of(timeline, following)) == ({"right"}, {"left"})


@pytest.mark.parametrize("guidance", GUIDANCE_LEVELS)
@pytest.mark.parametrize("name", ROUTINES)
def test_each_is_as_long_as_asked_from_nine_tenths_of_its_own_length_to_half_as_long_again(
    name: str, guidance: Guidance
) -> None:
    assert [made.length for made in sessions(name, guidance)] == [second * RATE for second in seconds(name, guidance)]
    any_length = planner(name, guidance)
    assert any_length.shortest <= 0.9 * any_length.own
    assert any_length.longest >= 1.5 * any_length.own


@pytest.mark.parametrize("guidance", GUIDANCE_LEVELS)
@pytest.mark.parametrize("name", ROUTINES)
def test_a_check_at_least_every_four_minutes(name: str, guidance: Guidance) -> None:
    for timeline in sessions(name, guidance):
        assert max(waits(timeline, "check")) <= 240.0
        assert any(say.role == "check" for say in timeline.says)
        if guidance not in SPOKEN:
            assert all(len(say.text.split()) <= 5 for say in timeline.says if say.role == "check")


@pytest.mark.parametrize("guidance", SPOKEN)
@pytest.mark.parametrize("name", ROUTINES)
def test_an_offer_at_least_every_four_minutes(name: str, guidance: Guidance) -> None:
    for timeline in sessions(name, guidance):
        assert max(waits(timeline, "prompt")) <= 240.0
        assert any(say.role == "prompt" for say in timeline.says)


@pytest.mark.parametrize("guidance", SPOKEN)
@pytest.mark.parametrize("name", ROUTINES)
def test_a_breath_for_the_parent_at_the_resting_hands(name: str, guidance: Guidance) -> None:
    for timeline in sessions(name, guidance):
        rest = next(beat.start for beat in timeline.beats if beat.stroke.id == "resting_hands")
        assert any("breathe out" in say.text.lower() and rest - 40 * RATE < say.start < rest for say in timeline.says)


@pytest.mark.parametrize("guidance", GUIDANCE_LEVELS)
@pytest.mark.parametrize("name", ROUTINES)
def test_after_the_last_stroke_of_a_body_part_6_seconds_are_free(name: str, guidance: Guidance) -> None:
    for timeline in sessions(name, guidance):
        for chapter, following in pairwise(timeline.chapters[1:]):
            if chapter.title in ("Asking", "Whole body") or is_first_side(timeline, chapter, following):
                continue
            events = [event for event in timeline.events if chapter.start <= event.start < chapter.end]
            last = max(place for place, event in enumerate(events) if isinstance(event, Beat))
            runs = groupby(events[last:], lambda event: isinstance(event, Pause))  # two pauses on end are one
            assert max(sum(one.end - one.start for one in run) for is_quiet, run in runs if is_quiet) >= 5.99 * RATE


def test_everyday_in_ten_minutes_has_2_offers_and_2_checks_and_all_its_parts() -> None:
    made = plan_of("everyday", length=parse_duration("10m"))
    roles = [say.role for say in made.says]
    assert roles.count("prompt") >= 2
    assert roles.count("check") >= 2
    assert [chapter.title for chapter in made.chapters[1:-1]] == [
        "Right leg",
        "Left leg",
        "Tummy",
        "Chest",
        "Face",
        "Whole body",
    ]


def test_two_checks_of_a_session_are_not_the_same() -> None:
    for timeline in sessions("everyday", "practised"):
        checks = [say.text for say in timeline.says if say.role == "check"][:8]
        assert len(set(checks)) == len(checks)


@pytest.mark.parametrize("guidance", SPOKEN)
@pytest.mark.parametrize("name", ROUTINES)
def test_the_first_of_two_sides_ends_with_a_check_where_it_takes_longer_than_90_seconds(
    name: str, guidance: Guidance
) -> None:
    long = 0
    for timeline in sessions(name, guidance):
        for chapter, following in pairwise(timeline.chapters):
            if is_first_side(timeline, chapter, following) and chapter.end - chapter.start > 90 * RATE:
                long += 1
                inside = [event for event in timeline.events if chapter.start <= event.start < chapter.end]
                last = max(place for place, event in enumerate(inside) if isinstance(event, Beat))
                assert any(isinstance(event, Say) and event.role == "check" for event in inside[last:])
    assert (long > 0) == any(section.sides for section in repertoire.routine(name).sections)
