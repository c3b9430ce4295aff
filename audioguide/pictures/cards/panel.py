"""A stroke step by step: on which drawing, which way each hand goes, and where the parent's hands are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from audioguide.model.geometry import PathPart, Side, StrokePath, resolve, trace
from audioguide.model.shapes import Point
from audioguide.model.stroke import Stroke
from audioguide.pictures.cards.album import Album
from audioguide.pictures.cards.hands import Placed, Scene, placed
from audioguide.pictures.cards.outline import Outline, read_outline
from audioguide.pictures.cards.turning import Trail

_ABOVE, _BELOW = 19.0, 27.0
"""Units around what a hand touches that belong to it, towards its fingers and towards its arm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What a hand does in one part of a path, or both hands where it is mirrored."""

    part: PathPart
    number: int
    """Of the lane, from 0."""
    trails: tuple[Trail, ...]
    """Where each hand goes, in units of the drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One step of a path on one drawing, or one pictogram."""

    outline: Outline
    mirrored: bool = False
    """Whether the drawing shows the other limb."""
    lanes: tuple[Lane, ...] = ()
    faint: tuple[Lane, ...] = ()
    """The same on the other side of the body, if it comes afterwards."""
    hands: tuple[Placed, ...] = ()

    @property
    def axis(self) -> float:
        """Twice x of the middle of the drawing."""
        return 2 * self.outline.box.x + self.outline.box.width

    @property
    def touched(self) -> Iterator[Point]:
        """Every point that has to be seen."""
        for lane in self.lanes:
            for trail in lane.trails:
                yield from trail
        above, below = _ABOVE * self.outline.hand, _BELOW * self.outline.hand
        for x, y in (hand.at for hand in self.hands):
            yield from ((x - above, y - above), (x + above, y + below))


def panels_of(stroke: Stroke, side: Side, album: Album) -> Iterator[Panel]:
    """Yield a panel for each step of a path, and for each view in it."""
    for step in zip_longest(*stroke.path.lanes):
        by_view: dict[str, list[tuple[int, PathPart]]] = {}
        for number, part in enumerate(step):
            if part is None:
                continue
            if not part.points:
                yield Panel(outline=read_outline(_pictogram(part.word, side, album)))
                continue
            view = resolve(part.points[0], side)[0].partition(".")[0]
            by_view.setdefault(view, []).append((number, part))
        for view, parts in by_view.items():
            yield _panel(view, parts, stroke, side, album)


def _pictogram(move: str, side: Side, album: Album) -> str:
    """Return the drawing of a move; of one in words of somebody's own, the baby who is shown two hands."""
    name = move.replace(",", "_")
    names = (f"{name}-{side}", name, "view")
    return next(album.pictograms[name] for name in names if name in album.pictograms)


def _panel(view: str, parts: Iterable[tuple[int, PathPart]], stroke: Stroke, side: Side, album: Album) -> Panel:
    names = (f"{view}-{stroke.id}", f"{view}-{stroke.position}", view)
    outline = read_outline(next(album.outlines[name] for name in names if name in album.outlines))
    mirrored = side in ("right", "left") and outline.side not in ("", side)
    axis = 2 * outline.box.x + outline.box.width

    def lanes(on: Side) -> tuple[Lane, ...]:
        return tuple(
            Lane(part=part, number=number, trails=tuple(_trails(part, on, album, axis if mirrored else None)))
            for number, part in parts
        )

    here = lanes(side)
    other: Side = "left" if side == "right" else "right"
    ankles = album.landmarks.get(f"{view}.ankle_mid")
    scene = Scene(
        trails=tuple(trail for lane in here for trail in lane.trails),
        centre=(axis / 2, outline.box.y + outline.box.height / 2),
        size=outline.hand,
        ankles=(ankles.x, ankles.y) if ankles else None,
    )
    return Panel(
        outline=outline,
        mirrored=mirrored,
        lanes=here,
        faint=lanes(other) if stroke.sides == "each" and not outline.side else (),
        hands=placed(stroke.hands, scene),
    )


def _trails(part: PathPart, side: Side, album: Album, axis: float | None) -> Iterator[Trail]:
    """Follow each hand of a part, about `axis` for the other limb; a hold is a point for each place on its side."""
    if part.shape.mark == "rest":
        for name in (name for point in part.points for name in resolve(point, side)):
            yield _flipped([(album.landmarks[name].x, album.landmarks[name].y)], axis)
        return
    for hand in trace(StrokePath(lanes=((part,),)), side, album.landmarks):
        for way in hand:
            yield _flipped(way.points, axis)


def _flipped(points: Iterable[Point], axis: float | None) -> tuple[Point, ...]:
    return tuple(points) if axis is None else tuple((axis - x, y) for x, y in points)
