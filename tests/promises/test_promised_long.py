"""A long session is not padded silence: over all routines, at every guidance, from the shortest good length up."""

from __future__ import annotations

import pytest
from fakes.planned import plan_of, planner, script_of

from audioguide import repertoire
from audioguide.model.routine import GUIDANCE_LEVELS, Guidance
from audioguide.model.timeline import Pause
from audioguide.planning.finder import estimated
from audioguide.planning.good import good_lengths
from audioguide.planning.planner import plan
from audioguide.rendering.request import prepare
from audioguide.units import Samples, parse_duration

pytestmark = pytest.mark.no_cover  # all routines at many lengths: what runs is shown by quicker tests

RATE = 44_100
ROUTINES = repertoire.routines()
SPOKEN: tuple[Guidance, ...] = ("learn", "practised")


@pytest.mark.parametrize("guidance", SPOKEN)
@pytest.mark.parametrize("name", ROUTINES)
def test_at_a_good_length_every_part_is_there_and_at_most_a_quarter_is_pauses(name: str, guidance: Guidance) -> None:
    written = script_of(name, guidance)
    good = good_lengths(written, estimated(written))
    assert good is not None
    shortest, longest = (length // RATE for length in good)
    for step in range(6):
        timeline = plan_of(name, guidance, Samples((shortest + (longest - shortest) * step // 5) * RATE))
        assert timeline.quiet_share <= 0.25
        assert [gone for gone in timeline.left_out if gone.kind == "part"] == []


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("through-clothes", range(690, 730, 3)),  # the baby is lifted or laid down three times, each with 20 s
        ("standard", range(1050, 1100, 7)),  # many strokes, each with a pause, and few repetitions
        ("complete", range(1430, 1490, 7)),
    ],
)
def test_where_pauses_would_be_more_something_else_is_found(name: str, seconds: range) -> None:
    for second in seconds:
        timeline = plan_of(name, length=Samples(second * RATE))
        assert timeline.quiet_share <= 0.25
        assert [gone for gone in timeline.left_out if gone.kind == "part"] == []


@pytest.mark.parametrize("percent", [80, 88, 93, 97, 103, 107, 112, 120])
def test_the_own_length_leaves_nothing_out_however_fast_a_voice_is(percent: int) -> None:
    written = script_of("standard")
    clips = {text: Samples(length * percent // 100) for text, length in estimated(written).items()}
    assert plan(written, clips).left_out == ()


@pytest.mark.parametrize("guidance", GUIDANCE_LEVELS)
@pytest.mark.parametrize("name", ROUTINES)
def test_the_own_length_of_a_routine_leaves_nothing_out(name: str, guidance: Guidance) -> None:
    assert plan_of(name, guidance).left_out == ()


def test_from_twenty_minutes_on_everyday_comes_once_more_with_offers_and_not_in_silence() -> None:
    once_more = repertoire.vocabulary().phrases["en"].once_more
    rounds, offers = [], []
    for length in ("10m", "15m", "20m", "25m", "28m"):
        made = plan_of("everyday", length=parse_duration(length))
        said = [say.text for say in made.says]
        rounds.append(said.count(once_more))
        offers.append(sum(say.role == "prompt" for say in made.says))
        assert made.quiet_share <= 0.25
    assert rounds == sorted(rounds)
    assert offers == sorted(offers)
    assert rounds[0] == 0
    assert rounds[2] >= 3
    assert offers[2] >= 8


@pytest.mark.parametrize("guidance", GUIDANCE_LEVELS)
@pytest.mark.parametrize("name", ["everyday", "bedtime"])
def test_every_round_is_told(name: str, guidance: Guidance) -> None:
    written, any_length = script_of(name, guidance), planner(name, guidance)
    longest = any_length.plan(any_length.longest)
    told = sum(say.text == "Once more." for say in longest.says)
    ranks = {(place, passage.add_rank) for place, scene in enumerate(written.scenes) for passage in scene.passages}
    assert told == sum(rank is not None for _, rank in ranks) > 0


def test_each_evening_of_a_course_has_a_turn_of_its_own() -> None:
    first = [prepare(f"five-evenings:{number}", guidance="practised").script for number in (1, 2, 3)]
    assert len({one.in_turn["check"][0] for one in first}) == 3
    assert len({one.in_turn["prompt"][0] for one in first}) == 3


def test_hands_that_rest_stay_longer_in_a_long_session_before_pauses_grow() -> None:
    rests, longest = [], []
    for length in ("10m", "20m", "25m", "30m", "40m"):
        made = plan_of("everyday", length=parse_duration(length))
        hands = [beat for beat in made.beats if beat.stroke.id in ("leg_rest", "tummy_rest", "face_rest")]
        rests.append(sum(beat.end - beat.start for beat in hands) / RATE)
        longest.append(max(event.end - event.start for event in made.events if isinstance(event, Pause)) / RATE)
    assert rests == [34.0, 34.0, 68.0, 102.0, 102.0]
    assert longest[:4] == [10.0] * 4
    assert longest[4] > 12.0
