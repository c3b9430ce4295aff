"""The movement of a hand during one repetition as control curves: pitch, pan and level.

The curves come from the stroke's path (`geometry.trace`). Towards the heart the pitch rises, away from it the pitch
falls; otherwise it follows the height of the hand on the body. The pan is the place of the hand, as the parent looks;
two mirrored hands open and close around the middle. The level follows the speed of the hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import dist

import numpy as np

from audioguide.model.geometry import Landmark, PathPart, Side, StrokePath, Way, resolve, trace
from audioguide.model.shapes import Point, Tone
from audioguide.model.stroke import Stroke
from audioguide.sound.scale import pitch
from audioguide.sound.synth import Signal

MAX_PAN = 0.4
"""The widest pan; 1 is hard left or right."""
REST_LEVEL = 0.5
"""The level of a hand at rest, where 1 is the fastest: -6 dB, so that a tone is there when the hand starts."""
DIRECTED_SPAN_STEPS = (2, 5)
"""The smallest and the largest pitch span of a stroke towards the heart or away from it, in steps of the scale."""
MAX_SPAN_STEPS = 3
"""The largest pitch span of any other stroke, in steps of the scale."""
UNITS_PER_STEP = 16.0
"""Units of a view of the body for one step of the scale: hip to ankle is four."""
CLOSE_UPS = {"face": "neck", "sole": "toes_{S}", "top": "toes_{S}", "palm": "fingertips_{S}", "handback": "wrist_{S}"}
"""Views of a small part, and where on the body that part is."""
CLOSE_UP_SCALE = 0.25
"""Units of the body for one unit of such a view."""
REGISTER_STEPS: Mapping[Side, int] = {"right": 1, "left": 5, "both": 3, "midline": 3}
"""The middle of a stroke's pitch span, in steps above the tonic. As on a piano, the parent's left is lower, so that the
baby's right leg and left leg sound different on a single speaker too."""
MIDLINE_X = 50.0
"""x of the middle of the body, and of any other view."""
WIDEST_X = 20.0
"""From the middle of the body, in its units: what is as far out as a leg is at one side, and wider is not heard."""
VIBRATO_SEMITONES, VIBRATO_HZ = 0.5, 1.0
"""Depth to either side, and rate, of a wring's vibrato."""
TREMOLO_DEPTH, TREMOLO_HZ = 0.3, 5.0
"""Depth, as the share of the level that it takes away, and rate of a roll's tremolo."""
PATTERN_SECONDS = 2.0
"""Seconds of a pulse of a passive movement, whose last pulse is higher: cross, cross, cross, open."""
PATTERN_LIFT_STEPS = 2.0
"""How much higher the last pulse is, in steps of the scale."""
LEVEL_RAMP_SECONDS = 1.0
"""In which a repetition reaches its level, and a hold fades."""
TURN_SECONDS = 1.4
"""How long a melody turns aside."""
_TURNING: frozenset[Tone] = frozenset({"glide", "crossings", "turns", "vibrato", "tremolo"})
"""Of these the melody may turn aside; the others are held, or are patterns."""
LANE_STEPS = 2
"""Steps of the scale by which the second lane of a path sounds higher than the first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contour:
    """One hand, or two mirrored ones: control signals of shape ``(count,)`` over one repetition."""

    pitch: Signal
    """Hz."""
    pan: Signal
    """From -1, left, to 1, right, as the parent looks."""
    width: Signal
    """How far two mirrored hands are from the middle between them, as a pan; 0 for one hand."""
    level: Signal
    """From 0 to 1."""
    brushed: bool
    """Whether it sounds as a band of noise instead of a tone."""


def contours(
    stroke: Stroke, side: Side, landmarks: Mapping[str, Landmark], seconds: float, count: int, *, turn: float = 0.0
) -> tuple[Contour, ...]:
    """Return the contours of a stroke, one for each lane of its path.

    Args:
        stroke: what is done.
        side: on which side of the baby.
        landmarks: by ``view.name``; every landmark of the path is there.
        seconds: how long the repetition lasts.
        count: how many values each curve has.
        turn: steps of the scale by which the melody turns aside for a moment, near the middle of a long stroke.
    """
    return tuple(
        _contour(
            stroke,
            tuple(_moves(lane, side, landmarks, seconds)),
            REGISTER_STEPS[side] + LANE_STEPS * number,
            seconds=seconds,
            count=count,
            turn=turn,
        )
        for number, lane in enumerate(stroke.path.lanes)
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Curves:
    """One part of a path over a time from 0 to 1; each of shape ``(count,)``."""

    progress: Signal
    """The share of the path that is done, from 0 to 1."""
    level: Signal
    lift: Signal | float = 0.0
    """Steps of the scale added to the pitch."""
    sway: Signal | float = 0.0
    """Semitones added to the pitch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """One part of a lane, with its polylines and curves."""

    tone: Tone
    lines: Sequence[Sequence[Point]]
    """Of each hand, in units of the body."""
    curves: Callable[[Signal], _Curves]

    @property
    def length(self) -> float:
        return sum(dist(a, b) for line in self.lines for a, b in pairwise(line)) / len(self.lines)

    @property
    def share(self) -> float:
        """The weight of its share of the time: its length, or for a hold the length of one step."""
        return self.length or UNITS_PER_STEP

    def place(self, progress: Signal) -> tuple[Signal, Signal, Signal]:
        """Return x and y, in the middle between mirrored hands, and how far these are from it."""
        x, y = np.swapaxes([_along(line, progress) for line in self.lines], 0, 1)
        return x.mean(axis=0), y.mean(axis=0), np.ptp(x, axis=0) / 2.0


def _contour(
    stroke: Stroke, moves: Sequence[_Move], middle: int, *, seconds: float, count: int, turn: float
) -> Contour:
    shares = np.array([move.share for move in moves])
    bounds = np.concatenate(([0.0], np.cumsum(shares / shares.sum())))
    time = np.linspace(0.0, 1.0, count)
    which = np.clip(np.searchsorted(bounds, time, "right") - 1, 0, len(moves) - 1)
    x, y, apart, done, level, lift, sway = np.zeros((7, count))
    for index, move in enumerate(moves):
        here = which == index
        share = bounds[index + 1] - bounds[index]
        curves = move.curves((time[here] - bounds[index]) / share)
        x[here], y[here], apart[here] = move.place(curves.progress)
        done[here] = bounds[index] + share * curves.progress
        level[here], lift[here], sway[here] = curves.level, curves.lift, curves.sway
    way = sum(move.length for move in moves)
    steps = _height(stroke, middle, y=y, done=done, way=way, seconds=seconds) + lift
    if all(move.tone in _TURNING for move in moves) and seconds > 2.0 * TURN_SECONDS:
        steps = steps + turn * _aside(steps, time, seconds)
    return Contour(
        pitch=pitch(steps) * np.exp2(sway / 12.0),
        pan=_pan(x - MIDLINE_X),
        width=_pan(apart),
        level=np.minimum(level, _level(_minimum_jerk(np.minimum(1.0, time * seconds / LEVEL_RAMP_SECONDS)))),
        brushed=moves[0].tone == "brush",
    )


def _pan(beside: Signal) -> Signal:
    """Return a pan for a distance from the middle of the body; a sine has no kink where it comes to its widest."""
    return np.sin(0.5 * np.pi * np.clip(beside / WIDEST_X, -1.0, 1.0)) * MAX_PAN


def _aside(steps: Signal, time: Signal, seconds: float) -> Signal:
    """Return how far a melody is turned aside, from 0 to 1: most where it is on a note, in the middle third."""
    middle = slice(len(steps) // 3, 2 * len(steps) // 3)
    top = time[middle][np.abs(steps - np.round(steps))[middle].argmin()]
    return np.asarray(np.cos(np.pi * np.clip((time - top) * seconds / TURN_SECONDS, -0.5, 0.5)) ** 2)


def _height(stroke: Stroke, middle: int, *, y: Signal, done: Signal, way: float, seconds: float) -> Signal:
    """Return the pitch in steps of the scale. Its ends are notes, and no note is shorter than a second."""
    calm = max(DIRECTED_SPAN_STEPS[0], round(seconds))
    if stroke.toward == "none":
        span = float(np.ptp(y))
        reach = min(round(span / UNITS_PER_STEP), MAX_SPAN_STEPS, calm)
        high = (y.max() - y) / (span or 1.0)
    else:
        reach = min(max(round(way / UNITS_PER_STEP), DIRECTED_SPAN_STEPS[0]), DIRECTED_SPAN_STEPS[1], calm)
        high = done if stroke.toward == "heart" else 1.0 - done
    return np.asarray(middle - reach // 2 + reach * high)


def _moves(lane: Sequence[PathPart], side: Side, landmarks: Mapping[str, Landmark], seconds: float) -> Iterator[_Move]:
    hands = [iter(hand) for hand in trace(StrokePath(lanes=(tuple(lane),)), side, landmarks)]
    for part in lane:
        ways = [next(hand) for hand in hands] if part.points else []
        lines = [_on_the_body(way, side, landmarks) for way in ways] or [((MIDLINE_X, 50.0),)]
        yield _Move(tone=part.shape.tone, lines=lines, curves=_curves_of(part, seconds / len(lane)))


def _on_the_body(way: Way, side: Side, landmarks: Mapping[str, Landmark]) -> Sequence[Point]:
    """Map a close-up to its place on the body; the left foot is the mirror image of the right one."""
    if way.view not in CLOSE_UPS:
        return way.points
    x = landmarks[resolve(CLOSE_UPS[way.view], side)[0]].x if side in ("right", "left") else MIDLINE_X
    mirror = -CLOSE_UP_SCALE if side == "left" else CLOSE_UP_SCALE
    return tuple((x + mirror * (px - MIDLINE_X), py) for px, py in way.points)


def _along(line: Sequence[Point], progress: Signal) -> tuple[Signal, Signal]:
    """Return x and y at a share of a polyline's length, from 0 to 1."""
    behind = np.cumsum([0.0, *(dist(a, b) for a, b in pairwise(line))])
    x, y = np.array(line).T
    return np.interp(progress * behind[-1], behind, x), np.interp(progress * behind[-1], behind, y)


def _curves_of(part: PathPart, seconds: float) -> Callable[[Signal], _Curves]:
    """Return the curves of a part, by the tone of its shape."""
    by_tone: dict[Tone, Callable[[Signal], _Curves]] = {
        "still": lambda time: _still(time, seconds),
        "turns": lambda time: _turns(time, part.numbers[-1]),
        "crossings": lambda time: _crossings(time, part.numbers[-1]),
        "pulses": lambda time: _pulses(time, part.numbers[-1]),
        "pattern": lambda time: _pattern(time, max(2, round(seconds / PATTERN_SECONDS))),
        "glide": _glide,
        "brush": _brush,
        "vibrato": lambda time: _vibrato(time, seconds),
        "tremolo": lambda time: _tremolo(time, seconds),
    }
    return by_tone[part.shape.tone]


def _glide(time: Signal) -> _Curves:
    """One minimum-jerk movement from rest to rest, as arms make (Flash and Hogan 1985)."""
    return _Curves(progress=_minimum_jerk(time), level=_level(_speed(time)))


def _crossings(time: Signal, count: float) -> _Curves:
    """`count` minimum-jerk movements, with a rest between them."""
    whole, part = _split(time, count)
    return _Curves(progress=(whole + _minimum_jerk(part)) / count, level=_level(_speed(part)))


def _pulses(time: Signal, count: float) -> _Curves:
    """`count` presses; the hand moves on between them."""
    whole, part = _split(time, count)
    moved = _minimum_jerk(np.clip(4.0 * part - 3.0, 0.0, 1.0))
    progress = np.minimum(1.0, (whole + moved) / max(1.0, count - 1))
    return _Curves(progress=progress, level=_level(np.sin(np.pi * part) ** 2))


def _turns(time: Signal, turns: float) -> _Curves:
    """Uniform circles, with one swell of the level each."""
    return _Curves(progress=time, level=_level(np.sin(np.pi * turns * time) ** 2))


def _pattern(time: Signal, count: int) -> _Curves:
    return replace(_pulses(time, count), lift=np.where(time * count >= count - 1, PATTERN_LIFT_STEPS, 0.0))


def _brush(time: Signal) -> _Curves:
    """A quick attack, then a slow decay."""
    return replace(_glide(time), level=_level(_minimum_jerk(np.minimum(1.0, 4.0 * time)) * (1.0 - 0.7 * time)))


def _vibrato(time: Signal, seconds: float) -> _Curves:
    return replace(_glide(time), sway=VIBRATO_SEMITONES * np.sin(2.0 * np.pi * VIBRATO_HZ * seconds * time))


def _tremolo(time: Signal, seconds: float) -> _Curves:
    glide = _glide(time)
    return replace(glide, level=glide.level * (1.0 - TREMOLO_DEPTH * np.sin(np.pi * TREMOLO_HZ * seconds * time) ** 2))


def _still(time: Signal, seconds: float) -> _Curves:
    """A constant level with a slow release."""
    left = np.minimum(1.0, (1.0 - time) * seconds / LEVEL_RAMP_SECONDS)
    return _Curves(progress=np.zeros_like(time), level=_level(_minimum_jerk(left)))


def _split(time: Signal, count: float) -> tuple[Signal, Signal]:
    """Split time into `count` equal parts: the index of the part, and the time within it from 0 to 1."""
    whole = np.minimum(np.floor(time * count), count - 1)
    return whole, time * count - whole


def _minimum_jerk(time: Signal) -> Signal:
    return time**3 * (10.0 - 15.0 * time + 6.0 * time**2)


def _speed(time: Signal) -> Signal:
    """Return the slope of `_minimum_jerk`, scaled to 1 in the middle."""
    return 16.0 * (time * (1.0 - time)) ** 2


def _level(speed: Signal) -> Signal:
    return REST_LEVEL + (1.0 - REST_LEVEL) * speed
