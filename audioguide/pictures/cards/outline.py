"""A drawing from the repertoire: the baby, a hand, or a movement as a pictogram."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_SVG = re.compile(r"<svg([^>]*)>(.*)</svg>", re.DOTALL)
_BOX = re.compile(r'viewBox="([^"]*)"')
_HEAD = re.compile(r'data-head="([^"]*)"')
_SIDE = re.compile(r'data-side="(right|left)"')
_HAND = re.compile(r'data-hand="([^"]*)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle, in units of a view."""

    x: float
    y: float
    width: float
    height: float

    def __str__(self) -> str:
        """Write it as a viewBox."""
        return f"{self.x:g} {self.y:g} {self.width:g} {self.height:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What stands in a file of outlines, hands or pictograms."""

    box: Box
    side: Literal["right", "left", ""]
    """Whose limb it shows; the other one is its mirror image. Nothing where it shows both."""
    head: Box | None
    """Where the head is: a detail shows all of it or nothing. None where no detail is shown."""
    hand: float
    """How large a parent's hand is here, against the drawings of hands."""
    body: str
    """The markup inside."""


def read_outline(svg: str) -> Outline:
    """Read a drawing of the repertoire.

    ``viewBox`` says how large it is, ``data-side`` which limb it shows, ``data-head`` where the head is,
    ``data-hand`` how large a hand is beside it.

    Raises:
        ValueError: it is no such drawing.
    """
    found = _SVG.search(svg)
    box = _BOX.search(found[1]) if found else None
    if found is None or box is None:
        msg = "an outline is an SVG with a viewBox"
        raise ValueError(msg)
    side, head, hand = _SIDE.search(found[1]), _HEAD.search(found[1]), _HAND.search(found[1])
    shown: Literal["right", "left", ""] = "" if side is None else "right" if side[1] == "right" else "left"
    return Outline(
        box=_box(box[1]),
        side=shown,
        head=_box(head[1]) if head else None,
        hand=float(hand[1]) if hand else 1.0,
        body=found[2].strip(),
    )


def _box(text: str) -> Box:
    x, y, width, height = map(float, text.split())
    return Box(x=x, y=y, width=width, height=height)
