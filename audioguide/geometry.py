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
from dataclasses import dataclass
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
class Path:
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


def parse_path(text: str) -> Path:
    """Read a path.

    Raises:
        ValueError: with a sentence for the user.
    """
    return Path(lanes=tuple(tuple(_read(part) for part in lane.split("+")) for lane in text.split("|")))


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
