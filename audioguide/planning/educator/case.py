"""One stroke of a routine as an educator sees it: where its hands go, and which rules are about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import dist, hypot

from audioguide.model.advice import Advice, Rule, Size
from audioguide.model.geometry import Landmark, PathPart, Side, StrokePath, Way, trace
from audioguide.model.routine import Routine, StrokeStep, Vocabulary
from audioguide.model.shapes import Point
from audioguide.model.stroke import Stroke


@dataclass(frozen=True, kw_only=True)
class Case:
    """One step, and what is needed to judge it."""

    routine: Routine
    step: StrokeStep
    advice: Advice
    vocabulary: Vocabulary

    @property
    def stroke(self) -> Stroke:
        """The stroke of the step."""
        return self.step.stroke

    @cached_property
    def moves(self) -> tuple[tuple[PathPart, tuple[Way, ...]], ...]:
        """Each part of the path with the ways that it has, on both sides; a hold has one for each of its points."""
        each: tuple[Side, ...] = ("right", "left")
        sides = each if self.stroke.sides == "each" else (self.stroke.sides,)
        return tuple(
            (part, tuple(way for side in sides for way in _ways(part, side, self.vocabulary.landmarks)))
            for lane in self.stroke.path.lanes
            for part in lane
        )

    def reached(self, rule: Rule) -> Iterator[tuple[PathPart, tuple[Way, ...]]]:
        """Yield the parts of the path that a rule is about, with the ways that come near its landmarks."""
        for part, ways in self.moves:
            if rule.shapes and part.name not in rule.shapes:
                continue
            near = tuple(way for way in ways if not rule.near or self._is_near(way, rule))
            if near or not rule.near:
                yield part, near

    def concerns(self, rule: Rule) -> bool:
        """Whether a rule is about this stroke."""
        parts = {part.casefold() for part in rule.parts}
        return (
            (not parts or self.stroke.part.casefold() in parts)
            and (not rule.hands or self.stroke.hands in rule.hands)
            and (not (rule.shapes or rule.near) or any(self.reached(rule)))
        )

    def _is_near(self, way: Way, rule: Rule) -> bool:
        for name in rule.near:
            landmark = self.vocabulary.landmarks[name]
            place = (landmark.x, landmark.y)
            if landmark.view != way.view:
                continue
            if rule.staying is not None and max(dist(place, point) for point in way.points) <= rule.staying:
                return True
            if rule.within is not None and _nearest(way, place) <= rule.within:
                return True
        return False


def about_routine(rule: Rule, routine: Routine) -> bool:
    """Whether a rule is about routines like this one."""
    ritual = routine.ritual.id if routine.ritual else "none"
    return (
        (not rule.aims or not set(rule.aims).isdisjoint(routine.aims))
        and (not rule.rituals or ritual in rule.rituals)
        and (rule.under is None or routine.from_age < rule.under)
    )


def first_rule(check: str, advice: Advice, routine: Routine, case: Case | None = None) -> Rule | None:
    """Return the first rule for a check that is about this routine, and about this stroke."""
    for rule in advice.rules:
        is_check = getattr(rule, check) not in (None, False, "")
        if is_check and about_routine(rule, routine) and (case is None or case.concerns(rule)):
            return rule
    return None


def centimetres(stroke: Stroke, age: float, advice: Advice, landmarks: Mapping[str, Landmark]) -> float:
    """Return how far a hand glides in one repetition, in cm, at an age in weeks: of the hand with the longest path."""
    # On one side: the other is its mirror image.
    hands = trace(stroke.path, "right" if stroke.sides == "each" else stroke.sides, landmarks)
    return max(
        (sum(way.length * _scale(way.view, age, advice, landmarks) for way in hand) for hand in hands), default=0.0
    )


def _scale(view: str, age: float, advice: Advice, landmarks: Mapping[str, Landmark]) -> float:
    """Return the centimetres of one unit of a view; 0 for a view of unknown size."""
    size: Size | None = advice.sizes.get(view)
    if size is None:
        return 0.0
    start, end = landmarks[f"{view}.{size.start}"], landmarks[f"{view}.{size.end}"]
    return size.at(age) / dist((start.x, start.y), (end.x, end.y))


def _ways(part: PathPart, side: Side, landmarks: Mapping[str, Landmark]) -> Iterator[Way]:
    held = [replace(part, points=(point,)) for point in part.points] if part.name == "hold" else [part]
    for one in held:
        for hand in trace(StrokePath(lanes=((one,),)), side, landmarks):
            yield from hand


def _nearest(way: Way, place: Point) -> float:
    """Return how near a way comes to a place, in units of the view."""
    alone = dist(way.points[0], place)
    return min((_to_line(place, start, end) for start, end in pairwise(way.points)), default=alone)


def _to_line(place: Point, start: Point, end: Point) -> float:
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down)
    if length == 0.0:
        return dist(place, start)
    along = ((place[0] - start[0]) * across + (place[1] - start[1]) * down) / length**2
    share = min(1.0, max(0.0, along))
    return dist(place, (start[0] + share * across, start[1] + share * down))
