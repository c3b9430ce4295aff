"""What is shown of a drawing: all of a face or a foot; of a body, what is touched and what is around it."""

from __future__ import annotations

from collections.abc import Sequence

from audioguide.model.geometry import Side
from audioguide.model.shapes import Point
from audioguide.pictures.cards.outline import Box, Outline

_MARGIN = 13.0
"""Units around what is touched, so that its place on the body is visible."""
_EDGE = 5.0
"""Units above and below a limb that is shown alone."""
_PAIR_GAP = 12.0
"""Units between two feet, or two hands."""
_SMALLEST = 84.0
"""The least height of a part of the body, in units."""


def window(outline: Outline, touched: Sequence[Point], aspect: float) -> Box:
    """Choose what is shown of a drawing, in its units.

    Args:
        outline: the drawing.
        touched: every point that has to be seen.
        aspect: width to height of the window.
    """
    whole, head = outline.box, outline.head
    if head is None or not touched:
        return _around(whole, whole.y, max(whole.height, whole.width / aspect), aspect)
    middle = whole.x + whole.width / 2
    top, bottom = min(y for _, y in touched) - _MARGIN, max(y for _, y in touched) + _MARGIN
    half = max(abs(x - middle) for x, _ in touched) + _MARGIN / 2
    neck = head.y + head.height
    height = max(_SMALLEST, bottom - top, 2 * half / aspect)
    start = (top + bottom - height) / 2
    if bottom > whole.y + whole.height - _MARGIN or start + height > whole.y + whole.height:
        start = whole.y + whole.height - height
    if top < neck:
        start = head.y
        width = max(half * 2, 2 * (middle - head.x), 2 * (head.x + head.width - middle))
        height = max(bottom - start, _SMALLEST, width / aspect)
    elif start < neck:
        start = neck
        height = max(height, bottom - start)
    return _around(whole, start, height, aspect)


def pair_window(whole: Box, side: Side, aspect: float) -> Box:
    """Show a limb with the other one beside it, or alone where there is no room; the baby's right is on the left."""
    height = whole.height + 2 * _EDGE
    width = height * aspect
    pair = 2 * whole.width + _PAIR_GAP
    if width < pair:
        return _around(whole, whole.y - _EDGE, height, aspect)
    left = whole.x if side == "right" else whole.x - whole.width - _PAIR_GAP
    return Box(x=left + (pair - width) / 2, y=whole.y - _EDGE, width=width, height=height)


def shift_of(whole: Box, side: Side) -> float:
    """Return how far the other limb is from the one on `side`, in x."""
    return (whole.width + _PAIR_GAP) * (1 if side == "right" else -1)


def _around(whole: Box, top: float, height: float, aspect: float) -> Box:
    """Return the window of that height whose middle is the drawing's."""
    width = height * aspect
    return Box(x=whole.x + (whole.width - width) / 2, y=top, width=width, height=height)
