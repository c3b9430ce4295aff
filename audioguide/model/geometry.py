"""A stroke's path over the baby's body, as data.

The grammar (shared by tone, picture and check; `shapes` has a row for each name)::

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
from math import dist
from typing import Literal

from audioguide.model.shapes import SHAPES, Point, Shape

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
class PathPart:
    """One primitive of a path, for example ``arc(navel,13,7,5,cw)``."""

    name: str
    """Of its shape, in `SHAPES`."""
    points: tuple[str, ...]
    """Landmarks, with their view (``face.brow_in_{S}``); the front view goes without saying."""
    numbers: tuple[float, ...] = ()
    """In the order in which the shape takes them."""
    word: str = ""
    """The direction of an arc or a circle (cw, ccw, both), the name of a move, or "view" of a hold in the air."""

    @property
    def shape(self) -> Shape:
        """The row of its shape."""
        return SHAPES[self.name]


@dataclass(frozen=True, slots=True, kw_only=True)
class StrokePath:
    """What the hands do during one repetition."""

    lanes: tuple[tuple[PathPart, ...], ...]
    """A lane for each hand that has a way of its own; each a sequence of parts."""

    @property
    def landmarks(self) -> tuple[str, ...]:
        """Every landmark that is named, in order, with ``{S}`` and ``{O}`` left in."""
        return tuple(point for lane in self.lanes for part in lane for point in part.points)

    def __str__(self) -> str:
        """Write the path as it is written in a file."""
        return "|".join("+".join(_write(part) for part in lane) for lane in self.lanes)


_PART = r"\s*(\w+)\s*\(([^()]*)\)\s*"


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


def _hands(lane: tuple[PathPart, ...]) -> tuple[Side, ...]:
    sided = any("{" in point for part in lane for point in part.points)
    return ("right", "left") if sided else ("midline",)


def _ways(lane: Iterable[PathPart], hand: Side, landmarks: Mapping[str, Landmark]) -> Iterable[Way]:
    for part in lane:
        places = [landmarks[resolve(point, hand)[0]] for point in part.points]
        if places:
            points = part.shape.polyline([(place.x, place.y) for place in places], part.numbers, part.word)
            yield Way(view=places[0].view, points=tuple(points))


def _read(text: str) -> PathPart:
    match = re.fullmatch(_PART, text)
    if not match:
        msg = f"'{text.strip()}' is not a path; write for example line(hip_R,ankle_R)"
        raise ValueError(msg)
    name, inside = match.groups()
    if name not in SHAPES:
        msg = f"unknown path '{name}'; possible are {', '.join(SHAPES)}"
        raise ValueError(msg)
    given = [argument.strip() for argument in inside.split(",")]
    pattern = SHAPES[name].takes
    kinds = pattern.replace("*", pattern[-2] * max(0, len(given) - len(pattern) + 1)) if "*" in pattern else pattern
    if len(given) != len(kinds) or not all(given):
        msg = f"{name}({inside}) takes {_describe(pattern)}, not {len([g for g in given if g])}"
        raise ValueError(msg)
    points: list[str] = []
    numbers: list[float] = []
    words: list[str] = []
    for kind, argument in zip(kinds, given, strict=True):
        if kind == "d" and argument not in ("cw", "ccw", "both"):
            msg = f"{name} runs cw, ccw or both, not '{argument}'"
            raise ValueError(msg)
        if kind in "nc":
            numbers.append(_number(name, argument, lowest=1 if kind == "c" else 0))
        elif kind in "dw" or (kind == "h" and argument == "view"):
            words.append(argument)
        else:
            points.append(argument)
    return PathPart(name=name, points=tuple(points), numbers=tuple(numbers), word=",".join(words))


def _number(name: str, text: str, *, lowest: int) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not lowest <= number <= 1000.0:
        msg = f"'{text}' in {name}(...) should be a number from {lowest} to 1000"
        raise ValueError(msg)
    return number


_ARGUMENTS = {"points": "ph", "numbers": "nc", "words": "dw"}
"""Letters of `Shape.takes`, by what they stand for."""


def _describe(takes: str) -> str:
    counts = {what: sum(map(takes.count, letters)) for what, letters in _ARGUMENTS.items()}
    return " and ".join(f"{count} {what}" for what, count in counts.items() if count) + (
        " or more" if "*" in takes else ""
    )


def _write(part: PathPart) -> str:
    left = {
        "points": list(part.points),
        "numbers": [f"{number:g}" for number in part.numbers],
        "words": part.word.split(",") if part.word else [],
    }
    kinds = (what for letter in part.shape.takes for what, letters in _ARGUMENTS.items() if letter in letters)
    arguments = [left[what].pop(0) for what in kinds if left[what]]
    return f"{part.name}({','.join([*arguments, *left['points'], *left['numbers'], *left['words']])})"
