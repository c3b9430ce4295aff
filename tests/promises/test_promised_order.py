"""What gives way when a session gets shorter: in one order, told to the parent, and never what has to stay."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from fakes.planned import planner
from fakes.scripts import PHRASES, RITUAL, routine, step, stroke, text

from audioguide.model.chapters import LeftOut
from audioguide.model.routine import Section
from audioguide.model.timeline import Timeline
from audioguide.planning.finder import estimated
from audioguide.planning.planner import Planner
from audioguide.planning.scriptwriter import write_script
from audioguide.reader import read_ritual
from audioguide.units import Samples

pytestmark = pytest.mark.no_cover  # all routines at many lengths: what runs is shown by quicker tests

RATE = 44_100


@cache
def planned(name: str) -> tuple[Timeline, tuple[Timeline, ...]]:
    """A routine at its own length, and at every fourth second less, down to its shortest."""
    any_length = planner(name)
    whole_seconds = range(any_length.own // RATE * RATE, any_length.shortest, -4 * RATE)
    shorter = [any_length.plan(Samples(length)) for length in (*whole_seconds, any_length.shortest)]
    return any_length.plan(), tuple(shorter)


@cache
def leaving(name: str) -> tuple[Timeline, tuple[LeftOut, ...]]:
    """A routine at its own length, and what leaves as it gets shorter, the first first."""
    own, shorter = planned(name)
    return own, tuple(dict.fromkeys(gone for timeline in shorter for gone in timeline.left_out))


@pytest.mark.parametrize("name", ["class", "complete", "everyday", "standard", "toddler"])
def test_first_prompts_and_checks_then_lines_then_strokes_then_whole_parts(name: str) -> None:
    _, gone = leaving(name)
    places = {"prompt": 0, "check": 0, "words": 1, "stroke": 2, "part": 3}
    order = list(dict.fromkeys(places[one.kind] for one in gone))
    assert {0, 3} <= set(order)
    assert sorted(order) == order


def test_of_whole_parts_the_face_leaves_first_then_the_back_then_the_arms_and_legs_tummy_and_chest_stay() -> None:
    own, gone = leaving("standard")
    assert [one.name for one in gone if one.kind == "part"] == ["Face", "Back", "Right arm", "Left arm"]
    _, shorter = planned("standard")
    assert [chapter.title for chapter in shorter[-1].chapters] == [
        "Asking",
        "Right leg",
        "Left leg",
        "Tummy",
        "Chest",
        "Whole body",
        "Goodbye",
    ]
    assert {chapter.title for chapter in own.chapters} == {chapter.title for chapter in shorter[-1].chapters} | {
        one.name for one in gone if one.kind == "part"
    }


def test_the_ritual_and_every_safety_line_stay_in_the_shortest_session() -> None:
    own, shorter = planned("everyday")
    safety = [say.text for say in own.says if say.role == "safety"]
    assert len(safety) > 3
    assert [say.text for say in shorter[-1].says if say.role == "safety"] == safety
    done = {beat.stroke.id for beat in shorter[-1].beats}
    assert {"hand_rub_ask", "resting_hands", "whole_integration", "closing_hold"} <= done


def test_repetitions_go_down_before_a_whole_part_does() -> None:
    _, shorter = planned("standard")
    usual = {beat.stroke.id: beat.of for beat in shorter[0].beats}
    last_whole = [one for one in shorter if not any(gone.kind == "part" for gone in one.left_out)][-1]
    fewer = [beat.stroke.id for beat in last_whole.beats if beat.of < usual[beat.stroke.id]]
    assert len(set(fewer)) > 3
    assert all(beat.of >= beat.stroke.times.fewest or beat.of == usual[beat.stroke.id] for beat in last_whole.beats)


def test_of_two_parts_alike_the_later_leaves_first() -> None:
    sections = [
        Section(title=text(title), steps=(step(stroke(name, part="arm", sides="midline")),), optional=optional)
        for title, name, optional in (("Legs", "one", False), ("First arm", "two", True), ("Second arm", "three", True))
    ]
    written = write_script(routine(*sections, ritual=RITUAL), PHRASES, guidance="names")
    any_length = Planner(written, estimated(written))
    gone = [
        one.name
        for length in range(any_length.own, any_length.shortest - 1, -RATE)
        for one in any_length.plan(Samples(length)).left_out
        if one.kind == "part"
    ]
    assert list(dict.fromkeys(gone)) == ["Second arm", "First arm"]


def test_a_check_is_followed_by_10_to_20_quiet_seconds_and_a_prompt_by_8_to_20_where_a_ritual_says_nothing() -> None:
    source = (Path(__file__).parents[1] / "data" / "vocabulary" / "infant-massage.yaml").read_text("utf-8")
    bare = "\n".join(line for line in source.splitlines() if not line.startswith("pause_after"))
    strokes = {"resting_hands": stroke("resting_hands", sides="both")}
    ritual = read_ritual(bare, source="infant-massage.yaml", strokes=strokes)
    section = Section(title=text("Legs"), steps=(step(stroke("one")),), sides="right")
    written = write_script(routine(section, ritual=ritual), PHRASES, guidance="practised")
    pauses = {
        passage.contact: tuple(length / RATE for length in passage.pause)
        for scene in written.scenes
        for passage in scene.passages
    }
    assert pauses["check"] == (10.0, 20.0)
    assert pauses["prompt"] == (8.0, 20.0)
