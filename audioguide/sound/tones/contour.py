"""What a hand does during one repetition, as curves: how high, how far to the side, how loud.

The curves are read off the stroke's path (`geometry.trace`). Where it runs towards the heart, the pitch rises; away
from it, the pitch falls; elsewhere it goes up and down as the hand does on the body. The place between left and right
is the hand's, as the parent looks; two mirrored hands are in the middle. The hand's speed is the loudness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import dist

import numpy as np

from audioguide.model.geometry import Landmark, Part, Side, StrokePath, Way, resolve, trace
from audioguide.model.routine import Stroke
from audioguide.model.shapes import Point, Tone
from audioguide.sound.scale import pitch
from audioguide.sound.synth import Signal

PAN = 0.4
"""The farthest place to the side; 1 is one speaker alone."""
REST = 0.25
"""The level of a hand that stands still, against the level of one that moves fastest: 12 dB less."""
REACH = (2, 5)
"""Steps of the scale that a stroke towards the heart or away from it spans, at the least and at the most."""
SWING = 3
"""Steps that any other stroke goes up and down, at the most."""
UNITS_A_STEP = 16.0
"""Units of the body's views for one step of the scale: hip to ankle is four."""
CLOSE_UPS = {"face": "neck", "sole": "toes_{S}", "top": "toes_{S}", "palm": "fingertips_{S}", "handback": "wrist_{S}"}
"""Views of a small part, and where on the body that part is."""
CLOSE = 0.25
"""How far a unit of such a view is, in units of the body's."""
REGISTER: Mapping[Side, int] = {"right": 1, "left": 5, "both": 3, "midline": 3}
"""The middle of a stroke's notes, in steps over home. As on a piano, what is on the parent's left sounds lower: the
baby's right leg and left leg are told apart even by a single speaker."""
MIDLINE = 50.0
"""x of the middle of the body."""
TWIST, TWISTING = 0.5, 1.0
"""The vibrato of a wring: semitones to either side, times a second."""
FLUTTER, FLUTTERING = 0.3, 5.0
"""The tremolo of a roll: how much it takes away, times a second."""
SECONDS_A_MOVE = 2.0
"""A passive movement is a pattern of slow pulses, the last of which opens: cross, cross, cross, open."""
OPEN = 2.0
"""Steps of the scale by which it opens."""
SETTLE = 1.0
"""Seconds in which a repetition comes up to its level, and a hold goes."""
VOICES = 2
"""Steps by which a second hand with a way of its own sounds higher than the first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contour:
    """One hand, or two mirrored ones: curves of equally many values over one repetition."""

    pitch: Signal
    """Hz."""
    pan: Signal
    """From -1, left, to 1, right, as the parent looks."""
    level: Signal
    """From 0 to 1."""
    brushed: bool
    """Whether it is a breath of noise, as spread fingers make."""


def contours(
    stroke: Stroke, side: Side, landmarks: Mapping[str, Landmark], seconds: float, count: int
) -> tuple[Contour, ...]:
    """Follow a stroke: a contour for each lane of its path.

    Args:
        stroke: what is done.
        side: on which side of the baby.
        landmarks: by ``view.name``; every landmark of the path is there.
        seconds: how long the repetition lasts.
        count: how many values each curve has.
    """
    return tuple(
        _contour(
            stroke, tuple(_moves(lane, side, landmarks, seconds)), REGISTER[side] + VOICES * number, seconds, count
        )
        for number, lane in enumerate(stroke.path.lanes)
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Curves:
    """How one part of a path is done, over a time from 0 to 1."""

    progress: Signal
    """How much of the way is behind."""
    level: Signal
    lift: Signal | float = 0.0
    """Steps of the scale by which it leaves the height that its place has."""
    sway: Signal | float = 0.0
    """Semitones around that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """One part of a lane, ready to be followed."""

    brushed: bool
    lines: Sequence[Sequence[Point]]
    """Where each hand goes, on the body."""
    curves: Callable[[Signal], _Curves]

    @property
    def length(self) -> float:
        return sum(dist(a, b) for line in self.lines for a, b in pairwise(line)) / len(self.lines)

    @property
    def share(self) -> float:
        """Time goes to parts as their lengths do; a hold takes some too."""
        return self.length or UNITS_A_STEP

    def place(self, progress: Signal) -> tuple[Signal, Signal]:
        """Return x and y, in the middle between mirrored hands."""
        found = np.mean([_along(line, progress) for line in self.lines], axis=0)
        return found[0], found[1]


def _contour(stroke: Stroke, moves: Sequence[_Move], middle: int, seconds: float, count: int) -> Contour:
    shares = np.array([move.share for move in moves])
    bounds = np.concatenate(([0.0], np.cumsum(shares / shares.sum())))
    time = np.linspace(0.0, 1.0, count)
    which = np.clip(np.searchsorted(bounds, time, "right") - 1, 0, len(moves) - 1)
    x, y, done, level, lift, sway = np.zeros((6, count))
    for index, move in enumerate(moves):
        here = which == index
        share = bounds[index + 1] - bounds[index]
        curves = move.curves((time[here] - bounds[index]) / share)
        x[here], y[here] = move.place(curves.progress)
        done[here] = bounds[index] + share * curves.progress
        level[here], lift[here], sway[here] = curves.level, curves.lift, curves.sway
    way = sum(move.length for move in moves)
    steps = _height(stroke, middle, y=y, done=done, way=way, seconds=seconds) + lift
    return Contour(
        pitch=pitch(steps) * np.exp2(sway / 12.0),
        pan=np.clip((x - MIDLINE) / MIDLINE, -1.0, 1.0) * PAN,
        level=np.minimum(level, _swelling(_eased(np.minimum(1.0, time * seconds / SETTLE)))),
        brushed=moves[0].brushed,
    )


def _height(stroke: Stroke, middle: int, *, y: Signal, done: Signal, way: float, seconds: float) -> Signal:
    """Return the pitch in steps of the scale; the highest and the lowest are notes, and none lasts under a second."""
    calm = max(REACH[0], round(seconds))
    if stroke.toward == "none":
        span = float(np.ptp(y))
        reach = min(round(span / UNITS_A_STEP), SWING, calm)
        high = (y.max() - y) / (span or 1.0)
    else:
        reach = min(max(round(way / UNITS_A_STEP), REACH[0]), REACH[1], calm)
        high = done if stroke.toward == "heart" else 1.0 - done
    return np.asarray(middle - reach // 2 + reach * high)


def _moves(lane: Sequence[Part], side: Side, landmarks: Mapping[str, Landmark], seconds: float) -> Iterator[_Move]:
    hands = [iter(hand) for hand in trace(StrokePath(lanes=(tuple(lane),)), side, landmarks)]
    for part in lane:
        ways = [next(hand) for hand in hands] if part.points else []
        lines = [_on_the_body(way, side, landmarks) for way in ways] or [((MIDLINE, MIDLINE),)]
        yield _Move(brushed=part.shape.tone == "brush", lines=lines, curves=_manner(part, seconds / len(lane)))


def _on_the_body(way: Way, side: Side, landmarks: Mapping[str, Landmark]) -> Sequence[Point]:
    """Bring a close-up to where its part is on the body; the left foot is the right one mirrored."""
    if way.view not in CLOSE_UPS:
        return way.points
    x = landmarks[resolve(CLOSE_UPS[way.view], side)[0]].x if side in ("right", "left") else MIDLINE
    mirror = -CLOSE if side == "left" else CLOSE
    return tuple((x + mirror * (px - 50.0), py) for px, py in way.points)


def _along(line: Sequence[Point], progress: Signal) -> tuple[Signal, Signal]:
    """Return x and y after so much of a polyline."""
    behind = np.cumsum([0.0, *(dist(a, b) for a, b in pairwise(line))])
    x, y = np.array(line).T
    return np.interp(progress * behind[-1], behind, x), np.interp(progress * behind[-1], behind, y)


def _manner(part: Part, seconds: float) -> Callable[[Signal], _Curves]:
    """Return the curves of a part, by the tone of its shape."""
    by_tone: dict[Tone, Callable[[Signal], _Curves]] = {
        "still": lambda time: _still(time, seconds),
        "turns": lambda time: _circling(time, part.numbers[-1]),
        "crossings": lambda time: _crossing(time, part.numbers[-1]),
        "pulses": lambda time: _pulsing(time, part.numbers[-1]),
        "pattern": lambda time: _moving(time, max(2, round(seconds / SECONDS_A_MOVE))),
        "glide": _gliding,
        "brush": _combing,
        "vibrato": lambda time: _wringing(time, seconds),
        "tremolo": lambda time: _rolling(time, seconds),
    }
    return by_tone[part.shape.tone]


def _gliding(time: Signal) -> _Curves:
    """From one rest to another with the least jerk, as arms do (Flash and Hogan 1985)."""
    return _Curves(progress=_eased(time), level=_swelling(_speed(time)))


def _crossing(time: Signal, count: float) -> _Curves:
    """To and fro, with a rest at every turn."""
    whole, part = _divided(time, count)
    return _Curves(progress=(whole + _eased(part)) / count, level=_swelling(_speed(part)))


def _pulsing(time: Signal, count: float) -> _Curves:
    """Press after press; the hand moves on between two of them."""
    whole, part = _divided(time, count)
    moved = _eased(np.clip(4.0 * part - 3.0, 0.0, 1.0))
    progress = np.minimum(1.0, (whole + moved) / max(1.0, count - 1))
    return _Curves(progress=progress, level=_swelling(np.sin(np.pi * part) ** 2))


def _circling(time: Signal, turns: float) -> _Curves:
    """Evenly round, swelling once in each turn."""
    return _Curves(progress=time, level=_swelling(np.sin(np.pi * turns * time) ** 2))


def _moving(time: Signal, count: int) -> _Curves:
    return replace(_pulsing(time, count), lift=np.where(time * count >= count - 1, OPEN, 0.0))


def _combing(time: Signal) -> _Curves:
    """Soon as loud as it gets, then less and less."""
    return replace(_gliding(time), level=_swelling(_eased(np.minimum(1.0, 4.0 * time)) * (1.0 - 0.7 * time)))


def _wringing(time: Signal, seconds: float) -> _Curves:
    return replace(_gliding(time), sway=TWIST * np.sin(2.0 * np.pi * TWISTING * seconds * time))


def _rolling(time: Signal, seconds: float) -> _Curves:
    glide = _gliding(time)
    return replace(glide, level=glide.level * (1.0 - FLUTTER * np.sin(np.pi * FLUTTERING * seconds * time) ** 2))


def _still(time: Signal, seconds: float) -> _Curves:
    """Nothing but a slow end."""
    left = np.minimum(1.0, (1.0 - time) * seconds / SETTLE)
    return _Curves(progress=np.zeros_like(time), level=_swelling(_eased(left)))


def _divided(time: Signal, count: float) -> tuple[Signal, Signal]:
    """Return how many of `count` equal parts are over, and how much of the present one."""
    whole = np.minimum(np.floor(time * count), count - 1)
    return whole, time * count - whole


def _eased(time: Signal) -> Signal:
    return time**3 * (10.0 - 15.0 * time + 6.0 * time**2)


def _speed(time: Signal) -> Signal:
    """The slope of `_eased`, 1 in the middle."""
    return 16.0 * (time * (1.0 - time)) ** 2


def _swelling(speed: Signal) -> Signal:
    return REST + (1.0 - REST) * speed
