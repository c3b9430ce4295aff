"""A stroke's path over the baby's body, as data.

The grammar (shared by tone, picture and check)::

    path   = lane ("|" lane)*          lanes are hands that move at the same time
    lane   = part ("+" part)*          parts follow one another
    part   = name "(" argument ("," argument)* ")"

Coordinates are those of the landmark's view: x to the right and y towards the feet, as the parent sees it;
100 units are the width of the view. ``{S}`` in a landmark stands for the side, R or L; ``{O}`` for the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import cos, dist, hypot, pi, sin
from typing import Literal

Side = Literal["right", "left", "both", "midline"]
"""The baby's own side on which a stroke is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Landmark:
    """A named point on one view of the baby."""

    view: str
    """front, back, face, sole, top, palm or handback."""
    name: str
    x: float
    """Units of the view, growing to the parent's right."""
    y: float
    """Units of the view, growing towards the feet (or the wrist, the heel, the chin)."""


Point = tuple[float, float]
"""x and y, in units of a view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One part of a path as a polyline: where the middle of one hand goes without lifting."""

    view: str
    points: tuple[Point, ...]
    """At least one; a hold stays at one."""

    @property
    def length(self) -> float:
        """Units of the view."""
        return sum(dist(a, b) for a, b in pairwise(self.points))

    def swept(self, centre: Point) -> float:
        """Return twice the area that a line from `centre` sweeps over: above 0 clockwise, as the parent looks."""
        x, y = centre
        return sum((a[0] - x) * (b[1] - y) - (b[0] - x) * (a[1] - y) for a, b in pairwise(self.points))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One primitive of a path, for example ``arc(navel,13,7,5,cw)``."""

    shape: str
    """A name of `SHAPES`."""
    points: tuple[str, ...]
    """Landmarks, with their view (``face.brow_in_{S}``); the front view goes without saying."""
    numbers: tuple[float, ...] = ()
    """What the shape takes beside points, in the order of `SHAPES`."""
    word: str = ""
    """The direction of an arc or a circle (cw, ccw, both), the name of a move, or "view" of a hold in the air."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrokePath:
    """What the hands do during one repetition."""

    lanes: tuple[tuple[Part, ...], ...]
    """A lane for each hand that has a way of its own; each a sequence of parts."""

    @property
    def landmarks(self) -> tuple[str, ...]:
        """Every landmark that is named, in order, with ``{S}`` and ``{O}`` left in."""
        return tuple(point for lane in self.lanes for part in lane for point in part.points)

    def __str__(self) -> str:
        """Write the path as it is written in a file."""
        return "|".join("+".join(_write(part) for part in lane) for lane in self.lanes)


SHAPES: dict[str, str] = {
    "hold": "p*",
    "line": "pp",
    "poly": "pp*",
    "arc": "pnnnw",
    "arc2": "pp",
    "circle": "pnwn",
    "wring": "pp",
    "roll": "pp",
    "press": "ppn",
    "walk": "ppn",
    "zigzag": "ppnn",
    "comb": "pp",
    "move": "w*",
}
"""What each shape takes: p a point, n a number, w a word; ``*`` any more of the same."""

_WAYS = ("cw", "ccw", "both")
_PART = re.compile(r"\s*(\w+)\s*\(([^()]*)\)\s*")


def parse_path(text: str) -> StrokePath:
    """Read a path.

    Raises:
        ValueError: with a sentence for the user.
    """
    return StrokePath(lanes=tuple(tuple(_read(part) for part in lane.split("+")) for lane in text.split("|")))


def resolve(point: str, side: Side) -> tuple[str, ...]:
    """Name the landmarks that `point` means on `side`, view first: ``hip_{S}`` on both sides is two points."""
    named = point if "." in point else f"front.{point}"
    if "{" not in named:
        return (named,)
    letters = {"right": "RL", "left": "LR"}
    return tuple(
        named.replace("{S}", letters[one][0]).replace("{O}", letters[one][1])
        for one in ("right", "left")
        if side in (one, "both", "midline")
    )


def trace(path: StrokePath, side: Side, landmarks: Mapping[str, Landmark]) -> tuple[tuple[Way, ...], ...]:
    """Follow every hand of a path: a tuple of ways for each, one way for each part that has a place on the body.

    Args:
        path: what the hands do.
        side: of the baby. On both sides a lane with ``{S}`` or ``{O}`` is two hands, right then left.
        landmarks: by ``view.name``; every landmark of the path is there.
    """
    return tuple(
        tuple(_ways(lane, hand, landmarks))
        for lane in path.lanes
        for hand in (_hands(lane) if side in ("both", "midline") else (side,))
    )


_ARC_STEPS = 8
"""Chords for each quarter of a turn: 0.2 % shorter than the arc."""
_SMILE = 0.15
"""How far a shallow curve bends away from its chord, against the chord's length."""


def _hands(lane: tuple[Part, ...]) -> tuple[Side, ...]:
    sided = any("{" in point for part in lane for point in part.points)
    return ("right", "left") if sided else ("midline",)


def _ways(lane: Iterable[Part], hand: Side, landmarks: Mapping[str, Landmark]) -> Iterable[Way]:
    for part in lane:
        places = [landmarks[resolve(point, hand)[0]] for point in part.points]
        if places:
            yield Way(view=places[0].view, points=tuple(_polyline(part, [(place.x, place.y) for place in places])))


def _polyline(part: Part, points: list[Point]) -> Iterable[Point]:
    numbers = part.numbers
    match part.shape:
        case "hold":
            return [(sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))]
        case "arc":
            radius, start, end = numbers
            hours = -((start - end) % 12 or 12) if part.word == "ccw" else (end - start) % 12 or 12
            return _turn(points[0], radius, start, hours)
        case "circle":
            radius, turns = numbers
            return _turn(points[0], radius, 0, -12 * turns if part.word == "ccw" else 12 * turns)
        case "arc2":
            return _bend(points[0], points[1])
        case "zigzag":
            return _cross(points[0], points[1], *numbers)
    return points


def _turn(centre: Point, radius: float, start: float, hours: float) -> Iterable[Point]:
    """Go around `centre` from clock hour `start` for so many hours; below 0 against the clock."""
    steps = max(1, round(abs(hours) / 3 * _ARC_STEPS))
    angles = [(start + hours * step / steps) * pi / 6 for step in range(steps + 1)]
    return [(centre[0] + radius * sin(angle), centre[1] - radius * cos(angle)) for angle in angles]


def _bend(start: Point, end: Point) -> Iterable[Point]:
    """Go along a shallow smile: a parabola that sags towards the feet."""
    across, down = end[0] - start[0], end[1] - start[1]
    deep = _SMILE if across >= 0 else -_SMILE
    for step in range(_ARC_STEPS + 1):
        t = step / _ARC_STEPS
        sag = 4 * deep * t * (1 - t)
        yield start[0] + across * t - down * sag, start[1] + down * t + across * sag


def _cross(start: Point, end: Point, width: float, crossings: float) -> Iterable[Point]:
    """Cross the line from `start` to `end` again and again on the way along it."""
    across, down = end[0] - start[0], end[1] - start[1]
    half = width / 2 / (hypot(across, down) or 1.0)
    steps = max(1, round(crossings))
    for step in range(steps + 1):
        t, way = step / steps, half if step % 2 else -half
        yield start[0] + across * t - down * way, start[1] + down * t + across * way


def _read(text: str) -> Part:
    match = _PART.fullmatch(text)
    if not match:
        msg = f"'{text.strip()}' is not a path; write for example line(hip,ankle)"
        raise ValueError(msg)
    shape, inside = match.groups()
    if shape not in SHAPES:
        msg = f"unknown path '{shape}'; possible are {', '.join(SHAPES)}"
        raise ValueError(msg)
    given = [argument.strip() for argument in inside.split(",")]
    pattern = SHAPES[shape]
    kinds = pattern.replace("*", pattern[-2] * max(0, len(given) - len(pattern) + 1)) if "*" in pattern else pattern
    if len(given) != len(kinds) or not all(given):
        msg = f"{shape}({inside}) takes {_describe(pattern)}, not {len([g for g in given if g])}"
        raise ValueError(msg)
    points: list[str] = []
    numbers: list[float] = []
    words: list[str] = []
    for kind, argument in zip(kinds, given, strict=True):
        if kind == "n":
            numbers.append(_number(shape, argument))
        elif kind == "w" or (shape == "hold" and argument == "view"):
            words.append(argument)
        else:
            points.append(argument)
    if shape in ("arc", "circle") and words[0] not in _WAYS:
        msg = f"{shape} runs cw, ccw or both, not '{words[0]}'"
        raise ValueError(msg)
    return Part(shape=shape, points=tuple(points), numbers=tuple(numbers), word=",".join(words))


def _number(shape: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= 1000.0:
        msg = f"'{text}' in {shape}(...) should be a number from 0 to 1000"
        raise ValueError(msg)
    return number


def _describe(pattern: str) -> str:
    names = {"p": "points", "n": "numbers", "w": "words"}
    counts = [f"{pattern.count(kind)} {name}" for kind, name in names.items() if kind in pattern]
    return " and ".join(counts) + (" or more" if "*" in pattern else "")


def _write(part: Part) -> str:
    points, numbers, words = (
        list(part.points),
        [f"{n:g}" for n in part.numbers],
        part.word.split(",") if part.word else [],
    )
    arguments = [
        {"p": points, "n": numbers, "w": words}[kind].pop(0)
        for kind in SHAPES[part.shape].replace("*", "")
        if {"p": points, "n": numbers, "w": words}[kind]
    ]
    return f"{part.shape}({','.join([*arguments, *points, *numbers, *words])})"
