"""The shapes of which a stroke's path is made: one row each, with all that its path, tone, picture and check need.

A new shape is a new row. Only a new kind of polyline, tone or mark needs a function too: here, in
`sound.tones.contour` and in `pictures.cards.picture`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin
from types import MappingProxyType
from typing import Literal

Point = tuple[float, float]
"""x and y, in units of a view."""

Polyline = Callable[[Sequence[Point], Sequence[float], str], Iterable[Point]]
"""From the points, the numbers and the word of a shape to where a hand goes."""

Tone = Literal["still", "glide", "turns", "crossings", "pulses", "pattern", "brush", "vibrato", "tremolo"]
"""How a shape is heard: the curves of its pitch and level."""

Mark = Literal["rest", "arrow", "rounded", "circle", "coil", "hug", "roll", "prints", "steps", "fan", "pictogram"]
"""How a shape is drawn."""

_ARC_STEPS = 8
"""Chords for each quarter of a turn: 0.2 % shorter than the arc."""
_SAG_RATIO = 0.15
"""How far a shallow curve bends away from its chord, against the chord's length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One row of `SHAPES`."""

    takes: str
    """Its arguments: p a point, h a point or ``view`` (a hold in the air), n a number, c how often, d a direction (cw,
    ccw or both), w any other word; ``*`` any more of the one before."""
    polyline: Polyline
    tone: Tone
    mark: Mark
    glides: bool
    """Whether a hand moves over the skin; otherwise it presses, rests or moves a limb, and has no speed."""


def _through(points: Sequence[Point], _: Sequence[float], __: str) -> Iterable[Point]:
    """Go from point to point."""
    return points


def _middle(points: Sequence[Point], _: Sequence[float], __: str) -> Iterable[Point]:
    """Stay in the middle of all points."""
    return [(sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))]


def _arc(points: Sequence[Point], numbers: Sequence[float], direction: str) -> Iterable[Point]:
    """Go along a circle from one clock hour to another."""
    radius, start, end = numbers
    hours = -((start - end) % 12 or 12) if direction == "ccw" else (end - start) % 12 or 12
    return _around(points[0], radius, start, hours)


def _circle(points: Sequence[Point], numbers: Sequence[float], direction: str) -> Iterable[Point]:
    """Go round and round, from twelve o'clock on."""
    radius, turns = numbers
    return _around(points[0], radius, 0, -12 * turns if direction == "ccw" else 12 * turns)


def _coil(points: Sequence[Point], numbers: Sequence[float], direction: str) -> Iterable[Point]:
    """Go round and round, from twelve o'clock on, while the middle of the circles goes from one point to another."""
    (start, end), ring = points, [*_circle([(0.0, 0.0)], numbers, direction)]
    for step, (x, y) in enumerate(ring):
        t = step / (len(ring) - 1)
        yield start[0] + (end[0] - start[0]) * t + x, start[1] + (end[1] - start[1]) * t + y


def _around(centre: Point, radius: float, start: float, hours: float) -> Iterable[Point]:
    """Go around `centre` from clock hour `start` for so many hours; below 0 counterclockwise."""
    steps = max(1, round(abs(hours) / 3 * _ARC_STEPS))
    angles = [(start + hours * step / steps) * pi / 6 for step in range(steps + 1)]
    return [(centre[0] + radius * sin(angle), centre[1] - radius * cos(angle)) for angle in angles]


def _parabola(points: Sequence[Point], _: Sequence[float], __: str) -> Iterable[Point]:
    """Go along a shallow smile: a parabola that sags towards the feet."""
    start, end = points
    across, down = end[0] - start[0], end[1] - start[1]
    deep = _SAG_RATIO if across >= 0 else -_SAG_RATIO
    for step in range(_ARC_STEPS + 1):
        t = step / _ARC_STEPS
        sag = 4 * deep * t * (1 - t)
        yield start[0] + across * t - down * sag, start[1] + down * t + across * sag


def _zigzag(points: Sequence[Point], numbers: Sequence[float], _: str) -> Iterable[Point]:
    """Cross the line between two points again and again on the way along it."""
    (start, end), (width, crossings) = points, numbers
    across, down = end[0] - start[0], end[1] - start[1]
    half = width / 2 / (hypot(across, down) or 1.0)
    steps = round(crossings)
    for step in range(steps + 1):
        t, aside = step / steps, half if step % 2 else -half
        yield start[0] + across * t - down * aside, start[1] + down * t + across * aside


SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "hold": Shape(takes="h*", polyline=_middle, tone="still", mark="rest", glides=False),
        "line": Shape(takes="pp", polyline=_through, tone="glide", mark="arrow", glides=True),
        "poly": Shape(takes="pp*", polyline=_through, tone="glide", mark="rounded", glides=True),
        "arc": Shape(takes="pnnnd", polyline=_arc, tone="glide", mark="arrow", glides=True),
        "arc2": Shape(takes="pp", polyline=_parabola, tone="glide", mark="arrow", glides=True),
        "circle": Shape(takes="pndc", polyline=_circle, tone="turns", mark="circle", glides=True),
        "coil": Shape(takes="ppndc", polyline=_coil, tone="turns", mark="coil", glides=True),
        "wring": Shape(takes="pp", polyline=_through, tone="vibrato", mark="hug", glides=True),
        "roll": Shape(takes="pp", polyline=_through, tone="tremolo", mark="roll", glides=True),
        "press": Shape(takes="ppc", polyline=_through, tone="pulses", mark="prints", glides=False),
        "walk": Shape(takes="ppc", polyline=_through, tone="pulses", mark="steps", glides=False),
        "zigzag": Shape(takes="ppnc", polyline=_zigzag, tone="crossings", mark="rounded", glides=True),
        "comb": Shape(takes="pp", polyline=_through, tone="brush", mark="fan", glides=True),
        "move": Shape(takes="w*", polyline=_through, tone="pattern", mark="pictogram", glides=False),
    }
)
"""Every shape, by its name in a path."""
