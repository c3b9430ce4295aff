"""Where no hand is drawn: on the throat, on the face of a body, on the soft spot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, hypot, radians, sin
from typing import NamedTuple

import pytest

from audioguide import repertoire
from audioguide.model.shapes import Point
from audioguide.pictures.cards import sides_of
from audioguide.pictures.cards.hands import Placed
from audioguide.pictures.cards.outline import read_outline
from audioguide.pictures.cards.panel import Panel, panels_of
from audioguide.rendering.cards import album

ALBUM = album()
STROKES = repertoire.vocabulary().strokes.values()


class Area(NamedTuple):
    """A part of a view that no hand covers, in its units."""

    left: float
    top: float
    right: float
    bottom: float

    def far(self, x: float, y: float) -> float:
        """How far a point is from it; 0 inside."""
        return hypot(max(self.left - x, x - self.right, 0), max(self.top - y, y - self.bottom, 0))


FREE = {
    "the throat": ("front", Area(42, 37, 58, 43.5)),
    "the face": ("front", Area(32, 14, 68, 34)),
    "the soft spot": ("front", Area(44, -12, 56, 4)),
    "the throat, seen close": ("face", Area(40, 106, 60, 124)),
}
"""By what it is: the view, and where it is in it; under the chin, whose lowest point is at 40 and at 103."""


def discs(placed: Placed, size: float) -> Iterator[tuple[Point, float]]:
    """What a hand covers, its sleeve aside, as discs: their middles and their radii."""
    body = read_outline(ALBUM.hands[placed.shape]).body
    moved = re.match(r'<g transform="translate\((\S+) (\S+)\)">', body)
    by = (float(moved[1]), float(moved[2])) if moved else (0.0, 0.0)
    (skin,) = re.findall(r'<g fill="var\(--line, [^>]*>(.*?)</g>', body, re.DOTALL)
    for path, width in re.findall(r'<path d="([^"]*)"[^>]*stroke-width="([^"]*)"', skin):
        for x, y in along(path):
            yield turned((x + by[0], y + by[1]), placed, size), float(width) / 2 * size


def along(path: str) -> Iterator[Point]:
    """Points on the lines and the cubic curves of a path, close together."""
    at = (0.0, 0.0)
    for command, rest in re.findall(r"([MLC])([^MLCZ]*)", path):
        numbers = [float(one) for one in re.findall(r"-?[0-9.]+", rest)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        corners = points if command == "C" else [at, points[0], points[0]]
        if command != "M":
            yield from (bezier((at, *corners), step / 20) for step in range(21))
        at = points[-1]


def bezier(corners: Sequence[Point], share: float) -> Point:
    """The point of a curve after a share of it."""
    while len(corners) > 1:
        corners = [(x + (to_x - x) * share, y + (to_y - y) * share) for (x, y), (to_x, to_y) in pairwise(corners)]
    return corners[0]


def turned(point: Point, placed: Placed, size: float) -> Point:
    """Where a point of the drawing of a hand is in a picture."""
    x, y, angle = point[0] * (-size if placed.left else size), point[1] * size, radians(placed.turn)
    return placed.at[0] + x * cos(angle) - y * sin(angle), placed.at[1] + x * sin(angle) + y * cos(angle)


def drawn_on(view: str) -> Iterator[tuple[str, Panel]]:
    """Every picture on a view of the baby, both sides of each stroke."""
    bodies = {read_outline(svg).body for name, svg in ALBUM.outlines.items() if name.partition("-")[0] == view}
    for stroke in STROKES:
        for side in sides_of(stroke):
            for panel in panels_of(stroke, side, ALBUM):
                if panel.outline.body in bodies and panel.hands:
                    yield f"{stroke.id} {side}", panel


@pytest.mark.parametrize("what", FREE)
def test_no_hand_is_drawn_on(what: str) -> None:
    view, area = FREE[what]
    panels = list(drawn_on(view))
    assert len(panels) >= 8
    for name, panel in panels:
        near = min(area.far(*at) - radius for hand in panel.hands for at, radius in discs(hand, panel.outline.hand))
        assert near > 0, name
