"""Contact with the baby stays in every session: over all routines, at every guidance, at lengths from end to end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pytest

from audioguide import repertoire
from audioguide.model.routine import GUIDANCE_LEVELS, Guidance
from audioguide.model.timeline import Beat, Pause, Say, Timeline
from audioguide.planning.finder import estimated
from audioguide.planning.planner import Planner, lengths_of, plan
from audioguide.planning.scriptwriter import write_script
from audioguide.units import Samples, parse_duration

pytestmark = pytest.mark.no_cover  # all routines at many lengths: what runs is shown by quicker tests

RATE = 44_100
ROUTINES = repertoire.routines()
SPOKEN: tuple[Guidance, ...] = ("learn", "practised")


@cache
def sessions(name: str, guidance: Guidance) -> tuple[Timeline, ...]:
    """A routine at nine lengths: the shortest, the longest, its own, and between."""
    written = write_script(repertoire.routine(name), repertoire.vocabulary().phrases["en"], guidance=guidance)
    clips = estimated(written)
    shortest, own, longest = (length // RATE for length in lengths_of(written, clips))
    between = [shortest + (longest - shortest) * step // 7 for step in range(8)]
    planner = Planner(written, clips)
    return tuple(planner.plan(Samples(second * RATE)) for second in sorted({*between, own}))


def waits(timeline: Timeline, role: str) -> Iterator[float]:
    """Seconds from the first stroke to the first word of a role, from each to the next, and to the goodbye."""
    starts = [say.start for say in timeline.says if say.role == role]
    for one, other in pairwise((timeline.beats[0].start, *starts, timeline.chapters[-1].start)):
        yield (other - one) / RATE


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
            if chapter.title in ("Asking", "Whole body") or (
                chapter.title.startswith("Right ") and following.title.startswith("Left ")
            ):
                continue
            events = [event for event in timeline.events if chapter.start <= event.start < chapter.end]
            last = max((place for place, event in enumerate(events) if isinstance(event, Beat)), default=None)
            if last is not None:
                quiet = [event.end - event.start for event in events[last:] if isinstance(event, Pause)]
                assert sum(quiet) >= 5.99 * RATE


def test_everyday_in_ten_minutes_has_2_offers_and_2_checks_and_all_its_parts() -> None:
    written = write_script(repertoire.routine("everyday"), repertoire.vocabulary().phrases["en"])
    timeline = plan(written, estimated(written), parse_duration("10m"))
    roles = [say.role for say in timeline.says]
    assert roles.count("prompt") >= 2
    assert roles.count("check") >= 2
    assert [chapter.title for chapter in timeline.chapters[1:-1]] == [
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
    for timeline in sessions(name, guidance):
        for chapter, following in pairwise(timeline.chapters):
            two = chapter.title.startswith("Right ") and following.title == chapter.title.replace("Right", "Left")
            if two and chapter.end - chapter.start > 90 * RATE:
                inside = [event for event in timeline.events if chapter.start <= event.start < chapter.end]
                last = max(place for place, event in enumerate(inside) if isinstance(event, Beat))
                assert any(isinstance(event, Say) and event.role == "check" for event in inside[last:])
