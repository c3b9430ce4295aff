"""What audioguide promises to families, row by row: each test fails if its feature is taken away.

The rows are those of the owner's points: bonding, cues, calm, sleep, tummy comfort, loose muscles, the moment, the
touch, the room. What is heard of them (tones, levels, fades) is measured in the tests of the sound.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from fakes.planned import planner, script, session

from audioguide import repertoire
from audioguide.errors import AudioguideError
from audioguide.model.routine import (
    Guidance,
    Routine,
)
from audioguide.model.script import (
    Passage,
    Scene,
    Script,
)
from audioguide.model.timeline import Pause, Say
from audioguide.rendering.request import prepare
from audioguide.units import Samples, parse_duration, samples, seconds

ROUTINES = repertoire.routines()
MASSAGE = [name for name in ROUTINES if name != "still-touch" and not name.startswith("toddler")]
GUIDANCE: tuple[Guidance, ...] = get_args(Guidance)


def spoken(of: Script | Scene) -> list[str]:
    scenes = of.scenes if isinstance(of, Script) else (of,)
    return [cue.text for scene in scenes for passage in scene.passages for cue in passage.cues]


def strokes(name: str) -> list[str]:
    return [passage.stroke.id for scene in script(name).scenes for passage in scene.passages if passage.stroke]


def passages(name: str, guidance: Guidance = "practised") -> list[Passage]:
    return [passage for scene in script(name, guidance).scenes for passage in scene.passages]


@pytest.mark.parametrize("name", ROUTINES)
def test_1_touch_has_a_frame_ask_hold_and_thank(name: str) -> None:
    done = strokes(name)
    assert done[0] == "hand_rub_ask"
    assert done[-1] == "closing_hold"
    assert any("thank" in line.lower() for line in spoken(script(name).scenes[-1]))


@pytest.mark.parametrize("name", MASSAGE)
def test_1_hands_rest_before_and_sweep_after(name: str) -> None:
    assert strokes(name)[1] == "resting_hands"
    assert ("whole_integration" in strokes(name)[-3:]) == (name != "first-days"), "a newborn stays at the shoulder"


@pytest.mark.parametrize("name", ROUTINES)
def test_2_offers_to_look_or_talk_and_then_eight_seconds_free(name: str) -> None:
    made = session(name)
    events = made.events
    offers = [index for index, event in enumerate(events) if isinstance(event, Say) and event.role == "prompt"]
    assert len(offers) >= made.length // samples(240)
    for index in offers:
        pause = events[index + 1]
        assert isinstance(pause, Pause)
        assert samples(8) <= pause.end - events[index].end


@pytest.mark.parametrize("name", ROUTINES)
def test_3_strokes_have_a_steady_beat(name: str) -> None:
    beats = session(name).beats
    assert beats
    for one, other in pairwise(beats):
        if one.stroke == other.stroke and one.end == other.start:
            assert abs((other.end - other.start) - (one.end - one.start)) <= 0.1 * (one.end - one.start)


def test_4_the_parent_breathes_and_lets_the_shoulders_drop_first() -> None:
    ready, asking, *_ = script("everyday", "learn").scenes
    assert "Breathe out slowly three times" in " ".join(spoken(ready))
    assert "Let your shoulders drop" in " ".join(spoken(asking))


def test_5_the_same_opening_and_closing_every_time() -> None:
    alike = [name for name in ROUTINES if _ritual(repertoire.routine(name)) == "infant-massage"]
    assert len(alike) > 8
    for place in (0, -1):
        said = [[line for line in spoken(script(name).scenes[place]) if "Wrap" not in line] for name in alike]
        assert all(lines == said[0] for lines in said)


def test_6_a_family_with_one_routine_hears_every_sign_of_a_baby_in_eight_sessions() -> None:
    heard = set()
    for turn in range(8):
        made = session("everyday", length=parse_duration("10m"), turn=turn)
        heard |= {say.text for say in made.says if say.role == "check"}
    checks = repertoire.vocabulary().rituals["infant-massage"].checks
    assert heard == {text.say("en") for text in checks}


@pytest.mark.parametrize("guidance", GUIDANCE)
@pytest.mark.parametrize("name", ROUTINES)
def test_6_when_to_get_help_is_no_turn_of_a_rota(name: str, guidance: Guidance) -> None:
    """A calm voice in the middle of a massage is no place for it: those who learn hear it once, beforehand."""
    sign = re.compile(r"gagging|spitting|\bpale\b|\bblue\b|\blimp\b|get help|call for help", re.IGNORECASE)
    first, *others = (" ".join(spoken(scene)) for scene in script(name, guidance).scenes)
    assert [words for words in others if sign.search(words)] == []
    assert bool(sign.search(first)) == (guidance == "learn")


def test_6_when_to_get_help_stands_in_the_guide_for_parents() -> None:
    guide = " ".join((Path(__file__).parents[1] / "docs" / "parents.md").read_text("utf-8").split()).lower()
    advice = guide[guide.index("### when to get help") : guide.index("## how long")]
    assert "gagging or spitting up? stop. hold your baby upright, leaning forward a little" in advice
    assert re.search(r"blue or very pale, limp, or has trouble breathing .*\*\*call for help at once\*\*", advice)
    for sign in (
        "38 °c or more under three months",
        "hard or green vomiting",
        "blood in the nappy",
        "high-pitched cry",
    ):
        assert sign in advice
        assert guide.count(sign) == 1, "in one place"


@pytest.mark.parametrize("name", ROUTINES)
def test_7_after_every_check_there_is_time_to_stay_or_to_leave(name: str) -> None:
    events = session(name).events
    checks = [index for index, event in enumerate(events) if isinstance(event, Say) and event.role == "check"]
    assert checks
    for index in checks:
        pause = events[index + 1]
        assert isinstance(pause, Pause)
        assert samples(9) <= pause.end - events[index].end
        assert pause.end - pause.start <= samples(20.1)


def test_7_every_part_is_a_chapter_to_skip() -> None:
    assert [chapter.title for chapter in session("everyday").chapters[1:-1]] == [
        "Right leg",
        "Left leg",
        "Tummy",
        "Chest",
        "Face",
        "Whole body",
    ]


@pytest.mark.parametrize("guidance", ["learn", "practised"])
@pytest.mark.parametrize("name", ROUTINES)
def test_7_who_goes_to_the_last_chapter_has_a_whole_goodbye_of_about_a_minute(name: str, guidance: Guidance) -> None:
    """`next` to it is how a massage stops when the baby has had enough."""
    any_length = planner(name, guidance)
    for length in (any_length.shortest, any_length.own):
        made = any_length.plan(length)
        last = made.chapters[-1]
        said = [say for say in made.says if say.start >= last.start]
        done = [beat for beat in made.beats if beat.start >= last.start]
        assert last.title == ("Good night" if name == "bedtime" else "Goodbye")
        assert {beat.stroke.id for beat in done} == {"closing_hold"}
        assert done[0].start - last.start <= samples(5 if guidance == "practised" else 40)
        assert len(said) >= 2
        assert any("thank you" in say.text.lower() for say in said)
        if _ritual(repertoire.routine(name)) == "infant-massage":
            assert any("cuddle" in say.text for say in said)
            assert samples(45) <= last.end - last.start <= samples(75 if guidance == "practised" else 110)


@pytest.mark.parametrize("name", ["bedtime", "first-days"])
def test_8_calm_routines_are_slow_and_say_little(name: str) -> None:
    made = session(name)
    assert made.spoken_share <= 0.25
    moving = [
        beat for beat in made.beats if beat.stroke.toward == "away" and beat.stroke.part in ("leg", "arm", "back")
    ]
    assert moving
    assert all(seconds(Samples(beat.end - beat.start)) >= 4 for beat in moving)


def test_9_silence_is_a_background_too() -> None:
    assert "none" in repertoire.vocabulary().beds


def test_10_bedtime_tells_how_to_sleep_safely_at_every_guidance() -> None:
    for guidance in GUIDANCE:
        lines = " ".join(spoken(script("bedtime", guidance)))
        assert "on the back" in lines
        assert "If they fall asleep, stop here." in lines


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
    assert any("nobody's fault" in line for line in spoken(script(name)))


@pytest.mark.parametrize("name", ["tummy", "everyday"])
def test_13_the_tummy_waits_for_the_navel(name: str) -> None:
    for guidance in GUIDANCE:
        lines = spoken(script(name, guidance))
        assert any("navel has healed" in line for line in lines)


def test_14_both_directions_and_a_policy() -> None:
    assert {"leg_indian_milk", "leg_swedish_milk"} <= set(strokes("standard"))
    turned = prepare("standard", direction="towards-heart").script
    assert "leg_indian_milk" not in {
        passage.stroke.id for scene in turned.scenes for passage in scene.passages if passage.stroke
    }
    teach = repertoire.vocabulary().strokes["chest_open_book"].teach
    assert teach
    assert "breathe slowly" in teach.say("en")


def test_15_ages_from_newborn_to_toddler() -> None:
    ages = {name: repertoire.routine(name).from_age for name in ROUTINES}
    assert ages["first-days"] == ages["through-clothes"] == ages["still-touch"] == 0
    assert ages["toddler"] == pytest.approx(52, abs=1)
    assert all(age == 6 for name, age in ages.items() if age not in (0, ages["toddler"]))
    with pytest.raises(AudioguideError, match="is for babies from 1 year"):
        prepare("toddler", age="20w")
    assert prepare(age="1w").routine.id == "first-days"


@pytest.mark.parametrize("name", ["everyday", "standard", "complete", "class"])
def test_16_muscles_are_rolled_in_routines_of_ten_minutes_and_more(name: str) -> None:
    assert "leg_roll" in strokes(name)


def test_16_movements_come_last_and_not_before_six_weeks() -> None:
    assert [stroke for stroke in strokes("class") if stroke.startswith("move_")]
    body = [stroke for stroke in strokes("class") if not stroke.startswith(("whole_", "closing_", "legs_"))]
    assert body[-1].startswith("move_")
    assert repertoire.routine("movements").from_age == 6


def test_17_still_touch_asks_for_the_care_team_and_only_holds() -> None:
    for guidance in GUIDANCE:
        assert any("care team" in line for line in spoken(script("still-touch", guidance)))
    shapes = {
        part.name
        for passage in passages("still-touch")
        if passage.stroke
        for lane in passage.stroke.path.lanes
        for part in lane
    }
    assert shapes == {"hold"}


@pytest.mark.parametrize("name", ROUTINES)
@pytest.mark.parametrize("guidance", ["learn", "practised"])
def test_18_the_moment_is_chosen_calm_and_not_after_a_feed(name: str, guidance: Guidance) -> None:
    opening = " ".join(spoken(script(name, guidance).scenes[0])).lower()
    newborn = "not straight after a feed"
    feed = {"first-days": newborn, "still-touch": "your care team" if guidance == "learn" else ""}
    usual = "forty-five minutes after a feed" if guidance == "learn" else "not straight after a feed"
    assert "calm" in opening
    assert name.startswith(("still-touch", "toddler")) or "awake" in opening
    assert name.startswith("toddler") or feed.get(name, usual) in opening


def test_19_the_touch_is_firm_enough_not_to_tickle() -> None:
    assert "firm enough not to tickle" in " ".join(spoken(script("everyday", "learn"))).lower()


def test_20_the_room_is_warm_and_quiet_and_the_voice_just_clear() -> None:
    before = " ".join(spoken(script("everyday", "learn").scenes[0])).lower()
    for word in ("warm", "quiet", "phone", "rings", "just clear", "arm's length"):
        assert word in before


@pytest.mark.parametrize("name", ROUTINES)
def test_20_practised_sessions_say_little(name: str) -> None:
    assert session(name).spoken_share <= 0.255


def test_21_every_aim_has_a_routine() -> None:
    aims = {aim for name in ROUTINES for aim in repertoire.routine(name).aims}
    assert aims == {"bonding", "calm", "sleep", "comfort", "movement"}


def test_22_there_is_a_daily_five_minutes() -> None:
    assert session("express", length=parse_duration("5m")).length == parse_duration("5m")


@pytest.mark.real
@pytest.mark.parametrize("name", ROUTINES)
@pytest.mark.parametrize("guidance", GUIDANCE)
def test_every_seventeenth_second_between_shortest_and_longest(name: str, guidance: Guidance) -> None:
    any_length = planner(name, guidance)
    for length in range(any_length.shortest, any_length.longest + 1, samples(17)):
        assert any_length.plan(Samples(length)).length == length


def _ritual(routine: Routine) -> str:
    return routine.ritual.id if routine.ritual else ""
