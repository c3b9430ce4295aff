"""A stroke as a picture: the baby, the parent's hands and their way, as the parent sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from audioguide.model.geometry import PathPart, Side
from audioguide.model.shapes import Point
from audioguide.model.stroke import Stroke
from audioguide.pictures.cards import marks
from audioguide.pictures.cards.album import Album
from audioguide.pictures.cards.hands import Placed
from audioguide.pictures.cards.moving import motion
from audioguide.pictures.cards.outline import Box, read_outline
from audioguide.pictures.cards.palette import paint
from audioguide.pictures.cards.panel import Lane, Panel, panels_of
from audioguide.pictures.cards.window import pair_window, shift_of, window

WIDTH, HEIGHT = 240.0, 180.0
"""Of every picture, in its own units."""
WIDE, TALL = 560.0, 300.0
"""Of a picture from which as much is cut off on all sides as a page has no room for."""
GROUND = "#f3e4d4"
"""Behind the baby, by day and by night."""
_PANEL_GAP = 4.0
"""Between two panels."""
_LARGEST = 1.4
"""The largest scale of marks, in units per hundredth of the picture: larger ones would hide the drawing."""
_LANE_OFFSET = 2.6
"""Units by which the paths of two lanes are drawn beside each other."""
_STEPS_APART = 3.2
"""Units by which fingers that walk step to the left and to the right of their way."""
_FAINT = 0.34
"""How strong the other side is drawn."""
_CLASSES = re.compile(r' class="[a-z]+"')


def sides_of(stroke: Stroke) -> tuple[Side, ...]:
    """Name the sides of which a stroke has a picture each."""
    return ("right", "left") if stroke.sides == "each" else (stroke.sides,)


def picture(
    stroke: Stroke,
    side: Side,
    album: Album,
    *,
    title: str,
    size: tuple[float, float] = (WIDTH, HEIGHT),
    moving: bool = False,
) -> str:
    """Draw a stroke on one side, as an SVG that needs nothing else.

    A path of several parts is several panels with numbers. The other side of a stroke for each is drawn faintly; a
    limb's view is mirrored for the other limb.

    Args:
        stroke: what to draw.
        side: one of `sides_of`.
        album: what it is drawn from.
        title: for those who cannot see it.
        size: of the picture; what matters is in `WIDTH` and `HEIGHT` in its middle. Several panels are never larger.
        moving: the hands travel their ways, in one second again and again; a page sets the pace.
    """
    panels = tuple(panels_of(stroke, side, album))
    full, high = size if len(panels) == 1 else (WIDTH, HEIGHT)
    wide = (full - _PANEL_GAP * (len(panels) - 1)) / len(panels)
    overflow = ' overflow="visible"' if len(panels) == 1 else ""
    drawn = []
    for number, panel in enumerate(panels):
        seen = _seen(panel, panels, side, wide / HEIGHT)
        share = (number / len(panels), (number + 1) / len(panels)) if moving else None
        left = number * (wide + _PANEL_GAP)
        inside = "".join(_drawn(panel, seen, side, album, share))
        drawn.append(
            f'<svg x="{left:g}" y="0" width="{wide:g}" height="{HEIGHT:g}" viewBox="{seen}"{overflow}>'
            f"{inside}{_number(number + 1, seen) if len(panels) > 1 else ''}</svg>"
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {(HEIGHT - high) / 2:g} {full:g} {high:g}" '
        'role="img">'
        f"<title>{escape(title)}</title>{paint(''.join(drawn), album.palette)}</svg>"
    )


def _seen(panel: Panel, panels: Sequence[Panel], side: Side, aspect: float) -> Box:
    """Choose the window of a panel; those on one drawing have the same."""
    if panel.outline.side and panel.lanes:
        return pair_window(panel.outline.box, side, aspect)
    touched = [point for one in panels if one.outline == panel.outline for point in one.touched]
    return window(panel.outline, touched, aspect)


def _scale(seen: Box) -> float:
    return min(_LARGEST, seen.height / 110)


def _drawn(panel: Panel, seen: Box, side: Side, album: Album, share: tuple[float, float] | None) -> Iterator[str]:
    """Draw what is in a window: the baby, the other side faintly, the hands, their ways.

    With a share of the time, from and to, the hands travel in it.
    """
    body = panel.outline.body
    yield f'<rect x="{seen.x:g}" y="{seen.y:g}" width="{seen.width:g}" height="{seen.height:g}" fill="{GROUND}"/>'
    if panel.outline.side and panel.lanes:
        shift = shift_of(panel.outline.box, side)
        place = f"translate({shift:g} 0)" if panel.mirrored else f"matrix(-1 0 0 1 {panel.axis + shift:g} 0)"
        yield f'<g transform="{place}" opacity="{_FAINT:g}">{body}</g>'
    yield f'<g transform="translate({panel.axis:g} 0) scale(-1 1)">{body}</g>' if panel.mirrored else body
    if panel.faint:
        faint = "".join(_marked_lanes(panel.faint, _scale(seen), 1))
        yield f'<g class="other" opacity="{_FAINT:g}">{_CLASSES.sub("", faint)}</g>'
    trails = [trail for lane in panel.lanes for trail in lane.trails]
    hands = [
        _hand(hand, panel.outline.hand, album, motion(hand, trails, share) if share else "")
        for hand in sorted(panel.hands, key=lambda one: not one.still)
    ]
    ways = [*_marked_lanes(panel.lanes, _scale(seen), -1 if panel.mirrored else 1)]
    combed = any(lane.part.shape.mark == "fan" for lane in panel.lanes)  # a mark as wide as the hand would hide it
    yield from [*ways, *hands] if combed else [*hands, *ways]


def _hand(hand: Placed, size: float, album: Album, moves: str) -> str:
    body = read_outline(album.hands[hand.shape]).body
    flip = -size if hand.left else size
    return (
        f'<g class="{"holds" if hand.still else "hand"}" transform="translate({hand.at[0]:.1f} {hand.at[1]:.1f}) '
        f'rotate({hand.turn:.0f}) matrix({flip:g} 0 0 {size:g} 0 0)">{moves}{body}</g>'
    )


def _number(number: int, seen: Box) -> str:
    scale = _scale(seen)
    return marks.label(str(number), (seen.x + 9 * scale, seen.y + 9 * scale), ink="#4b3a33", scale=scale * 1.6)


def _marked_lanes(lanes: Sequence[Lane], scale: float, outwards: int) -> Iterator[str]:
    """Mark what every hand does; two lanes side by side."""
    for index, lane in enumerate(lanes):
        ink = marks.INKS[lane.number % len(marks.INKS)]
        offset = _LANE_OFFSET * (1 - 2 * index / (len(lanes) - 1)) if len(lanes) > 1 else 0.0
        for trail in lane.trails:
            if lane.part.shape.mark == "rest":
                yield marks.still(trail[0], ink=ink, scale=scale)
            else:
                yield _marked(lane.part, marks.beside(trail, offset * outwards), ink=ink, scale=scale)


def _marked(part: PathPart, points: Sequence[Point], *, ink: str, scale: float) -> str:
    """Draw a way by the mark of its shape."""
    start, end = points[0], points[-1]
    match part.shape.mark:
        case "rounded":
            drawn = marks.arrow(marks.rounded(points), ink=ink, scale=scale)
        case "hug":
            drawn = marks.hug(start, end, ink=ink, scale=scale)
        case "roll":
            drawn = marks.roll(start, end, ink=ink, scale=scale)
        case "prints" | "steps":
            apart = _STEPS_APART if part.shape.mark == "steps" else 0.0
            drawn = marks.prints(points, round(part.numbers[0]), apart=apart, ink=ink, scale=scale)
        case "fan":
            drawn = marks.comb(start, end, ink=ink, scale=scale)
        case "circle":
            turns, down = round(part.numbers[1]), 2.25 * part.numbers[0]
            drawn = marks.loops(points, turns, (0.0, down), begun=turns // 2, ink=ink, scale=scale)
        case "coil":
            drawn = marks.coil(points, part.numbers[0], round(part.numbers[1]), ink=ink, scale=scale)
        case _:
            drawn = marks.arrow(points, ink=ink, scale=scale)
    return drawn
