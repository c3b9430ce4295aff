"""The path grammar."""

from __future__ import annotations

import pytest

from audioguide.geometry import SHAPES, parse_path, resolve

PATHS = [
    "hold(navel)",
    "hold(sternum_mid,navel)",
    "hold(view)",
    "line(hip_{S},ankle_{S})",
    "poly(sternum_mid,shoulder_{S},side_{S},rib_low_mid,sternum_mid)",
    "poly(rib_low_L,tummy_low_L)+poly(rib_low_R,rib_low_L,tummy_low_L)",
    "arc(navel,13,6,6,cw)|arc(navel,13,10,5,cw)",
    "arc2(face.lip_up_mid,face.mouth_corner_{S})",
    "circle(back.paraspinal_{S},4,both,6)",
    "wring(hip_{S},ankle_{S})",
    "roll(knee_{S},ankle_{S})",
    "press(sole.toe_1,sole.toe_5,5)",
    "walk(waist_R,waist_L,8)",
    "zigzag(back.nape,back.bottom,26,6)",
    "comb(back.nape,back.bottom)",
    "move(arms_cross)",
    "move(knees,tummy)",
]


@pytest.mark.parametrize("written", PATHS)
def test_a_path_reads_back_as_it_was_written(written: str) -> None:
    assert str(parse_path(written)) == written


def test_every_shape_is_tried_here() -> None:
    assert {part.shape for path in PATHS for lane in parse_path(path).lanes for part in lane} == set(SHAPES)


def test_lanes_go_together_and_parts_one_after_the_other() -> None:
    path = parse_path("line(a, b) + line(b, c) | hold(d)")
    assert [len(lane) for lane in path.lanes] == [2, 1]
    assert path.landmarks == ("a", "b", "b", "c", "d")


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("line(a)", "line(a) takes 2 points, not 1"),
        ("line(a,b,c)", "line(a,b,c) takes 2 points, not 3"),
        ("poly(a)", "poly(a) takes 2 points or more, not 1"),
        ("arc(a,13,7,5,up)", "arc runs cw, ccw or both, not 'up'"),
        ("press(a,b,many)", "'many' in press(...) should be a number from 0 to 1000"),
        ("swirl(a,b)", "unknown path 'swirl'"),
        ("hip to ankle", "'hip to ankle' is not a path"),
        ("", "'' is not a path"),
        ("line(a,b)+", "'' is not a path"),
    ],
)
def test_what_is_wrong_is_named(written: str, problem: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        parse_path(written)
    assert problem in str(caught.value)


def test_sides_choose_landmarks() -> None:
    assert resolve("hip_{S}", "left") == ("front.hip_L",)
    assert resolve("side_{O}", "right") == ("front.side_L",)
    assert resolve("face.cheek_{S}", "both") == ("face.cheek_R", "face.cheek_L")
    assert resolve("back.nape", "midline") == ("back.nape",)
