"""SVG marks that say how a hand moves: arrows, prints, turns, resting discs. Points in, SVG out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import atan2, cos, degrees, dist, hypot, pi, radians, sin
from typing import Literal

from audioguide.model.shapes import Point

Ends = Literal["one", "turning", "none"]
"""An arrowhead at the end of a way, after a dot at its start; without that dot, as on a ring; neither."""

INKS = ("#0f5f68", "#a23f24", "#5b4a9c")
"""Colours of lanes. They differ in lightness too, so that a grey print shows which is which."""
CASING = "#ffffff"
"""Around every mark, so that it stands out on any skin."""
_ROUND = 0.35
"""How much of the shorter side a rounded corner takes."""
_BOW, _MOST_BOW = 0.14, 6.5
"""How far the ways of two hands round a limb bend apart, each: against their length, and in units."""
_FINGERS, _FINGERS_APART = 4, 4.2
"""How many lines a combing hand draws, and how far one is from the next, in units."""
_FINGERTIP = (2.9, 3.8)
"""Half the width and half the length of a print, in units."""


def arrow(
    points: Sequence[Point],
    *,
    middle: bool = True,
    ink: str,
    scale: float,
    ends: Ends = "one",
    name: str = "way",
) -> str:
    """Draw a way: a dot where the hand starts, an arrowhead where it ends and, on a long way, one in its middle.

    Args:
        points: of the polyline; its first and last are where the hand starts and ends.
        middle: whether a long way has an arrowhead in its middle too.
        ink: a colour.
        scale: units of the view in a hundredth of the picture.
        ends: what marks its ends.
        name: its class.
    """
    heads = [] if ends == "none" else [_head(points, scale)]
    if middle and ends == "one" and _length(points) > 55 * scale:
        heads.append(_head(_first_part(points, 0.58), scale * 0.9))
    start = dot(points[0], ink=ink, scale=scale) if ends == "one" else ""
    return _line(name, points, ink=ink, width=1.9 * scale) + _heads(heads, ink=ink, scale=scale) + start


def dot(point: Point, *, ink: str, scale: float) -> str:
    """Draw where a hand starts."""
    x, y = point
    return (
        f'<circle class="start" cx="{x:.1f}" cy="{y:.1f}" r="{2.3 * scale:.2f}" fill="{CASING}" stroke="{ink}" '
        f'stroke-width="{1.3 * scale:.2f}"/>'
    )


def still(point: Point, *, ink: str, scale: float) -> str:
    """Draw where a hand rests: a soft disc."""
    x, y = point
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{4.6 * scale:.2f}" fill="{CASING}" fill-opacity="0.75"/>'
        f'<circle class="still" cx="{x:.1f}" cy="{y:.1f}" r="{2.8 * scale:.2f}" fill="{ink}"/>'
    )


def prints(points: Sequence[Point], count: int, *, apart: float, ink: str, scale: float) -> str:
    """Draw the prints of fingertips along a way, from its start to its end; `apart` puts them left and right of it."""
    start, end = points[0], points[-1]
    turn = degrees(atan2(end[0] - start[0], start[1] - end[1]))
    size = min(1.0, 0.4 * dist(start, end) / max(1, count - 1) / (_FINGERTIP[1] * scale)) * scale
    places = [_between(start, end, step / max(1, count - 1)) for step in range(count)]
    shapes = []
    for number, place in enumerate(places[1:]):  # at the start is the dot of the arrow
        side = apart if number % 2 else -apart
        x, y = place[0] - side * cos(radians(turn)), place[1] - side * sin(radians(turn))
        shapes.append(
            f'<ellipse class="print" cx="{x:.1f}" cy="{y:.1f}" rx="{_FINGERTIP[0] * size:.2f}" '
            f'ry="{_FINGERTIP[1] * size:.2f}" transform="rotate({turn:.0f} {x:.1f} {y:.1f})" fill="{ink}" '
            f'stroke="{CASING}" stroke-width="{0.6 * scale:.2f}"/>'
        )
    between, last = "".join(shapes[:-1]), "".join(shapes[-1:])  # the last is below the arrowhead
    return last + arrow(points, middle=False, ink=ink, scale=scale * 0.65) + between


def hug(start: Point, end: Point, *, ink: str, scale: float) -> str:
    """Draw two hands that glide down a limb, one on each side, and turn in opposite directions round it."""
    bow = min(_MOST_BOW, _BOW * dist(start, end))
    ways = (_bowed(start, end, bow), _bowed(start, end, -bow))
    small = min(scale * 0.85, dist(start, end) / 55)
    drawn = "".join(arrow(way, middle=False, ink=ink, scale=small) for way in ways)
    return drawn + "".join(
        _turning(start, end, share, half, ink=ink, scale=small)
        for share, half in ((0.42, 0.8 * bow), (0.62, -0.8 * bow))
    )


def roll(start: Point, end: Point, *, ink: str, scale: float) -> str:
    """Draw a limb's way between two palms, with its rolling to and fro."""
    small = min(scale, dist(start, end) / 40)
    to_and_fro = "".join(
        _turning(start, end, share, half, ink=ink, scale=small) for share in (0.4, 0.7) for half in (6.5, -6.5)
    )
    return to_and_fro + arrow((start, end), middle=False, ink=ink, scale=scale)


def comb(start: Point, end: Point, *, ink: str, scale: float) -> str:
    """Draw four fingers that weigh less and less."""
    shapes = []
    for way in _fan(start, end):
        left, right = (beside(way, offset * scale)[0] for offset in (1.3, -1.3))
        wedge = f"{_data((left, way[1], right))} Z"
        shapes.append(arrow(way, middle=False, ink=ink, scale=scale * 0.55))
        shapes.append(f'<path d="{wedge}" fill="{ink}" stroke-linejoin="round"/>')
        shapes.append(dot(way[0], ink=ink, scale=scale * 0.7))
    return "".join(shapes)


def loops(points: Sequence[Point], turns: int, apart: Point, *, begun: int, ink: str, scale: float) -> str:
    """Draw small circles: a ring for each turn, one beside another, open at its top, with one arrowhead.

    Args:
        points: all turns about one centre, from twelve o'clock on.
        turns: how many there are.
        apart: from one ring to the next.
        begun: which ring is where the hand starts, from 0.
        ink: a colour.
        scale: units of the view in a hundredth of the picture.
    """
    once = points[: (len(points) - 1) // turns + 1]
    gap = round(0.07 * len(once))
    ring = once[gap : len(once) - gap]
    shapes = []
    for number in range(turns):
        far = number - (turns - 1) / 2
        moved = [(x + far * apart[0], y + far * apart[1]) for x, y in ring]
        name = "way" if number == begun else "loop"
        shapes.append(arrow(moved, ink=ink, scale=scale * 0.62, ends="turning", name=name))
    return "".join(shapes)


def coil(points: Sequence[Point], radius: float, turns: int, *, ink: str, scale: float) -> str:
    """Draw small circles on a way: a ring for each turn, and an arrow from each to the next."""
    last, gaps = len(points) - 1, max(1, turns - 1)
    apart = ((points[-1][0] - points[0][0]) / gaps, (points[-1][1] - points[0][1]) / gaps)
    about = [
        (x - apart[0] * gaps * (i / last - 0.5), y - apart[1] * gaps * (i / last - 0.5))
        for i, (x, y) in enumerate(points)
    ]
    rings = loops(about, turns, apart, begun=0, ink=ink, scale=scale)
    room = 1.5 * radius / (hypot(*apart) or 1.0)
    if room > 0.4:
        return rings
    middles = [(points[0][0] + apart[0] * n, points[0][1] + radius + apart[1] * n) for n in range(turns)]
    between = ((_between(one, other, room), _between(one, other, 1 - room)) for one, other in pairwise(middles))
    return rings + "".join(arrow(way, ink=ink, scale=scale * 0.5, ends="turning", name="loop") for way in between)


def label(text: str, point: Point, *, ink: str, scale: float) -> str:
    """Write a few characters in the middle of a point."""
    x, y = point
    return (
        f'<text x="{x:.1f}" y="{y + 2.2 * scale:.1f}" font-family="Nunito, sans-serif" font-weight="700" '
        f'font-size="{6.4 * scale:.2f}" text-anchor="middle" fill="{ink}">{text}</text>'
    )


def rounded(points: Sequence[Point]) -> tuple[Point, ...]:
    """Round the corners of a polyline; its ends stay where they are."""
    smooth = [points[0]]
    for (before, corner), (_, after) in pairwise(pairwise(points)):
        reach = _ROUND * min(dist(before, corner), dist(corner, after))
        into = _between(corner, before, reach / (dist(before, corner) or 1))
        out = _between(corner, after, reach / (dist(corner, after) or 1))
        for step in range(7):
            t = step / 6
            smooth.append(_between(_between(into, corner, t), _between(corner, out, t), t))
    return (*smooth, points[-1])


def beside(points: Sequence[Point], offset: float) -> tuple[Point, ...]:
    """Move a polyline sideways: to its left where `offset` is above 0."""
    moved = []
    closed = dist(points[0], points[-1]) < 1e-6
    for index, (x, y) in enumerate(points):
        before, after = points[max(0, index - 1)], points[min(len(points) - 1, index + 1)]
        if closed and index in (0, len(points) - 1):
            before, after = points[-2], points[1]
        across, down = after[0] - before[0], after[1] - before[1]
        far = hypot(across, down) or 1.0
        moved.append((x + offset * down / far, y - offset * across / far))
    return tuple(moved)


def _fan(start: Point, end: Point) -> tuple[tuple[Point, Point], ...]:
    """Return a line for each finger beside the one from `start` to `end`."""
    middle = (_FINGERS - 1) / 2
    pairs = [beside((start, end), _FINGERS_APART * (index - middle)) for index in range(_FINGERS)]
    return tuple((one[0], one[1]) for one in pairs)


def _bowed(start: Point, end: Point, far: float) -> tuple[Point, ...]:
    """Bend a line to its left, by `far` in its middle; its ends stay where they are."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down) or 1.0
    points = []
    for step in range(13):
        t = step / 12
        bend = far * sin(pi * t)
        points.append((start[0] + across * t + down / length * bend, start[1] + down * t - across / length * bend))
    return tuple(points)


def _turning(start: Point, end: Point, share: float, half: float, *, ink: str, scale: float) -> str:
    """Draw a small arrow across a limb, bent as round it: to the left as one goes along it, where `half` is above 0."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down) or 1.0
    along, aside = (across / length, down / length), (down / length, -across / length)
    centre = _between(start, end, share)
    points = []
    for step in range(9):
        angle = pi * (step / 8 - 0.5)
        far, bent = half * sin(angle), 2.6 * cos(angle) * (1 if half > 0 else -1)
        points.append((centre[0] + aside[0] * far + along[0] * bent, centre[1] + aside[1] * far + along[1] * bent))
    return _line("turn", points, ink=ink, width=1.5 * scale) + _heads(
        [_head(points, scale * 0.72)], ink=ink, scale=scale
    )


def _line(name: str, points: Sequence[Point], *, ink: str, width: float) -> str:
    """Draw a polyline in its casing."""
    line = _data(points)
    style = 'fill="none" stroke-linejoin="round" stroke-linecap="round"'
    return (
        f'<path d="{line}" {style} stroke="{CASING}" stroke-opacity="0.9" stroke-width="{width * 2:.2f}"/>'
        f'<path class="{name}" d="{line}" {style} stroke="{ink}" stroke-width="{width:.2f}"/>'
    )


def _heads(heads: Iterable[str], *, ink: str, scale: float) -> str:
    return "".join(
        f'<path class="head" d="{head}" fill="{ink}" stroke="{CASING}" stroke-width="{0.5 * scale:.2f}"/>'
        for head in heads
    )


def _head(points: Sequence[Point], scale: float) -> str:
    """Draw an arrowhead whose tip is just past the end of a polyline, along its last stretch."""
    tip = points[-1]
    back = next((one for one in reversed(points) if dist(one, tip) >= 2.5 * scale), points[0])
    far = dist(back, tip) or 1.0
    ahead = ((tip[0] - back[0]) / far, (tip[1] - back[1]) / far)
    nose = (tip[0] + ahead[0] * 1.5 * scale, tip[1] + ahead[1] * 1.5 * scale)
    foot = (nose[0] - ahead[0] * 6.4 * scale, nose[1] - ahead[1] * 6.4 * scale)
    wide = 3.1 * scale
    left = (foot[0] + ahead[1] * wide, foot[1] - ahead[0] * wide)
    right = (foot[0] - ahead[1] * wide, foot[1] + ahead[0] * wide)
    return f"{_data((nose, left, right))} Z"


def _first_part(points: Sequence[Point], share: float) -> tuple[Point, ...]:
    """Return the polyline up to a share of its length, less than 1."""
    left, index = share * _length(points), 1
    while (step := dist(points[index - 1], points[index])) < left:
        left -= step
        index += 1
    return (*points[:index], _between(points[index - 1], points[index], left / (step or 1)))


def _length(points: Sequence[Point]) -> float:
    return sum(dist(a, b) for a, b in pairwise(points))


def _between(a: Point, b: Point, share: float) -> Point:
    return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _data(points: Sequence[Point]) -> str:
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
