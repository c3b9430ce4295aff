"""The parent's hands in a picture: where they are, which is which, and in whose colours."""

from __future__ import annotations

import re
from dataclasses import replace
from math import dist
from typing import get_args
from xml.etree import ElementTree as ET

import pytest

from audioguide import repertoire
from audioguide.model.geometry import Side
from audioguide.model.shapes import Point
from audioguide.model.stroke import Hands, Stroke
from audioguide.pictures.cards import picture, sides_of
from audioguide.pictures.cards.hands import Scene, placed
from audioguide.pictures.cards.marks import CASING, INKS
from audioguide.pictures.cards.palette import PALETTES, palette_of
from audioguide.rendering.cards import album

STROKES = repertoire.vocabulary().strokes
ALBUM = album()
TOUCHED = [(one, side) for one in STROKES.values() if one.path.landmarks for side in sides_of(one)]
BREADTH = 17.0
"""Units of a view: from the start of a way to the middle of the hand that begins there, at most."""


def drawn(stroke: Stroke, side: Side = "midline") -> ET.Element:
    return ET.fromstring(picture(stroke, side, ALBUM, title="x"))  # noqa: S314 - our own drawing


def hands(svg: ET.Element, *classes: str) -> list[tuple[Point, bool]]:
    """Where each hand is, and whether it is a left one."""
    found = [one.get("transform", "") for one in svg.iter() if one.get("class") in (classes or ("hand",))]
    pattern = r"translate\((\S+) (\S+)\) rotate\(\S+\) matrix\((\S+) "
    matches = [re.match(pattern, one) for one in found]
    return [((float(one[1]), float(one[2])), float(one[3]) < 0) for one in matches if one]


def starts(svg: ET.Element) -> list[Point]:
    """Where each way begins, and where a hand rests."""
    found: list[Point] = []
    for one in svg.iter():
        if one.get("class") == "way":
            x, y = one.get("d", "").removeprefix("M").split(" L")[0].split()
            found.append((float(x), float(y)))
        if one.get("class") == "still":
            found.append((float(one.get("cx", "")), float(one.get("cy", ""))))
    return found


@pytest.mark.parametrize(("stroke", "side"), TOUCHED, ids=lambda one: getattr(one, "id", one))
def test_a_hand_is_where_its_way_begins(stroke: Stroke, side: Side) -> None:
    for panel in drawn(stroke, side).findall("{*}svg"):
        there = [at for at, _ in hands(panel)]
        assert there
        for start in starts(panel):
            assert min(dist(start, at) for at in there) <= BREADTH


@pytest.mark.parametrize("name", ["leg_roll", "legs_integration", "face_brows", "chest_rest", "leg_touch_relax"])
def test_the_parents_left_hand_is_on_the_parents_left(name: str) -> None:
    stroke = STROKES[name]
    (left,) = [x for (x, _), is_left in hands(drawn(stroke, sides_of(stroke)[0])) if is_left]
    (right,) = [x for (x, _), is_left in hands(drawn(stroke, sides_of(stroke)[0])) if not is_left]
    assert left < right


def test_a_leg_is_held_at_its_ankle_while_the_other_hand_glides() -> None:
    ankle = ALBUM.landmarks["front.ankle_R"]
    ((held, _),) = hands(drawn(STROKES["leg_indian_milk"], "right"), "holds")
    assert held == (ankle.x, ankle.y)


def test_both_legs_of_one_baby_are_marked_the_other_one_faintly() -> None:
    svg = drawn(STROKES["leg_indian_milk"], "right")
    assert len(svg.findall("{*}svg")) == 1
    (other,) = [one for one in svg.iter() if one.get("class") == "other"]
    assert float(other.get("opacity", "1")) < 0.5
    hip = ALBUM.landmarks["front.hip_L"]
    assert f"M{hip.x:.1f} {hip.y:.1f}" in ET.tostring(other, encoding="unicode")
    assert not [one for one in other.iter() if one.get("class") in ("way", "start")]


@pytest.mark.parametrize("code", get_args(Hands))
@pytest.mark.parametrize("count", [1, 2])
def test_every_way_to_use_the_hands_has_a_picture_on_any_path(code: Hands, count: int) -> None:
    trails = (((30.0, 50.0), (28.0, 90.0)), ((70.0, 50.0), (72.0, 90.0)))[:count]
    scene = Scene(trails=trails, centre=(50.0, 80.0), size=1.0, ankles=(50.0, 166.0))
    assert {one.shape for one in placed(code, scene)} <= set(ALBUM.hands)
    assert 1 <= len(placed(code, scene)) <= 4


def test_hands_that_are_left_open_are_not_drawn() -> None:
    assert not hands(drawn(replace(STROKES["tummy_clock"], hands=None)))


def test_a_press_is_a_print_where_it_is_done() -> None:
    """The ball of the foot, then the heel: the first is where the dot is."""
    (heel,) = [one for one in drawn(STROKES["foot_ball"], "right").iter() if one.get("class") == "print"]
    landmark = ALBUM.landmarks["sole.heel"]
    assert (float(heel.get("cx", "")), float(heel.get("cy", ""))) == (landmark.x, landmark.y)


def test_a_movement_of_one_side_has_a_picture_for_each() -> None:
    stroke = STROKES["move_arm_leg_cross"]
    assert picture(stroke, "right", ALBUM, title="x") != picture(stroke, "left", ALBUM, title="x")


def test_a_small_circle_is_a_ring_for_each_turn() -> None:
    rings = [one for one in drawn(STROKES["back_circles"], "both").iter() if one.get("class") in ("way", "loop")]
    assert len(rings) == 2 * 6


def test_at_the_shoulder_a_baby_is_held() -> None:
    stroke = STROKES["back_shoulder_hold"]
    lying = picture(replace(stroke, position="tummy"), "midline", ALBUM, title="x")
    held = picture(replace(stroke, position="shoulder"), "midline", ALBUM, title="x")
    assert lying != held
    assert "var(" not in lying + held


def luminance(colour: str) -> float:
    """Of sRGB, as WCAG 2.2 has it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("ink", INKS)
def test_marks_stand_out_from_their_casing_three_to_one(ink: str) -> None:
    assert (luminance(CASING) + 0.05) / (luminance(ink) + 0.05) >= 3.0


def test_every_mark_has_a_casing() -> None:
    for stroke, side in TOUCHED:
        svg = picture(stroke, side, ALBUM, title="x")
        lines = re.findall(r'<path class="(?:way|loop|turn)" d="([^"]*)"', svg)
        assert lines or 'class="still"' in svg or 'class="print"' in svg, stroke.id
        for line in lines:
            assert (
                f'<path d="{line}" fill="none" stroke-linejoin="round" stroke-linecap="round" stroke="{CASING}"' in svg
            )


@pytest.mark.parametrize("palette", PALETTES.values(), ids=list(PALETTES))
def test_a_familys_colours_are_in_its_pictures(palette: dict[str, str]) -> None:
    svg = picture(STROKES["chest_rest"], "midline", replace(ALBUM, palette=palette), title="x")
    for name in ("skin", "hair", "hand", "line"):
        assert palette[name] in svg


def test_families_differ_from_routine_to_routine() -> None:
    assert len({palette_of(name)["skin"] for name in repertoire.routines()}) >= 4
    assert palette_of("everyday") == palette_of("everyday")


def test_where_no_ankles_are_seen_only_the_hand_that_strokes_is_drawn() -> None:
    scene = Scene(trails=(((50.0, 40.0), (50.0, 80.0)),), centre=(50.0, 60.0), size=1.0)
    assert [one.left for one in placed("hand-at-ankles", scene)] == [False]
