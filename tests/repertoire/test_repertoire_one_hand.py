"""Strokes as they are done seated, with one hand: what is known of them, and what is said."""

from __future__ import annotations

import re
from itertools import pairwise
from math import dist

import pytest

from audioguide import repertoire
from audioguide.model.geometry import trace
from audioguide.model.stroke import Stroke
from audioguide.rendering.request import prepare

LANDMARKS = repertoire.vocabulary().landmarks
STROKES = tuple(stroke for stroke in repertoire.vocabulary().strokes.values() if stroke.one_hand)
CM_A_UNIT = 23 / 65
"""Hip to ankle is 65 units of the drawing, and about 23 cm at three months."""
WITH_ONE = {"flat-hand", "finger", "finger-and-thumb", "fingertips", "spread-fingers"}
BODY = re.compile(
    r"\b(hand|hip|ankle|thigh|leg|heel|toes?|sole|foot|shoulder|arm|wrist|palm|finger|cheek|forehead|chest|tummy|neck|"
    r"back)\b",
    re.IGNORECASE,
)
TWO_HANDS = re.compile(
    r"\b(both|two) (hands|thumbs)|hand after hand|thumb over thumb|other hand|hands|(your|walking) thumbs|swap",
    re.IGNORECASE,
)

each_stroke = pytest.mark.parametrize("stroke", STROKES, ids=lambda stroke: stroke.id)


def words(text: str) -> list[str]:
    return text.replace("{baby}", "your baby").split()


def with_one_hand(stroke: Stroke) -> Stroke:
    assert stroke.one_hand is not None
    return stroke.one_hand


def test_some_forty_strokes_can_be_done_with_one_hand() -> None:
    assert len(STROKES) >= 40
    assert {"leg_roll", "hip_sway", "move_bicycle", "back_shoulder_hold"}.isdisjoint(stroke.id for stroke in STROKES)


@each_stroke
def test_one_hand_is_all_that_is_said_and_printed(stroke: Stroke) -> None:
    other = with_one_hand(stroke)
    assert other.hands in WITH_ONE
    for text in filter(None, (other.name, other.cue, other.again, other.teach)):
        assert not TWO_HANDS.search(text.say("en")), text.say("en")


@each_stroke
def test_its_cues_can_be_followed_without_looking(stroke: Stroke) -> None:
    other = with_one_hand(stroke)
    cue = other.cue.say("en")
    assert len(words(cue)) <= 12
    assert BODY.search(" ".join(words(cue)[:3])), cue
    if other.again is not None:
        assert len(words(other.again.say("en"))) <= 5


def test_no_two_of_them_have_the_same_cue() -> None:
    cues = [with_one_hand(stroke).cue.say("en") for stroke in STROKES]
    assert len(set(cues)) == len(cues)


@each_stroke
def test_the_hand_moves_no_faster_than_ten_centimetres_a_second(stroke: Stroke) -> None:
    other = with_one_hand(stroke)
    (hand,) = trace(other.path, "right" if other.sides == "each" else "midline", LANDMARKS)[:1]
    moving = [way for way in hand if way.view in ("front", "back")]
    units = sum(dist(one, two) for way in moving for one, two in pairwise(way.points))
    assert units * CM_A_UNIT / other.seconds <= 10


@each_stroke
def test_it_stays_the_same_stroke(stroke: Stroke) -> None:
    other = with_one_hand(stroke)
    same = ("id", "part", "toward", "times", "purpose", "from_age", "essential", "caution", "note", "position")
    assert [getattr(other, key) for key in same] == [getattr(stroke, key) for key in same]


@pytest.mark.parametrize("routine", ["everyday", "bedtime", "first-days", "toddler"])
def test_what_is_said_between_the_strokes_is_for_one_hand_too(routine: str) -> None:
    """Only hands are washed, and the hands of the baby open."""
    written = prepare(routine, one_hand=True, guidance="learn").script
    said = {cue.text for cue in written.cues if cue.role != "name"}
    both = [text for text in said if re.search(r"\bhands\b", re.sub("Hands open|warm your hands", "", text))]
    assert both == []
