"""The picture that a player shows: a baby's face between two open arms, painted from a handful of discs and arcs.

Every shape is a distance: how far each point is from it, below 0 inside. What is within half a point of an edge is
mixed, so that edges are smooth at any size. Pure: the same routine has the same picture.
"""

from __future__ import annotations

import math
import struct
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Distance = NDArray[np.floating[Any]]

SIZE_PIXELS = 500
"""Width and height: what phones and speakers with a screen show."""
_MOST_ARMS = 4
"""Pairs."""
Colour = tuple[int, int, int]

_GROUNDS: tuple[tuple[Colour, Colour], ...] = (
    ((250, 224, 200), (222, 128, 96)),  # apricot
    ((214, 232, 226), (74, 138, 128)),  # sage
    ((222, 226, 244), (104, 114, 172)),  # dusk
    ((248, 221, 221), (196, 110, 122)),  # rose
    ((246, 234, 202), (190, 146, 66)),  # straw
    ((196, 222, 244), (52, 112, 172)),  # sky
    ((234, 220, 236), (136, 92, 146)),  # heather
    ((228, 235, 206), (118, 140, 60)),  # moss
    ((46, 52, 84), (146, 160, 214)),  # night
    ((58, 44, 60), (214, 156, 170)),  # plum
    ((32, 66, 70), (126, 190, 184)),  # lake
    ((88, 52, 42), (232, 164, 122)),  # clay
    ((40, 64, 44), (182, 204, 130)),  # forest
    ((255, 206, 190), (176, 60, 56)),  # coral
)
"""A ground and the arms on it: by day and by night."""
_HAIR: tuple[tuple[tuple[tuple[float, float], float, float, float], ...], ...] = (
    (((0.485, 0.335), 0.038, 150, 120),),  # a curl
    (((0.462, 0.385), 0.038, 35, 68), ((0.538, 0.385), 0.038, 325, 68)),  # a parting
    (((0.45, 0.345), 0.025, 180, 80), ((0.5, 0.345), 0.025, 180, 80), ((0.55, 0.345), 0.025, 180, 80)),  # waves
)
"""Arcs: centre, radius, middle and spread."""
_SEED = 4754
"""Spreads the built-in routines over the colours, with night for bedtime; any routine gets one of the forty-two."""
_SKIN, _LINE, _BLUSH = (253, 236, 222), (110, 74, 58), (240, 164, 144)


def cover(name: str, chapters: int) -> bytes:
    """Paint the picture of a routine, as PNG.

    Args:
        name: of the routine: chooses the colours and the hair.
        chapters: how many it has: so many pairs of arms, four at most.
    """
    chosen = zlib.crc32(name.encode(), _SEED)
    ground, arms = _GROUNDS[chosen % len(_GROUNDS)]
    canvas = _Canvas.blank(ground)
    both = canvas.folded()
    count = max(1, min(_MOST_ARMS, chapters))
    for index in range(count, 0, -1):
        radius, strength = 0.26 + 0.19 * index / count, 0.95 - 0.7 * (index - 1) / _MOST_ARMS
        both.arc((0.5, 0.51), radius, 100, 62, width=0.034, colour=arms, strength=strength)
    both.disc((0.705, 0.53), 0.042, _SKIN)
    canvas.disc((0.5, 0.51), 0.21, _SKIN)
    both.disc((0.625, 0.575), 0.04, _BLUSH, 0.55)
    both.arc((0.578, 0.495), 0.033, 180, 75, width=0.017, colour=_LINE)  # an eye, closed
    canvas.arc((0.5, 0.56), 0.052, 180, 62, width=0.017, colour=_LINE)
    for centre, bend, middle, spread in _HAIR[chosen // len(_GROUNDS) % len(_HAIR)]:
        canvas.arc(centre, bend, middle, spread, width=0.017, colour=_LINE)
    return _png(canvas.colours)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Canvas:
    """A square of points; places and sizes are shares of its side."""

    x: Distance
    """Of each column."""
    y: Distance
    """Of each row, shape ``(rows, 1)``."""
    colours: NDArray[np.float32]
    """Red, green and blue, a plane each: shape ``(3, rows, columns)``."""

    @classmethod
    def blank(cls, ground: Colour) -> _Canvas:
        row = (np.arange(SIZE_PIXELS, dtype=np.float32) + 0.5) / SIZE_PIXELS
        colours = np.broadcast_to(_planes(ground), (3, SIZE_PIXELS, SIZE_PIXELS)).copy()
        return cls(x=row, y=row[:, None], colours=colours)

    def folded(self) -> _Canvas:
        """Return the same canvas, in which what is painted on the right comes out on the left, too."""
        return replace(self, x=0.5 + np.abs(self.x - 0.5))

    def disc(self, centre: tuple[float, float], radius: float, colour: Colour, strength: float = 1.0) -> None:
        near = self.near(centre, radius)
        near.paint(_far(near.x - centre[0], near.y - centre[1]) - radius, colour, strength)

    def arc(
        self,
        centre: tuple[float, float],
        radius: float,
        middle: float,
        spread: float,
        *,
        width: float,
        colour: Colour,
        strength: float = 1.0,
    ) -> None:
        """Paint an arc with round ends.

        Args:
            centre: of its circle.
            radius: of its circle.
            middle: the direction of its middle, in degrees clockwise from the top.
            spread: how far it reaches to each side of its middle, in degrees.
            width: of the line.
            colour: of the line.
            strength: from 0 to 1: how much of what is there it covers.
        """
        near = self.near(centre, radius + width / 2)
        turn, half = math.radians(middle), math.radians(spread)
        x, y = near.x - centre[0], near.y - centre[1]
        # Turned so that the middle of the arc is at the top, and folded: both ends are one.
        along = np.abs(x * math.cos(turn) + y * math.sin(turn))
        up = x * math.sin(turn) - y * math.cos(turn)
        end = _far(along - radius * math.sin(half), up - radius * math.cos(half))
        within = along * math.cos(half) <= up * math.sin(half)
        near.paint(np.where(within, np.abs(_far(x, y) - radius), end) - width / 2, colour, strength)

    def near(self, centre: tuple[float, float], reach: float) -> _Canvas:
        """Return the part of the canvas that a shape of this reach can touch."""
        columns, rows = (
            np.flatnonzero(np.abs(axis.ravel() - middle) < reach + 1 / SIZE_PIXELS)
            for axis, middle in zip((self.x, self.y), centre, strict=True)
        )
        across, down = slice(columns[0], columns[-1] + 1), slice(rows[0], rows[-1] + 1)
        return _Canvas(x=self.x[across], y=self.y[down], colours=self.colours[:, down, across])

    def paint(self, shape: Distance, colour: Colour, strength: float) -> None:
        covered = np.clip(0.5 - shape * SIZE_PIXELS, 0.0, 1.0) * strength
        self.colours[:] += (_planes(colour) - self.colours) * covered


def _planes(colour: Colour) -> NDArray[np.float32]:
    return np.array(colour, np.float32)[:, None, None]


def _far(x: Distance, y: Distance) -> Distance:
    """How far a point is, right and down; `np.hypot` guards against what is too large to be squared, slowly."""
    return np.sqrt(x * x + y * y)


def _png(colours: NDArray[np.float32]) -> bytes:
    """Write a picture as PNG (W3C, *Portable Network Graphics*): 8 bits, red, green and blue, no filter."""
    _, height, width = colours.shape
    points = np.rint(colours).astype(np.uint8).transpose(1, 2, 0).reshape(height, width * 3)
    rows = np.concatenate([np.zeros((height, 1), np.uint8), points], axis=1).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
