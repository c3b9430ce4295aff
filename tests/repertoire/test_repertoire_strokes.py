"""Where the hands go: the landmarks, and every path of the repertoire over them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import dist

import pytest

from audioguide import repertoire
from audioguide.model.geometry import Landmark, PathPart, resolve
from audioguide.model.stroke import Stroke

LANDMARKS = repertoire.vocabulary().landmarks
STROKES = tuple(repertoire.vocabulary().strokes.values())
STRAIGHT = ("line", "poly", "wring", "roll", "comb")
CM_A_UNIT = 23 / 65
"""Hip to ankle is 65 units of the drawing, and about 23 cm at three months."""

each_stroke = pytest.mark.parametrize("stroke", STROKES, ids=lambda stroke: stroke.id)


def parts_of(stroke: Stroke) -> Iterator[PathPart]:
    for lane in stroke.path.lanes:
        yield from lane


def at(point: str) -> Landmark:
    """Where a point is, on the right side where there are two."""
    return LANDMARKS[resolve(point, "right")[0]]


def stroke_named(name: str) -> Stroke:
    return repertoire.vocabulary().strokes[name]


# Landmarks


def test_landmarks_lie_on_their_view() -> None:
    for landmark in LANDMARKS.values():
        assert 0 <= landmark.x <= 100
        assert 0 <= landmark.y <= 200


def test_the_babys_right_is_on_the_parents_left_and_on_the_other_side_of_the_back() -> None:
    for name, right in LANDMARKS.items():
        if name.endswith("_R"):
            left = LANDMARKS[f"{name[:-2]}_L"]
            assert right.y == left.y
            assert right.x + left.x == 100, f"{name} is not mirrored"
            assert (right.x < 50) == (right.view != "back")


# Strokes


@each_stroke
def test_every_point_of_a_path_exists_on_the_sides_on_which_it_is_done(stroke: Stroke) -> None:
    points = [name for point in stroke.path.landmarks for name in resolve(point, "both")]
    assert [name for name in points if name not in LANDMARKS] == []


@each_stroke
def test_numbers_are_sane(stroke: Stroke) -> None:
    assert 1 <= stroke.times.fewest <= stroke.times.usual <= stroke.times.most <= 12
    assert 2 <= stroke.seconds <= 60
    assert stroke.from_age <= 52
    assert stroke.purpose
    assert stroke.hands in repertoire.vocabulary().phrases["en"].hands


@each_stroke
def test_a_straight_path_runs_as_it_says_away_from_the_heart_or_towards_it(stroke: Stroke) -> None:
    for part in parts_of(stroke):
        if part.name in STRAIGHT and stroke.toward != "none":
            start, end = at(part.points[0]), at(part.points[-1])
            if start.view in ("front", "back"):
                assert (stroke.toward, start.y != end.y) == ("away" if start.y < end.y else "heart", True)


@each_stroke
def test_hands_move_at_one_to_ten_centimetres_a_second(stroke: Stroke) -> None:
    for lane in stroke.path.lanes:
        if any(part.name not in STRAIGHT or at(part.points[0]).view not in ("front", "back") for part in lane):
            continue
        units = sum(
            dist((one.x, one.y), (other.x, other.y))
            for part in lane
            for one, other in pairwise([at(point) for point in part.points])
        )
        assert 1 <= units * CM_A_UNIT / stroke.seconds <= 10


@each_stroke
def test_hands_keep_off_the_soft_spot_and_fingers_off_the_spine(stroke: Stroke) -> None:
    assert "face.soft_spot" not in stroke.path.landmarks
    for part in parts_of(stroke):
        if part.name in ("circle", "press") and at(part.points[0]).view == "back":
            assert all(at(point).x != 50 for point in part.points)


@each_stroke
def test_what_is_done_on_one_side_has_a_side(stroke: Stroke) -> None:
    """The views of a foot and a hand show one; a movement has no points."""
    front = [point for point in stroke.path.landmarks if at(point).view in ("front", "face", "back")]
    if stroke.sides == "each" and front:
        assert any("{S}" in point for point in front)


@each_stroke
def test_what_goes_instead_runs_towards_the_heart_on_the_same_part(stroke: Stroke) -> None:
    if stroke.instead:
        other = stroke_named(stroke.instead)
        assert (stroke.toward, other.toward) == ("away", "heart")
        assert (stroke.part, stroke.sides) == (other.part, other.sides)


def test_both_long_strokes_have_their_way_back() -> None:
    assert {stroke.id for stroke in STROKES if stroke.instead} == {"leg_indian_milk", "arm_indian_milk"}


# The tummy: along the gut, as the parent looks at it


def test_tummy_arcs_run_clockwise() -> None:
    arcs = [part for stroke in STROKES if stroke.part == "tummy" for part in parts_of(stroke) if part.name == "arc"]
    assert len(arcs) == 3
    assert {part.word for part in arcs} == {"cw"}


def test_each_letter_of_i_love_you_ends_low_on_the_babys_left() -> None:
    (lane,) = stroke_named("tummy_i_love_u").path.lanes
    assert [part.points[-1] for part in lane] == ["tummy_low_L"] * 3
    letters = [[at(point) for point in part.points] for part in lane]
    assert [point.name for point in letters[0]] == ["rib_low_L", "tummy_low_L"], "I: straight down"
    assert letters[1][0].x < letters[1][1].x, "L: from the parent's left to the right, then down"
    assert letters[2][0].y > letters[2][1].y, "U: up first"
    assert letters[2][1].x < letters[2][2].x, "U: then across, then down"


def test_walking_goes_from_the_parents_left_to_the_right() -> None:
    ((part,),) = stroke_named("tummy_walking").path.lanes
    assert at(part.points[0]).x < at(part.points[1]).x


def test_soles_are_stroked_from_heel_to_toes_and_the_top_towards_the_ankle() -> None:
    ((sole,),) = stroke_named("foot_thumb_over_thumb").path.lanes
    assert sole.points == ("sole.heel", "sole.under_toes")
    assert stroke_named("foot_top").toward == "heart"
