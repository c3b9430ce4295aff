"""Every arrow of every card against what classes teach: where it starts, where it ends, on which side.

The table is written from the books, not from the paths that draw the pictures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import dist
from typing import Literal
from xml.etree import ElementTree as ET

import pytest

from audioguide import repertoire
from audioguide.model.geometry import Side
from audioguide.model.shapes import Point
from audioguide.pictures.cards import picture, sides_of
from audioguide.pictures.cards.outline import read_outline
from audioguide.rendering.cards import album

VOCABULARY = repertoire.vocabulary()
ALBUM = album()

TAUGHT = """
leg_rest: knee_S
leg_indian_milk: hip_S > ankle_S
leg_hug_glide: hip_S > ankle_S, hip_S > ankle_S
leg_swedish_milk: ankle_S > hip_S
leg_roll: knee_S > ankle_S
leg_touch_relax: knee_R, knee_L
bottom_relaxer: around back.seat_R, around back.seat_L
legs_integration: hip_R > toes_R, hip_L > toes_L
clothes_leg_press: hip_R > ankle_R, hip_L > ankle_L

foot_thumb_over_thumb: sole.heel > sole.under_toes
foot_toe_roll: sole.toe_1 > sole.toe_5
foot_under_toes: sole.under_toe_1 > sole.under_toe_5
foot_ball: sole.ball > sole.heel
foot_thumb_press: sole.heel > sole.under_toes
foot_top: top.toes > top.ankle
foot_ankle_circles: around ankle_S

tummy_rest: navel
tummy_water_wheel_a: rib_low_mid > pubis_top
tummy_water_wheel_b: rib_low_mid > pubis_top
tummy_thumbs_sides: navel > waist_R, navel > waist_L
tummy_clock: near tummy_low_R > tummy_low_L
tummy_sun_moon: near pubis_top > pubis_top, near waist_R > tummy_low_L
tummy_i_love_u: rib_low_L > tummy_low_L, rib_low_R > tummy_low_L, tummy_low_R > tummy_low_L
tummy_walking: waist_R > waist_L
hip_sway: near waist_R > waist_L
knees_to_tummy:

chest_rest: sternum_mid
chest_open_book: sternum_mid > sternum_mid, sternum_mid > sternum_mid
chest_butterfly: side_O > side_O
chest_integration: sternum_mid > toes_R, sternum_mid > toes_L

arm_rest: elbow_S
arm_pit_stop: elbow_S > armpit_S
arm_indian_milk: shoulder_S > wrist_S
arm_hug_glide: shoulder_S > wrist_S, shoulder_S > wrist_S
hand_palm_open: palm.wrist > palm.fingers
hand_finger_roll: palm.finger_1 > palm.finger_5
hand_top: handback.knuckles > handback.wrist
hand_wrist_circles: around wrist_S
arm_swedish_milk: wrist_S > shoulder_S
arm_roll: shoulder_S > wrist_S
arm_touch_relax: elbow_S
arms_integration: shoulder_R > toes_R, shoulder_L > toes_L

face_rest: face.cheek_R, face.cheek_L
face_open_book: face.forehead_mid > face.temple_R, face.forehead_mid > face.temple_L
face_brows: face.brow_in_R > face.brow_out_R, face.brow_in_L > face.brow_out_L
face_nose_cheeks: face.nose_side_R > face.cheek_R, face.nose_side_L > face.cheek_L
face_smile_upper: face.lip_up_mid > face.mouth_corner_R, face.lip_up_mid > face.mouth_corner_L
face_smile_lower: face.lip_low_mid > face.mouth_corner_R, face.lip_low_mid > face.mouth_corner_L
face_jaw_circles: around face.jaw_hinge_R, around face.jaw_hinge_L
face_ears_chin: face.ear_top_R > face.under_chin, face.ear_top_L > face.under_chin
head_crown: around face.crown_side_R, around face.crown_side_L

back_rest: back.mid_back, back.bottom
back_side_to_side: near back.shoulder_line > back.bottom
back_swoop_bottom: back.nape > back.bottom
back_swoop_ankles: back.nape > back.ankle_mid
back_circles: around back.paraspinal_R, around back.paraspinal_L
back_comb: near back.nape > back.bottom, near back.nape > back.bottom, near back.nape > back.bottom, near back.nape > back.bottom
back_shoulder_hold: back.nape > back.bottom

weather_sun: near back.mid_back > back.mid_back
weather_wind: near back.shoulder_line > back.bottom
weather_clouds: back.paraspinal_top_R > back.paraspinal_low_R, back.paraspinal_top_L > back.paraspinal_low_L
weather_rain: back.paraspinal_top_R > back.paraspinal_low_R, back.paraspinal_top_L > back.paraspinal_low_L
weather_snail: back.paraspinal_low_R > back.paraspinal_top_R
weather_evening: back.mid_back, back.bottom
garden_rake: near back.nape > back.bottom, near back.nape > back.bottom, near back.nape > back.bottom, near back.nape > back.bottom
garden_seeds: back.paraspinal_top_R > back.paraspinal_low_R, back.paraspinal_top_L > back.paraspinal_low_L
garden_water: near back.shoulder_line > back.bottom
garden_stalks: back.paraspinal_low_R > back.paraspinal_top_R, back.paraspinal_low_L > back.paraspinal_top_L
garden_flowers: around back.shoulder_R, around back.shoulder_L
garden_evening: back.paraspinal_R, back.paraspinal_L
train_rails: back.paraspinal_top_R > back.paraspinal_low_R, back.paraspinal_top_L > back.paraspinal_low_L
train_passengers: back.paraspinal_low_R > back.paraspinal_top_R, back.paraspinal_low_L > back.paraspinal_top_L
train_wheels: around back.paraspinal_R, around back.paraspinal_L
train_hill: back.paraspinal_low_L > back.paraspinal_low_R
train_tunnel: back.shoulder_blade_R, back.shoulder_blade_L
train_home: back.nape > back.bottom
story_back_weather: back.paraspinal_top_R > back.paraspinal_low_R, back.paraspinal_top_L > back.paraspinal_low_L

move_arms_cross:
move_arm_leg_cross:
move_legs_cross:
move_knees_updown:
move_bicycle:

hand_rub_ask:
resting_hands: waist_R, waist_L
hello_stroke: shoulder_R > toes_R, shoulder_L > toes_L
still_hold_head_feet: head_side_R, ankle_mid
still_hold_arms: sternum_mid
whole_integration: shoulder_R > toes_R, shoulder_L > toes_L
closing_hold: sternum_mid
"""  # noqa: E501 - a row a stroke
"""By stroke: ``a > b`` is an arrow, ``near`` one whose ends lie beside the points, ``around`` a small circle, a point
alone is a hand that rests. S is the side of the card, O the other one; no mark: a movement, shown as a pictogram."""
ROWS = dict(re.findall(r"^(\w+): ?(.*)$", TAUGHT, re.MULTILINE))
CARDS = [(name, side) for name in ROWS for side in sides_of(VOCABULARY.strokes[name])]
BESIDE = {"": 0.15, "near": 15.5, "around": 6.5}
"""Units from a point: a hair, half of the widest zigzag and a clock's hour, the widest small circle."""
NOSE = 2.2
"""Units from the end of a way to the tip of its arrowhead, at most."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn for a hand: its way, or the one point where it rests."""

    points: tuple[Point, ...]
    heads: Literal["none", "end", "both"]


def numbers(data: str) -> tuple[Point, ...]:
    return tuple((float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", data))


def drawn(name: str, side: Side) -> list[Mark]:
    """Read the marks back from the picture, in the order in which they are drawn."""
    svg = ET.fromstring(picture(VOCABULARY.strokes[name], side, ALBUM, title="x"))  # noqa: S314 - our own drawing
    heads = [numbers(one.get("d", ""))[0] for one in svg.iter() if one.get("class") == "head"]
    dots = [(float(one.get("cx", "")), float(one.get("cy", ""))) for one in svg.iter() if one.get("class") == "start"]
    marks = []
    for one in svg.iter():
        if one.get("class") == "still":
            marks.append(Mark(((float(one.get("cx", "")), float(one.get("cy", ""))),), "none"))
        if one.get("class") == "way":
            way = numbers(one.get("d", ""))
            assert any(dist(head, way[-1]) < NOSE for head in heads), "no arrowhead where it ends"
            dotted = any(dist(dot, way[0]) < 0.2 for dot in dots)
            marks.append(Mark(way, "end" if dotted else "both"))
    return marks


def place(point: str, side: Side) -> Point:
    """Where a point of the table is in the picture of a side: a limb seen alone is mirrored for the other one."""
    letter, other = ("R", "L") if side == "right" else ("L", "R")
    named = re.sub("_O$", f"_{other}", re.sub("_S$", f"_{letter}", point))
    landmark = VOCABULARY.landmarks[named if "." in named else f"front.{named}"]
    outline = read_outline(ALBUM.outlines[landmark.view])
    if outline.side not in ("", side):
        return 2 * outline.box.x + outline.box.width - landmark.x, landmark.y
    return landmark.x, landmark.y


def test_the_table_has_every_stroke() -> None:
    assert set(ROWS) == set(VOCABULARY.strokes)


@pytest.mark.parametrize(("name", "side"), CARDS)
def test_a_hand_goes_as_it_is_taught(name: str, side: Side) -> None:
    taught = [row.strip() for row in ROWS[name].split(",") if row]
    marks = drawn(name, side)
    assert len(marks) == len(taught)
    for mark, row in zip(marks, taught, strict=True):
        how = next((word for word in ("near", "around") if row.startswith(word)), "")
        points = row.removeprefix(how).split(">")
        assert dist(mark.points[0], place(points[0].strip(), side)) <= BESIDE[how]
        assert dist(mark.points[-1], place(points[-1].strip(), side)) <= BESIDE[how]
        assert mark.heads == ("both" if how == "around" else "end" if len(points) > 1 else "none")


@pytest.mark.parametrize("name", [name for name, side in CARDS if side == "right"])
def test_the_left_is_the_mirror_image_of_the_right(name: str) -> None:
    for right, left in zip(drawn(name, "right"), drawn(name, "left"), strict=True):
        view, dot, _ = VOCABULARY.strokes[name].path.landmarks[0].partition(".")
        box = read_outline(ALBUM.outlines[view if dot else "front"]).box
        mirrored = [(2 * box.x + box.width - x, y) for x, y in right.points]
        turned = mirrored[::-1] if right.heads == "both" else mirrored  # a small circle, which may be gone either way
        assert all(dist(turned[index], left.points[index]) < 0.15 for index in (0, -1))
