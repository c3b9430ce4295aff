"""A stroke as a picture: its path on the baby's outline, as the parent sees it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import zip_longest

from audioguide.model.geometry import Landmark, Part, Side, StrokePath, resolve, trace
from audioguide.model.routine import Stroke
from audioguide.model.shapes import Point
from audioguide.pictures.cards import marks
from audioguide.pictures.cards.outline import Box, Outline, read_outline

_PANEL_MARGINS = {1: 22.0, 2: 16.0}
"""Margins around a path in units of a view, so that its place on the body is visible; by the number of panels."""
_NARROW_MARGIN = 12.0
"""The margin with more panels."""
_PANEL_ASPECT = 1.6
"""Height to width of the smallest of several panels, which are side by side on a card."""
_PANEL_GAP = 6.0
"""Units between two panels."""
_MAX_SCALE = 1.3
"""The largest scale of marks, in units per hundredth of the picture: larger ones would hide the drawing."""
_LANE_OFFSET = 2.6
"""Units by which the paths of two lanes are drawn beside each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Album:
    """What pictures are drawn from."""

    landmarks: Mapping[str, Landmark]
    """By ``view.name``."""
    outlines: Mapping[str, str]
    """By view: the baby's outline as SVG."""
    pictograms: Mapping[str, str]
    """By the name of a move, as SVG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Panel:
    """One step of a path on one view, or one pictogram."""

    outline: Outline
    hands: tuple[tuple[Part, Side, int], ...] = ()
    """What each hand does, on which side, and the lane that it belongs to."""


def sides_of(stroke: Stroke) -> tuple[Side, ...]:
    """Name the sides of which a stroke has a picture each."""
    return ("right", "left") if stroke.sides == "each" else (stroke.sides,)


def picture(stroke: Stroke, side: Side, album: Album, *, title: str) -> str:
    """Draw a stroke on one side, as an SVG that needs nothing else.

    A path of several parts is several panels with numbers. A limb's view is mirrored for the other limb.

    Args:
        stroke: what to draw.
        side: one of `sides_of`.
        album: what it is drawn from.
        title: for those who do not see it.
    """
    panels = tuple(_panels(stroke.path, side, album))
    margin = _PANEL_MARGINS.get(len(panels), _NARROW_MARGIN)
    windows = {view: _window(view, panels, margin, album) for view in {panel.outline for panel in panels}}
    height = max(window.height for window in windows.values())
    width = sum(windows[panel.outline].width + _PANEL_GAP for panel in panels) - _PANEL_GAP
    scale = min(_MAX_SCALE, max(width, 0.9 * height) / 100)
    shapes: list[str] = []
    x = 0.0
    for number, panel in enumerate(panels, start=1):
        window = windows[panel.outline]
        y = (height - window.height) / 2
        shapes.append(
            _drawn(panel, window, side, album, at=(x, y), scale=scale, number=number if len(panels) > 1 else 0)
        )
        x += window.width + _PANEL_GAP
    box = Box(x=0, y=0, width=width, height=height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img"><title>{escape(title)}</title>'
        f"{''.join(shapes)}</svg>"
    )


def _panels(path: StrokePath, side: Side, album: Album) -> Iterator[_Panel]:
    for step in zip_longest(*path.lanes):
        by_view: dict[str, list[tuple[Part, Side, int]]] = {}
        for lane, part in enumerate(step):
            if part is None:
                continue
            if not part.points:
                yield _Panel(outline=read_outline(album.pictograms[part.word.replace(",", "_")]))
                continue
            view = resolve(part.points[0], side)[0].partition(".")[0]
            by_view.setdefault(view, []).append((part, side, lane))
        for view, hands in by_view.items():
            yield _Panel(outline=read_outline(album.outlines[view]), hands=tuple(hands))


def _window(outline: Outline, panels: Sequence[_Panel], margin: float, album: Album) -> Box:
    """Choose what is shown of a view: all of a face, a limb or a pictogram; of a body, the ways and what is around."""
    whole, head = outline.box, outline.head
    if head is None:
        return whole
    hands = [hand for panel in panels if panel.outline == outline for hand in panel.hands]
    points = [point for part, side, _ in hands for way in _ways(part, side, album) for point in way]
    points += [point for part, side, _ in hands for point in _places(part, side, album)]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    smallest = 24 + 2 * margin
    height = max(smallest * (1 if len(panels) == 1 else _PANEL_ASPECT), bottom - top + 2 * margin)
    start = _within((top + bottom - height) / 2, whole.y, whole.y + whole.height - height)
    if start < head.y + head.height:
        left, right = min(left, head.x + margin), max(right, head.x + head.width - margin)
        start = whole.y
        height = min(whole.height, max(height, bottom + margin - start))
    width = min(whole.width, max(smallest, right - left + 2 * margin, 0.7 * height))
    return Box(
        x=_within((left + right - width) / 2, whole.x, whole.x + whole.width - width),
        y=start,
        width=width,
        height=height,
    )


def _drawn(panel: _Panel, window: Box, side: Side, album: Album, *, at: Point, scale: float, number: int) -> str:
    """Draw one panel `at` a place of the picture, in the units of its view."""
    whole, mirrored = panel.outline.box, side in ("right", "left") and panel.outline.side not in ("", side)
    axis = 2 * whole.x + whole.width
    body = panel.outline.body
    if mirrored:
        body = f'<g transform="translate({axis:g} 0) scale(-1 1)">{body}</g>'
    shapes = [
        shape
        for part, hand, lane in panel.hands
        for shape in _shapes(part, hand, lane, album, scale=scale, axis=axis if mirrored else None, of=panel.hands)
    ]
    if number:
        corner = (window.x + 8 * scale, window.y + 8 * scale)
        shapes.append(marks.label(str(number), corner, ink="#4b3a33", scale=scale * 1.6))
    return (
        f'<svg x="{at[0]:g}" y="{at[1]:g}" width="{window.width:g}" height="{window.height:g}" viewBox="{window}">'
        f"{body}{''.join(shapes)}</svg>"
    )


def _shapes(
    part: Part, side: Side, lane: int, album: Album, *, scale: float, axis: float | None, of: Sequence[object]
) -> Iterator[str]:
    """Draw what one hand does in one part, or both hands where it is mirrored; about `axis` for the other limb."""
    ink = marks.INKS[lane % len(marks.INKS)]
    if part.shape.mark == "rest":
        yield from (marks.still(point, ink=ink, scale=scale) for point in _flipped(_places(part, side, album), axis))
        return
    offset = _LANE_OFFSET * (1 - 2 * lane / (len(of) - 1)) if len(of) > 1 else 0.0
    for way in _ways(part, side, album):
        points = marks.beside(_flipped(way, axis), offset if axis is None else -offset)
        yield from _marked(part, points, ink=ink, scale=scale)


def _marked(part: Part, points: Sequence[Point], *, ink: str, scale: float) -> Iterator[str]:
    """Draw a way by the mark of its shape."""
    start, end = points[0], points[-1]
    match part.shape.mark:
        case "rounded":
            yield marks.arrow(marks.rounded(points), ink=ink, scale=scale)
        case "twist":
            yield marks.arrow(marks.wave(start, end, swings=3, phase=0.5), ink=ink, scale=scale, faint=0.45)
            yield marks.arrow(marks.wave(start, end, swings=3), ink=ink, scale=scale)
        case "waves":
            yield marks.arrow(marks.wave(start, end, swings=6), ink=ink, scale=scale)
        case "presses":
            yield marks.presses(start, end, max(1, round(part.numbers[0])), ink=ink, scale=scale)
        case "fan":
            for line in marks.fan(start, end, 4, 4.2):
                yield marks.arrow(line, ink=ink, scale=scale * 0.8)
        case "circle":
            yield from _circled(part, points, ink=ink, scale=scale)
        case _:
            yield marks.arrow(points, ink=ink, scale=scale)


def _circled(part: Part, points: Sequence[Point], *, ink: str, scale: float) -> Iterator[str]:
    """Draw small circles: one turn, with a gap where it begins, and how many there are."""
    turns = max(1, round(part.numbers[1]))
    once = points[: (len(points) - 1) // turns + 1]
    both, gap = part.word == "both", round(0.07 * len(once))
    # What may be gone either way has its gap in the middle, so that the other side's is its mirror image.
    seen = once[gap : len(once) - gap] if both else once[: len(once) - 2 * gap]
    yield marks.arrow(seen, ink=ink, scale=scale * 0.75, ends="both" if both else "one")
    if turns > 1:
        radius = part.numbers[0]
        place = (points[0][0], points[0][1] + radius)
        yield marks.label(f"{turns}&#215;", (place[0], place[1] + radius + 5 * scale), ink=ink, scale=scale * 0.8)


def _ways(part: Part, side: Side, album: Album) -> Iterator[tuple[Point, ...]]:
    for hand in trace(StrokePath(lanes=((part,),)), side, album.landmarks):
        yield from (way.points for way in hand)


def _places(part: Part, side: Side, album: Album) -> tuple[Point, ...]:
    """Where hands rest: every point that a hold names, on its side."""
    named = [name for point in part.points for name in resolve(point, side)]
    return tuple((album.landmarks[name].x, album.landmarks[name].y) for name in named)


def _flipped(points: Iterable[Point], axis: float | None) -> tuple[Point, ...]:
    return tuple(points) if axis is None else tuple((axis - x, y) for x, y in points)


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(value, high))
