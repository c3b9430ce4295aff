"""SVG marks for the path of a hand: arrows, resting hands, presses. Points in, SVG out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, dist, hypot, pi, sin
from typing import Literal

from audioguide.model.shapes import Point

Ends = Literal["one", "both"]

INKS = ("#0f6b74", "#b4472a", "#5b4a9c")
"""Colours of lanes. They differ in lightness too, so that a grey print shows which is which."""
_PAPER = "#ffffff"
_ROUND = 0.35
"""How much of the shorter side a rounded corner takes."""
_WAVE = 0.05
"""How far a wave swings to each side, against its length."""


def arrow(
    points: Sequence[Point], *, middle: bool = True, ink: str, scale: float, ends: Ends = "one", faint: float = 1.0
) -> str:
    """Draw a way: a dot where the hand starts, an arrowhead where it ends and, on a long way, one in its middle.

    Args:
        points: of the polyline; its first and last are where the hand starts and ends.
        middle: whether a long way has an arrowhead in its middle too.
        ink: a colour.
        scale: units of the view in a hundredth of the picture.
        ends: "one" arrowhead, or "both" for a way that may be gone either way.
        faint: opacity.
    """
    line = _data(points)
    width = 1.9 * scale
    heads = [_head(points, scale)]
    if ends == "both":
        heads.append(_head(points[::-1], scale))
    elif middle and _length(points) > 40 * scale:
        heads.append(_head(_first_part(points, 0.55), scale * 0.9))
    shape = (
        f'<path d="{line}" fill="none" stroke="{_PAPER}" stroke-opacity="0.85" stroke-width="{width * 2:.2f}" '
        'stroke-linejoin="round"/>'
        f'<path class="way" d="{line}" fill="none" stroke="{ink}" stroke-width="{width:.2f}" stroke-linejoin="round"/>'
        + "".join(
            f'<path class="head" d="{head}" fill="{ink}" stroke="{_PAPER}" stroke-width="{0.5 * scale:.2f}"/>'
            for head in heads
        )
    )
    start = "" if ends == "both" else dot(points[0], ink=ink, scale=scale)
    return f'<g opacity="{faint:g}">{shape}{start}</g>' if faint < 1 else shape + start


def dot(point: Point, *, ink: str, scale: float) -> str:
    """Draw where a hand starts."""
    x, y = point
    return (
        f'<circle class="start" cx="{x:.1f}" cy="{y:.1f}" r="{2.3 * scale:.2f}" fill="{_PAPER}" stroke="{ink}" '
        f'stroke-width="{1.3 * scale:.2f}"/>'
    )


def still(point: Point, *, ink: str, scale: float) -> str:
    """Draw a hand that rests: a soft disc."""
    x, y = point
    rings = (("", 9.5, 0.16), ("", 6.6, 0.22), (' class="still"', 3.6, 0.45))
    return "".join(
        f'<circle{name} cx="{x:.1f}" cy="{y:.1f}" r="{radius * scale:.2f}" fill="{ink}" fill-opacity="{opacity}"/>'
        for name, radius, opacity in rings
    )


def presses(start: Point, end: Point, count: int, *, ink: str, scale: float) -> str:
    """Draw soft presses from one point to another: the first is where the arrow starts, the last where it ends."""
    places = [_between(start, end, step / max(1, count - 1)) for step in range(1, count - 1)]
    radius = min(2.5 * scale, 0.3 * dist(start, end) / max(1, count - 1))
    return arrow((start, end), middle=False, ink=ink, scale=scale * 0.75) + "".join(
        f'<circle class="press" cx="{x:.1f}" cy="{y:.1f}" r="{radius:.2f}" fill="{ink}" stroke="{_PAPER}" '
        f'stroke-width="{0.5 * scale:.2f}"/>'
        for x, y in places
    )


def label(text: str, point: Point, *, ink: str, scale: float) -> str:
    """Write a few characters in the middle of a point."""
    x, y = point
    return (
        f'<text x="{x:.1f}" y="{y + 2.2 * scale:.1f}" font-family="system-ui, sans-serif" font-weight="600" '
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


def wave(start: Point, end: Point, *, swings: float, phase: float = 0.0) -> tuple[Point, ...]:
    """Go from one point to another in soft waves; `phase` 0.5 mirrors them. It starts and ends on the points."""
    across, down = end[0] - start[0], end[1] - start[1]
    steps = ceil(16 * swings)
    points = []
    for step in range(steps + 1):
        t = step / steps
        # The waves grow and fade, so that the way starts and ends in its own direction.
        swing = _WAVE * sin(2 * pi * (swings * t + phase)) * (1 - (2 * t - 1) ** 8)
        points.append((start[0] + across * t - down * swing, start[1] + down * t + across * swing))
    return (*points[:-1], end)


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


def fan(start: Point, end: Point, lines: int, apart: float) -> tuple[tuple[Point, Point], ...]:
    """Return parallel lines beside the one from `start` to `end`, a hand's width of fingers."""
    middle = (lines - 1) / 2
    pairs = [beside((start, end), apart * (index - middle)) for index in range(lines)]
    return tuple((one[0], one[1]) for one in pairs)


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
