"""The path grammar."""

from __future__ import annotations

from itertools import pairwise
from math import pi

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.model.geometry import Landmark, Way, parse_path, resolve, trace
from audioguide.model.shapes import SHAPES

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
    "coil(face.jaw_hinge_{S},face.jaw_front_{S},4,both,2)",
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
    assert {part.name for path in PATHS for lane in parse_path(path).lanes for part in lane} == set(SHAPES)


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
        ("arc(a,wide,7,5,cw)", "'wide' in arc(...) should be a number from 0 to 1000"),
        ("press(a,b,many)", "'many' in press(...) should be a number from 1 to 1000"),
        ("zigzag(a,b,26,0)", "'0' in zigzag(...) should be a number from 1 to 1000"),
        ("coil(a,b,4,cw,0.9)", "'0.9' in coil(...) should be a number from 1 to 1000"),
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


LANDMARKS = {
    f"{view}.{name}": Landmark(view=view, name=name, x=x, y=y)
    for view, name, x, y in [
        ("front", "navel", 50, 83),
        ("front", "hip_R", 38, 101),
        ("front", "hip_L", 62, 101),
        ("front", "ankle_R", 38, 166),
        ("front", "ankle_L", 62, 166),
        ("back", "nape", 50, 36),
        ("back", "bottom", 50, 106),
    ]
}


def ways(written: str, side: str = "both") -> tuple[tuple[Way, ...], ...]:
    return trace(parse_path(written), side, LANDMARKS)  # type: ignore[arg-type]


def only(written: str) -> Way:
    ((way,),) = ways(written)
    return way


def test_a_line_goes_from_point_to_point() -> None:
    assert ways("line(hip_{S},ankle_{S})", "right") == ((Way(view="front", points=((38, 101), (38, 166))),),)
    assert only("line(back.nape,back.bottom)").view == "back"


def test_on_both_sides_there_are_two_hands() -> None:
    right, left = ways("line(hip_{S},ankle_{O})")
    assert (right[0].points, left[0].points) == (((38, 101), (62, 166)), ((62, 101), (38, 166)))
    assert len(ways("line(navel,hip_R)")) == 1


def test_parts_stay_apart_and_lanes_too() -> None:
    first, second = ways("line(hip_R,navel)+line(hip_L,navel)|hold(navel)")
    assert [way.points[0] for way in first] == [(38, 101), (62, 101)]
    assert second[0].points == ((50, 83),)


def test_what_has_no_place_on_the_body_has_no_way() -> None:
    assert ways("move(arms_cross)") == ways("hold(view)") == ((),)


def test_hands_that_stay_are_between_their_points() -> None:
    assert only("hold(hip_R,hip_L)").points == ((50, 101),)
    assert only("hold(hip_R,hip_L)").length == 0


@pytest.mark.parametrize("shape", ["line", "poly", "wring", "roll", "comb"])
def test_length_is_measured_in_units_of_the_view(shape: str) -> None:
    assert only(f"{shape}(hip_R,ankle_R)").length == pytest.approx(65)


def test_a_full_turn_is_as_long_as_its_circle() -> None:
    assert only("arc(navel,13,6,6,cw)").length == pytest.approx(2 * pi * 13, rel=0.002)
    assert only("arc(navel,13,7,5,cw)").length == pytest.approx(2 * pi * 13 * 10 / 12, rel=0.002)
    assert only("circle(navel,4,both,3)").length == pytest.approx(2 * pi * 4 * 3, rel=0.002)


def test_hours_are_those_of_a_clock_as_the_parent_looks() -> None:
    points = only("arc(navel,10,9,3,cw)").points
    assert points[0] == pytest.approx((40, 83))
    assert points[len(points) // 2] == pytest.approx((50, 73))
    assert points[-1] == pytest.approx((60, 83))
    assert only("arc(navel,10,9,3,ccw)").points[8] == pytest.approx((50, 93))


def test_clockwise_sweeps_above_zero() -> None:
    centre = (50.0, 83.0)
    assert only("arc(navel,10,9,3,cw)").swept(centre) == pytest.approx(pi * 100, rel=0.01)
    assert only("arc(navel,10,9,3,ccw)").swept(centre) == pytest.approx(-pi * 100, rel=0.01)
    assert only("line(hip_L,ankle_L)").swept(centre) > 0
    assert only("line(hip_R,ankle_R)").swept(centre) < 0


def test_a_smile_sags_towards_the_feet() -> None:
    for written in ("arc2(hip_R,hip_L)", "arc2(hip_L,hip_R)"):
        points = only(written).points
        assert max(y for _, y in points) == pytest.approx(101 + 0.15 * 24)
        assert points[0][1] == points[-1][1] == 101


def test_a_zigzag_crosses_as_often_as_it_says() -> None:
    points = only("zigzag(back.nape,back.bottom,26,6)").points
    assert [x for x, _ in points] == pytest.approx([63, 37, 63, 37, 63, 37, 63])
    assert (points[0][1], points[-1][1]) == (36, 106)


def test_a_coil_circles_on_its_way_from_one_point_to_another() -> None:
    points = only("coil(hip_L,ankle_L,4,cw,5)").points
    assert points[0] == pytest.approx((62, 97))
    assert points[-1] == pytest.approx((62, 162))
    assert sum(low <= 62 < high for (low, _), (high, _) in pairwise(points)) == 5
    assert only("coil(navel,navel,4,ccw,3)").points == only("circle(navel,4,ccw,3)").points


@given(
    st.sampled_from(["arc", "circle"]),
    st.floats(1, 40),
    st.integers(1, 12),
    st.integers(1, 12),
    st.sampled_from(["cw", "ccw"]),
)
def test_the_other_way_round_is_as_long(shape: str, radius: float, start: int, end: int, way: str) -> None:
    other = {"cw": "ccw", "ccw": "cw"}[way]
    if shape == "arc":
        there, back = f"arc(navel,{radius:.3f},{start},{end},{way})", f"arc(navel,{radius:.3f},{end},{start},{other})"
    else:
        there, back = (f"circle(navel,{radius:.3f},{one},{start})" for one in (way, other))
    assert only(there).length == pytest.approx(only(back).length)
    assert only(there).swept((50, 83)) == pytest.approx(-only(back).swept((50, 83)))


def test_a_hand_glides_over_the_skin_in_these_shapes_alone() -> None:
    """Only they have a speed that can be too slow or too fast."""
    gliding = {name for name, shape in SHAPES.items() if shape.glides}
    assert gliding == {"line", "poly", "arc", "arc2", "circle", "coil", "wring", "roll", "zigzag", "comb"}
