"""How a massage begins, goes on and ends: a baby is asked, looked at and thanked, and may leave at any moment.

The numbers are those of the owner's points: bonding, cues, calm, the moment, the touch, the room.
"""

from __future__ import annotations

import pytest
from fakes.planned import plan_of, planner, ritual_of, script_of, spoken, strokes_of

from audioguide import repertoire
from audioguide.model.routine import Guidance
from audioguide.model.timeline import Pause, Say
from audioguide.units import samples

ROUTINES = repertoire.routines()
MASSAGE = [name for name in ROUTINES if name != "still-touch" and not name.startswith("toddler")]


@pytest.mark.parametrize("name", ROUTINES)
def test_1_touch_has_a_frame_ask_hold_and_thank(name: str) -> None:
    done = strokes_of(name)
    assert done[0] == "hand_rub_ask"
    assert done[-1] == "closing_hold"
    assert any("thank" in line.lower() for line in spoken(script_of(name).scenes[-1]))


@pytest.mark.parametrize("name", MASSAGE)
def test_1_hands_rest_before_and_sweep_after(name: str) -> None:
    assert strokes_of(name)[1] == "resting_hands"
    assert ("whole_integration" in strokes_of(name)[-3:]) == (name != "first-days"), "a newborn stays at the shoulder"


@pytest.mark.parametrize("name", ROUTINES)
def test_2_offers_to_look_or_talk_and_then_eight_seconds_free(name: str) -> None:
    made = plan_of(name)
    events = made.events
    offers = [index for index, event in enumerate(events) if isinstance(event, Say) and event.role == "prompt"]
    assert len(offers) >= made.length // samples(240)
    for index in offers:
        pause = events[index + 1]
        assert isinstance(pause, Pause)
        assert samples(8) <= pause.end - events[index].end


def test_4_the_parent_breathes_and_lets_the_shoulders_drop_first() -> None:
    ready, asking, *_ = script_of("everyday", "learn").scenes
    assert "Breathe out slowly three times" in " ".join(spoken(ready))
    assert "Let your shoulders drop" in " ".join(spoken(asking))


def test_5_the_same_opening_and_closing_every_time() -> None:
    alike = [name for name in ROUTINES if ritual_of(name) == "infant-massage"]
    assert len(alike) > 8
    for place in (0, -1):
        said = [[line for line in spoken(script_of(name).scenes[place]) if "Wrap" not in line] for name in alike]
        assert all(lines == said[0] for lines in said)


@pytest.mark.parametrize("name", ROUTINES)
def test_7_after_every_check_there_is_time_to_stay_or_to_leave(name: str) -> None:
    events = plan_of(name).events
    checks = [index for index, event in enumerate(events) if isinstance(event, Say) and event.role == "check"]
    assert checks
    for index in checks:
        pause = events[index + 1]
        assert isinstance(pause, Pause)
        assert samples(9) <= pause.end - events[index].end
        assert pause.end - pause.start <= samples(20.1)


def test_7_every_part_is_a_chapter_to_skip() -> None:
    assert [chapter.title for chapter in plan_of("everyday").chapters[1:-1]] == [
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
        if ritual_of(name) == "infant-massage":
            assert any("cuddle" in say.text for say in said)
            assert samples(45) <= last.end - last.start <= samples(75 if guidance == "practised" else 110)


@pytest.mark.parametrize("name", ROUTINES)
@pytest.mark.parametrize("guidance", ["learn", "practised"])
def test_18_the_moment_is_chosen_calm_and_not_after_a_feed(name: str, guidance: Guidance) -> None:
    opening = " ".join(spoken(script_of(name, guidance).scenes[0])).lower()
    newborn = "not straight after a feed" if guidance == "learn" else "a while after a feed"
    feed = {"first-days": newborn, "still-touch": "your care team" if guidance == "learn" else ""}
    usual = "forty-five minutes after a feed" if guidance == "learn" else "not straight after a feed"
    assert "calm" in opening
    assert name.startswith(("still-touch", "toddler")) or "awake" in opening
    assert name.startswith("toddler") or feed.get(name, usual) in opening


def test_19_the_touch_is_firm_enough_not_to_tickle() -> None:
    assert "firm enough not to tickle" in " ".join(spoken(script_of("everyday", "learn"))).lower()


def test_20_the_room_is_warm_and_quiet_and_the_voice_just_clear() -> None:
    before = " ".join(spoken(script_of("everyday", "learn").scenes[0])).lower()
    for word in ("warm", "quiet", "phone", "rings", "just clear", "arm's length"):
        assert word in before
