"""What a routine is good for: a steady beat, few words, quiet, tummy comfort, loose muscles, a length for every day.

The numbers are those of the owner's points. What is heard of them (tones, levels, fades) is measured in other files.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from fakes.planned import passages, plan_of, planner, strokes_of

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.model.routine import Guidance
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.speak import speak
from audioguide.units import Samples, parse_duration, samples, seconds

ROUTINES = repertoire.routines()
GUIDANCE: tuple[Guidance, ...] = get_args(Guidance)


@pytest.mark.parametrize("name", ROUTINES)
def test_3_strokes_have_a_steady_beat(name: str) -> None:
    following = [(one, other) for one, other in pairwise(plan_of(name).beats) if other.index > 0]
    assert following
    for one, other in following:
        assert (other.stroke, other.side, other.start) == (one.stroke, one.side, one.end)
        assert abs((other.end - other.start) - (one.end - one.start)) <= 0.1 * (one.end - one.start)


@pytest.mark.parametrize("name", ["bedtime", "first-days"])
def test_8_calm_routines_are_slow_and_say_little(name: str) -> None:
    made = plan_of(name)
    assert made.spoken_share <= 0.25
    moving = [
        beat for beat in made.beats if beat.stroke.toward == "away" and beat.stroke.part in ("leg", "arm", "back")
    ]
    assert moving
    assert all(seconds(Samples(beat.end - beat.start)) >= 4 for beat in moving)


def test_9_silence_is_a_background_too() -> None:
    assert "none" in repertoire.vocabulary().beds


@pytest.mark.parametrize("guidance", GUIDANCE)
def test_11_the_last_two_minutes_of_bedtime_are_without_words(guidance: Guidance) -> None:
    bedtime = planner("bedtime", guidance)
    for length in (bedtime.shortest, bedtime.own, bedtime.longest):
        made = bedtime.plan(length)
        assert made.length - made.says[-1].end >= samples(120)
        last = [beat.stroke.id for beat in made.beats if beat.start >= made.length - samples(120)]
        assert set(last) <= {"closing_hold"}


@pytest.mark.parametrize(("name", "rounds"), [("tummy", 1), ("tummy-rounds", 3)])
def test_12_tummy_comfort_is_six_six_six_with_knees_after_each(name: str, rounds: int) -> None:
    counts = [
        (passage.stroke.id, passage.times.usual)
        for passage in passages(name)
        if passage.stroke and passage.stroke.part in ("tummy", "legs_tummy") and passage.stroke.id != "tummy_rest"
        if passage.add_rank is None
    ]
    one_round = [
        ("tummy_water_wheel_a", 6),
        ("knees_to_tummy", 1),
        ("tummy_sun_moon", 6),
        ("knees_to_tummy", 1),
        ("tummy_i_love_u", 6),
        ("knees_to_tummy", 1),
    ]
    assert counts == one_round * rounds
    loosened = pairwise(passage.stroke.id for passage in passages(name) if passage.stroke and passage.add_rank is None)
    assert {stroke for before, stroke in loosened if before == "knees_to_tummy"} == {"leg_touch_relax"}
    for guidance in GUIDANCE:
        done = passages(name, guidance)
        first = next(place for place, one in enumerate(done) if one.stroke and one.stroke.part == "tummy")
        before = [one for one in done[:first] if not any("oil" in cue.text.lower() for cue in one.cues)]
        assert any("nobody's fault" in cue.text for cue in before[-1].cues)


def test_14_both_directions_and_a_policy() -> None:
    assert {"leg_indian_milk", "leg_swedish_milk"} <= set(strokes_of("standard"))
    turned = prepare("standard", direction="towards-heart").script
    assert "leg_indian_milk" not in {
        passage.stroke.id for scene in turned.scenes for passage in scene.passages if passage.stroke
    }
    teach = repertoire.vocabulary().strokes["chest_open_book"].teach
    assert teach
    assert "breathe slowly" in teach.say("en")


@pytest.mark.parametrize("name", ["everyday", "standard", "complete", "class"])
def test_16_muscles_are_rolled_in_routines_of_ten_minutes_and_more(name: str) -> None:
    assert "leg_roll" in strokes_of(name)


def test_16_movements_come_last_and_not_before_six_weeks() -> None:
    done = strokes_of("class")
    first = next(index for index, stroke in enumerate(done) if stroke.startswith("move_"))
    others = [stroke for stroke in done[first:] if not stroke.startswith("move_")]
    assert others == ["whole_integration", "closing_hold"], "with which the ritual ends"
    assert repertoire.routine("movements").from_age == 6


@pytest.mark.parametrize("name", ROUTINES)
def test_20_practised_sessions_say_little_as_estimated(name: str) -> None:
    assert plan_of(name).spoken_share <= 0.255


@pytest.mark.real
@pytest.mark.parametrize("name", ROUTINES)
def test_20_practised_sessions_say_little_with_the_voice_of_every_installation(name: str, cache: Path) -> None:
    request = prepare(name, voice="hibari")
    assert timeline_of(request, speak(request, Cache(cache))).spoken_share <= 0.285


def test_21_every_aim_has_a_routine() -> None:
    aims = {aim for name in ROUTINES for aim in repertoire.routine(name).aims}
    assert aims == {"bonding", "calm", "sleep", "comfort", "movement"}
    assert repertoire.routine("still-touch").aims == (), "it is never picked"


def test_22_there_is_a_daily_five_minutes() -> None:
    assert plan_of("express", length=parse_duration("5m")).length == parse_duration("5m")


@pytest.mark.real
@pytest.mark.parametrize("name", ROUTINES)
@pytest.mark.parametrize("guidance", GUIDANCE)
def test_every_seventeenth_second_between_shortest_and_longest(name: str, guidance: Guidance) -> None:
    any_length = planner(name, guidance)
    for length in range(any_length.shortest, any_length.longest + 1, samples(17)):
        assert any_length.plan(Samples(length)).length == length
