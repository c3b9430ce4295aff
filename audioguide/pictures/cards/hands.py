"""Where the parent's hands are drawn: by what a stroke says about them, at the start of its path, turned along it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import cos, dist, radians, sin
from types import MappingProxyType

from audioguide.model.shapes import Point
from audioguide.model.stroke import Hands
from audioguide.pictures.cards.turning import LEAN, Trail, along, aside, lean, onward, tilt

_FAR = 10.0
"""Units from the middle of the body from which on a path is beside it."""
_REACH, _LOW_REACH, _SPREAD = 82.0, 45.0, 28.0
"""Degrees: the farthest that a hand is turned, so that its arm comes from below; on the lower half of a face, whose
eyes stay free; how far two hands that stroke together are turned outwards."""
_APART, _FINGERS = 14.0, 13.0
"""Units, against the drawing: between two flat hands that begin together; from what one touches to its fingertips."""
_LOWERED, _BELOW = 4.0, 9.0
"""By how much hands begin lower than their way, so that none lies on the throat or the face: on the middle line; on a
limb, round which they are closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A hand in a picture."""

    shape: str
    """Of the drawings of hands."""
    left: bool
    """The parent's left hand: the mirror image of the drawing."""
    at: Point
    """What it touches."""
    turn: float
    """Degrees, clockwise; 0: its arm comes from the parent's side of the picture."""
    still: bool = False
    """Whether it holds, or waits for its turn, while another one strokes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What hands are placed by."""

    trails: tuple[Trail, ...]
    """In the order in which they are drawn; on both sides the baby's right first."""
    centre: Point
    """Of the view."""
    size: float
    """Of a hand, against its drawing."""
    ankles: Point | None = None
    """Where both ankles are held, in a view that has them."""


def placed(hands: Hands | None, scene: Scene) -> tuple[Placed, ...]:
    """Place the hands of a stroke; none where they are left open, or nothing is touched."""
    return tuple(_PLACES[hands](scene)) if hands and scene.trails else ()


def _resting(scene: Scene) -> Iterator[Placed]:
    """Both hands on one place, or one on each."""
    starts = [trail[0] for trail in scene.trails]
    if len(starts) == 1 and abs(starts[0][0] - scene.centre[0]) > _FAR:
        yield from _around(starts[0], scene)
    elif len(starts) == 1:
        for left in (True, False):
            yield _flat(_lowered(aside(starts[0], 8.6 * scene.size, left=left), scene), left=left)
    else:
        yield from (_flat(start, left=_is_left(index, starts, scene)) for index, start in enumerate(starts))


def _cupping(scene: Scene) -> Iterator[Placed]:
    """A bent hand on each place from its own side, a flat one along each cheek; both round a limb."""
    starts = [trail[0] for trail in scene.trails]
    if len(starts) == 1:
        yield from _around(starts[0], scene)
        return
    for index, start in enumerate(starts):
        left = _is_left(index, starts, scene)
        shape, far = ("flat", 11.0) if scene.size > 1 else ("cup", 4.0)
        at = aside(start, far * scene.size, left=left)
        yield Placed(shape=shape, left=left, at=at, turn=lean(left=left) / 2)


def _two_hands(scene: Scene) -> Iterator[Placed]:
    """A flat hand on each way, from its side; on a single way, one at its start and the other one opposite."""
    if len(scene.trails) == 1:
        x, y = scene.trails[0][0]
        left, y = x <= scene.centre[0], y + 9.0 * scene.size
        yield _flat((x, y), left=left)
        yield _flat((2 * scene.centre[0] - x, y), left=not left)
    elif _together([trail[0] for trail in scene.trails], _APART, scene):
        for hand in _each("flat", _APART)(scene):
            turn = hand.turn - _SPREAD if hand.left else hand.turn + _SPREAD
            yield replace(hand, at=_lowered(hand.at, scene), turn=turn)
    else:
        for hand in _each("flat", _APART)(scene):
            yield _reaching(hand.at, scene, left=hand.left)


def _hand_after_hand(scene: Scene) -> Iterator[Placed]:
    """On a limb a bracelet glides while the other hand holds its far end; elsewhere one flat hand follows another."""
    for trail in scene.trails:
        if _on_limb(trail, scene):
            left = trail[0][0] < scene.centre[0]
            far = max(trail[0], trail[-1], key=lambda end: end[1])
            holds = far if far != trail[0] else onward(trail, -11.0 * scene.size)
            yield Placed(shape="bracelet", left=not left, at=holds, turn=tilt(trail), still=True)
            yield Placed(shape="bracelet", left=left, at=onward(trail, _BELOW * scene.size), turn=tilt(trail))
        else:
            left = trail[0][0] < scene.centre[0] - _FAR
            first = Placed(shape="flat", left=left, at=trail[0], turn=_turned(trail, scene, left=left))
            if dist(trail[0], trail[-1]) > _FAR:
                after = aside(onward(trail, 0.62 * dist(trail[0], trail[-1])), 5.0 * scene.size, left=not left)
                yield _flat(after, left=not left, still=True)
            yield first


def _left_and_right(scene: Scene) -> Iterator[Placed]:
    """The left hand on the first way, the right one on the second."""
    for index, trail in enumerate(scene.trails):
        left = index % 2 == 0
        yield replace(_flat(trail[0], left=left), turn=LEAN if left else -3 * LEAN)


def _bracelet(scene: Scene) -> Iterator[Placed]:
    """Two hands round a limb, side by side."""
    for trail in scene.trails:
        left = trail[0][0] < scene.centre[0]
        for which, far in ((left, _BELOW), (not left, _BELOW + 10.0)):
            yield Placed(shape="bracelet", left=which, at=onward(trail, far * scene.size), turn=tilt(trail))


def _palms(scene: Scene) -> Iterator[Placed]:
    """A flat hand on each side of a limb, seen along its edge."""
    for trail in scene.trails:
        turn = tilt(trail)
        for left in (True, False):
            at = aside(onward(trail, 19.6 * scene.size), 8.0 * scene.size, left=left)
            yield Placed(shape="edge", left=left, at=at, turn=turn)


def _flat_hand(scene: Scene) -> Iterator[Placed]:
    """One flat hand, turned along its way."""
    for trail in scene.trails:
        left = trail[0][0] < scene.centre[0] - _FAR / 2
        yield Placed(shape="flat", left=left, at=trail[0], turn=_turned(trail, scene, left=left))


def _hand_at_bottom(scene: Scene) -> Iterator[Placed]:
    """One hand strokes; the other rests where the way ends."""
    yield _flat(scene.trails[0][-1], left=True, still=True)
    yield _flat(scene.trails[0][0], left=False)


def _hand_at_ankles(scene: Scene) -> Iterator[Placed]:
    """One hand strokes; the other holds both ankles."""
    if scene.ankles:
        yield Placed(shape="bracelet", left=True, at=scene.ankles, turn=0.0, still=True)
    yield _flat(scene.trails[0][0], left=False)


def _both_ends(scene: Scene) -> Iterator[Placed]:
    """The left hand cups the first place from its side, the right one rests on the others."""
    first, *others = (trail[0] for trail in scene.trails)
    yield Placed(shape="cup", left=True, at=first, turn=40.0)
    yield from (Placed(shape="bracelet", left=False, at=other, turn=0.0) for other in others)


def _one_after_another(scene: Scene) -> Iterator[Placed]:
    """A thumb, and the other one that comes after it."""
    for trail in scene.trails:
        after = onward(trail, 0.45 * dist(trail[0], trail[-1]))
        yield Placed(shape="thumb", left=True, at=aside(after, 5.0, left=True), turn=lean(left=True), still=True)
        yield Placed(shape="thumb", left=False, at=trail[0], turn=lean(left=False))


def _from_aside(shape: str) -> Callable[[Scene], Iterator[Placed]]:
    """What is too small for a hand on top of it is touched from the nearer side."""

    def place(scene: Scene) -> Iterator[Placed]:
        for trail in scene.trails:
            left = trail[0][0] < scene.centre[0] - 0.5
            yield Placed(shape=shape, left=left, at=trail[0], turn=lean(left=left) * (4 if scene.size > 1 else 1))

    return place


def _each(shape: str, apart: float) -> Callable[[Scene], Iterator[Placed]]:
    """A hand on each way; those that start together, and two on a single way, are side by side."""

    def place(scene: Scene) -> Iterator[Placed]:
        starts = [trail[0] for trail in scene.trails]
        together = _together(starts, apart, scene)
        for index, (trail, start) in enumerate(zip(scene.trails, starts, strict=True)):
            left = _is_left(index, starts, scene)
            at = aside(start, apart * scene.size / 2, left=left) if together else start
            yield Placed(shape=shape, left=left, at=at, turn=_turned(trail, scene, left=left))

    return place


def _thumbs(scene: Scene) -> Iterator[Placed]:
    """A thumb on each way; both on a single one."""
    if len(scene.trails) == 1:
        for left in (True, False):
            at = aside(scene.trails[0][0], 4.6 * scene.size, left=left)
            yield Placed(shape="thumb", left=left, at=at, turn=lean(left=left))
    else:
        yield from _each("thumb", 6.0)(scene)


def _holding(scene: Scene) -> Iterator[Placed]:
    """A hand round what it holds."""
    starts = [trail[0] for trail in scene.trails]
    for index, trail in enumerate(scene.trails):
        left = _is_left(index, starts, scene)
        yield Placed(shape="bracelet", left=left, at=trail[0], turn=tilt(trail))


_PLACES: Mapping[Hands, Callable[[Scene], Iterator[Placed]]] = MappingProxyType(
    {
        "resting": _resting,
        "cupping": _cupping,
        "two-hands": _two_hands,
        "hand-after-hand": _hand_after_hand,
        "left-and-right": _left_and_right,
        "bracelet": _bracelet,
        "palms": _palms,
        "flat-hand": _flat_hand,
        "hand-at-bottom": _hand_at_bottom,
        "hand-at-ankles": _hand_at_ankles,
        "both-ends": _both_ends,
        "thumbs": _thumbs,
        "thumb-after-thumb": _one_after_another,
        "finger": _from_aside("finger"),
        "finger-and-thumb": _from_aside("pinch"),
        "fingertips": _each("fingertips", 14.0),
        "spread-fingers": _each("spread", 14.0),
        "holding-hands": _holding,
        "holding-ankles": _holding,
        "holding-shins": _holding,
        "hand-and-foot": _holding,
        "own-hands": _resting,
    }
)


def _around(at: Point, scene: Scene) -> Iterator[Placed]:
    """Both hands round a limb, one above the other."""
    for left, y in ((True, -6.0), (False, 6.0)):
        yield Placed(shape="bracelet", left=left, at=(at[0], at[1] + y * scene.size), turn=0.0)


def _together(starts: Sequence[Point], apart: float, scene: Scene) -> bool:
    """Whether two ways start so close together that their hands are side by side."""
    return len(starts) == 2 and dist(*starts) < apart * scene.size


def _lowered(at: Point, scene: Scene) -> Point:
    return at[0], at[1] + _LOWERED * scene.size


def _reaching(at: Point, scene: Scene, *, left: bool) -> Placed:
    """A flat hand from its side, its fingertips on a place: below a shoulder it lies on the arm, not on the throat."""
    turn, far = radians(lean(left=left)), _FINGERS * scene.size
    return _flat((at[0] - far * sin(turn), at[1] + far * cos(turn)), left=left)


def _flat(at: Point, *, left: bool, still: bool = False) -> Placed:
    return Placed(shape="flat", left=left, at=at, turn=lean(left=left), still=still)


def _is_left(index: int, starts: Sequence[Point], scene: Scene) -> bool:
    """Tell whose hand is nearer; on the middle line the first hand is the left one, unless it is alone."""
    x = starts[index][0]
    return x < scene.centre[0] if abs(x - scene.centre[0]) > 0.5 else len(starts) > 1 and index == 0


def _on_limb(trail: Trail, scene: Scene) -> bool:
    """Whether a way stays on one side of the body, and leads along it."""
    ends = (trail[0][0] - scene.centre[0], trail[-1][0] - scene.centre[0])
    return min(map(abs, ends)) > _FAR and ends[0] * ends[1] > 0 and dist(trail[0], trail[-1]) > 2 * _FAR


def _turned(trail: Trail, scene: Scene, *, left: bool) -> float:
    """Turn a hand along its way; one that stays where it is leans inwards, on a face far enough to leave it free."""
    low = scene.size > 1 and trail[0][1] > scene.centre[1]
    turn = along(trail, left=left, most=_LOW_REACH if low else _REACH)
    return lean(left=left) * (3 if scene.size > 1 else 1) if turn is None else turn
