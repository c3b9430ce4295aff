"""What is checked of a stroke: where its hands go and how fast, how often, for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil

from audioguide.model.advice import Rule
from audioguide.model.stroke import Times
from audioguide.planning.educator.case import Case, centimetres
from audioguide.planning.educator.words import count_words

COUNTERCLOCKWISE_AREA = -1.0
"""Twice the swept area, in square units of a view: a path below this runs counterclockwise."""


def _speed(rule: Rule, case: Case) -> Iterator[str]:
    stroke, (slowest, fastest) = case.stroke, rule.speed or (0.0, 0.0)
    if not all(part.shape.glides for part, _ in case.moves):
        return
    age = max(case.routine.from_age, stroke.from_age)
    way = centimetres(stroke, age, case.advice, case.vocabulary.landmarks)
    if way > fastest * stroke.seconds:
        cure = f"give it {ceil(way / fastest)} seconds or more"
    elif 0 < way < slowest * stroke.seconds:
        cure = f"give it {way / slowest:.1f} seconds or less"
    else:
        return
    yield f"'{stroke.id}' moves at {_rate(way / stroke.seconds)} cm a second, {cure}"


def _around(rule: Rule, case: Case) -> Iterator[str]:
    middle = case.vocabulary.landmarks[f"front.{rule.around}"]
    ways = [way for _, ways in case.reached(rule) for way in ways]
    if any(way.view == middle.view and way.swept((middle.x, middle.y)) < COUNTERCLOCKWISE_AREA for way in ways):
        yield f"'{case.stroke.id}' runs against the clock around the {rule.around}"


def _ends(rule: Rule, case: Case) -> Iterator[str]:
    wrong = {
        part.points[-1]
        for lane in case.stroke.path.lanes
        for part in lane
        if len(lane) > 1 and part.points and part.points[-1].removeprefix("front.") != rule.ends
    }
    if wrong:
        yield f"'{case.stroke.id}' ends at {' and '.join(sorted(wrong))} instead of {rule.ends}"


def _from_age(rule: Rule, case: Case) -> Iterator[str]:
    if (rule.from_age or 0.0) > max(case.routine.from_age, case.step.from_age):
        weeks = f"{rule.from_age:.0f}"
        yield f"'{case.stroke.id}' is for babies from {weeks} weeks, write 'from_age: {weeks}w' for it or for all"


def _out(rule: Rule, case: Case) -> Iterator[str]:
    aims = [aim for aim in case.routine.aims if aim in rule.aims]
    if rule.place:
        yield f"'{case.stroke.id}' is on {rule.place}"
    elif aims:
        yield f"'{case.stroke.id}' in a routine for {' and '.join(aims)}"
    else:
        yield f"'{case.stroke.id}' with 'ritual: {case.routine.ritual.id if case.routine.ritual else 'none'}'"


def _seconds(rule: Rule, case: Case) -> Iterator[str]:
    if case.stroke.seconds < (rule.seconds or 0.0):
        yield f"'{case.stroke.id}' takes {case.stroke.seconds:g} s, give it {rule.seconds:g} or more"


def _presses(rule: Rule, case: Case) -> Iterator[str]:
    presses = sum(part.numbers[-1] for part, _ in case.reached(rule))
    most = rule.presses or 0.0
    if presses > most * case.stroke.seconds:
        cure = f"give it {ceil(presses / most)} seconds or more"
        yield f"'{case.stroke.id}' presses {_rate(presses / case.stroke.seconds)} times a second, {cure}"


def _usual(_: Rule, case: Case) -> Iterator[str]:
    own, here = case.stroke.times, case.step.times
    if here.fewest < own.fewest or here.most > own.most:
        yield f"'{case.stroke.id}' {_range(here)} times, usual are {_range(own)}"


def _times(rule: Rule, case: Case) -> Iterator[str]:
    built_in = case.stroke.id in case.vocabulary.strokes  # has a range of its own
    if not built_in and case.step.times.most > (rule.times or 0):
        yield f"'{case.stroke.id}' {_range(case.step.times)} times, {rule.times} are plenty"


def _words(rule: Rule, case: Case) -> Iterator[str]:
    most = rule.words or 0
    texts = [case.step.cue] if case.step.cue else []
    if case.stroke.id not in case.vocabulary.strokes:
        texts.append(case.stroke.cue)
    longest = max((count_words(text, case.routine.language) for text in texts), default=0)
    if longest > most:
        yield f"the cue of '{case.stroke.id}' has {longest} words, {most} are plenty"


def _rate(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}"


def _range(times: Times) -> str:
    return f"{times.fewest}" if times.fewest == times.most else f"{times.fewest} to {times.most}"


ONCE: dict[str, Callable[[Rule, Case], Iterator[str]]] = {
    "speed": _speed,
    "around": _around,
    "ends": _ends,
    "from_age": _from_age,
    "out": _out,
    "seconds": _seconds,
    "presses": _presses,
}
"""What is checked where a stroke is first used, by the field of a rule."""

EACH: dict[str, Callable[[Rule, Case], Iterator[str]]] = {"usual": _usual, "times": _times, "words": _words}
"""What is checked at every step."""
