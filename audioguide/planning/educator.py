"""Warnings about a routine, each with its reason; none of them stops it.

What is usual and how big a baby is comes as `Advice`: there is no knowledge of massage here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, dist

from audioguide.model.advice import Advice, Rule, Size
from audioguide.model.geometry import Landmark, Way, trace
from audioguide.model.routine import Routine, Section, StrokeStep, Vocabulary
from audioguide.model.stroke import Position, Stroke, Text, Times
from audioguide.planning.positions import sudden_changes
from audioguide.units import samples

COUNTERCLOCKWISE_AREA = -1.0
"""Twice the swept area, in square units of a view: a path below this runs counterclockwise."""

PLACES: Mapping[Position, str] = {
    "back": "on the back",
    "tummy": "on the tummy",
    "shoulder": "at the shoulder",
    "lap": "across the lap",
}
"""Where the baby is, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One warning."""

    line: int
    """The line of the file, from 1; 1 also stands for the whole file."""
    what: str
    why: str

    def __str__(self) -> str:
        """Return it as one sentence."""
        return f"{self.what}; {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """One step, and what is needed to judge it."""

    routine: Routine
    section: Section
    step: StrokeStep
    advice: Advice
    vocabulary: Vocabulary

    @property
    def stroke(self) -> Stroke:
        return self.step.stroke

    @property
    def ways(self) -> Iterator[Way]:
        for hand in _hands(self.stroke, self.vocabulary.landmarks):
            yield from hand


def advise(
    routine: Routine, advice: Advice, vocabulary: Vocabulary, *, speech: float | None = None
) -> tuple[Remark, ...]:
    """Return the warnings, in the order of the lines; none about a routine for adults.

    Args:
        routine: with the lines of its steps, as the reader makes it.
        advice: what is usual.
        vocabulary: landmarks, and the strokes of the repertoire.
        speech: the percentage of the routine's own length that is spoken, without its preparation; None: unknown.
    """
    if routine.adults:
        return ()
    cases = [
        _Case(routine=routine, section=section, step=step, advice=advice, vocabulary=vocabulary)
        for section in routine.sections
        for step in section.steps
        if isinstance(step, StrokeStep)
    ]
    remarks = [
        *_ritual(cases, routine, advice, vocabulary),
        *_moving(routine, advice),
        *_speech(speech, routine, advice),
    ]
    seen: set[str] = set()
    for case in cases:
        checks = EACH if case.stroke.id in seen else EACH | ONCE
        seen.add(case.stroke.id)
        for name, check in checks.items():
            rule = _rule(name, advice, routine, case.stroke)
            if rule is not None:
                remarks += [Remark(line=case.step.line, what=what, why=rule.why) for what in check(rule, case)]
    return tuple(sorted(remarks, key=lambda remark: remark.line))


def centimetres(stroke: Stroke, age: float, advice: Advice, landmarks: Mapping[str, Landmark]) -> float:
    """Return how far a hand glides in one repetition, in cm, at an age in weeks: of the hand with the longest path."""
    return max(
        (
            sum(way.length * _scale(way.view, age, advice, landmarks) for way in hand)
            for hand in _hands(stroke, landmarks)
        ),
        default=0.0,
    )


def _hands(stroke: Stroke, landmarks: Mapping[str, Landmark]) -> tuple[tuple[Way, ...], ...]:
    """Trace the hands, on the right where the stroke is done on one side at a time: the left is its mirror image."""
    return trace(stroke.path, "right" if stroke.sides == "each" else stroke.sides, landmarks)


def _scale(view: str, age: float, advice: Advice, landmarks: Mapping[str, Landmark]) -> float:
    """Return the centimetres of one unit of a view; 0 for a view of unknown size."""
    size: Size | None = advice.sizes.get(view)
    if size is None:
        return 0.0
    start, end = landmarks[f"{view}.{size.start}"], landmarks[f"{view}.{size.end}"]
    return size.at(age) / dist((start.x, start.y), (end.x, end.y))


def _rule(check: str, advice: Advice, routine: Routine, stroke: Stroke | None = None) -> Rule | None:
    """Return the first rule for a check that applies to this routine and to strokes of this part."""
    for rule in advice.rules:
        here = not rule.aims or not set(rule.aims).isdisjoint(routine.aims)
        fits = not rule.parts or (stroke is not None and stroke.part in rule.parts)
        value = getattr(rule, check)
        if here and fits and value is not None and value is not False and value != "":
            return rule
    return None


def _speed(rule: Rule, case: _Case) -> Iterator[str]:
    stroke, (slowest, fastest) = case.stroke, rule.speed or (0.0, 0.0)
    if not all(part.shape.glides for lane in stroke.path.lanes for part in lane):
        return
    age = max(case.routine.from_age, stroke.from_age)
    way = centimetres(stroke, age, case.advice, case.vocabulary.landmarks)
    if way > fastest * stroke.seconds:
        cure = f"give it {ceil(way / fastest)} seconds or more"
    elif 0 < way < slowest * stroke.seconds:
        cure = f"give it {way / slowest:.1f} seconds or less"
    else:
        return
    yield f"'{stroke.id}' moves at {way / stroke.seconds:.2g} cm a second, {cure}"


def _around(rule: Rule, case: _Case) -> Iterator[str]:
    middle = case.vocabulary.landmarks[f"front.{rule.around}"]
    if any(way.view == middle.view and way.swept((middle.x, middle.y)) < COUNTERCLOCKWISE_AREA for way in case.ways):
        yield f"'{case.stroke.id}' runs against the clock around the {rule.around}"


def _ends(rule: Rule, case: _Case) -> Iterator[str]:
    wrong = {
        part.points[-1]
        for lane in case.stroke.path.lanes
        for part in lane
        if len(lane) > 1 and part.points and part.points[-1].removeprefix("front.") != rule.ends
    }
    if wrong:
        yield f"'{case.stroke.id}' ends at {' and '.join(sorted(wrong))} instead of {rule.ends}"


def _from_age(rule: Rule, case: _Case) -> Iterator[str]:
    if (rule.from_age or 0.0) > max(case.routine.from_age, case.step.from_age):
        weeks = f"{rule.from_age:.0f}"
        yield f"'{case.stroke.id}' is for babies from {weeks} weeks, write 'from_age: {weeks}w' for it or for all"


def _out(rule: Rule, case: _Case) -> Iterator[str]:
    aims = [aim for aim in case.routine.aims if aim in rule.aims]
    yield f"'{case.stroke.id}' in a routine for {' and '.join(aims)}"


def _usual(_: Rule, case: _Case) -> Iterator[str]:
    own, here = case.stroke.times, case.step.times
    if here.fewest < own.fewest or here.most > own.most:
        yield f"'{case.stroke.id}' {_range(here)} times, usual are {_range(own)}"


def _words(rule: Rule, case: _Case) -> Iterator[str]:
    most = rule.words or 0
    texts = [case.step.cue] if case.step.cue else []
    if case.stroke.id not in case.vocabulary.strokes:
        texts.append(case.stroke.cue)
    longest = max((_count(text, case.routine.language) for text in texts), default=0)
    if longest > most:
        yield f"the cue of '{case.stroke.id}' has {longest} words, {most} are plenty"


ONCE: dict[str, Callable[[Rule, _Case], Iterator[str]]] = {
    "speed": _speed,
    "around": _around,
    "ends": _ends,
    "from_age": _from_age,
    "out": _out,
}
"""What is checked where a stroke is first used, by the field of a rule."""

EACH: dict[str, Callable[[Rule, _Case], Iterator[str]]] = {"usual": _usual, "words": _words}
"""What is checked at every step."""


def _ritual(cases: list[_Case], routine: Routine, advice: Advice, vocabulary: Vocabulary) -> Iterator[Remark]:
    rule = _rule("ritual", advice, routine)
    case = next((case for case in cases if case.stroke.id in vocabulary.strokes), None)
    has = routine.ritual.id if routine.ritual else ""
    if rule is not None and case is not None and (not has if rule.ritual == "any" else has != rule.ritual):
        better = " or ".join(vocabulary.rituals) if rule.ritual == "any" else rule.ritual
        what = f"strokes of the repertoire with 'ritual: {has or 'none'}', better is {better}"
        yield Remark(line=case.step.line, what=what, why=rule.why)


def _moving(routine: Routine, advice: Advice) -> Iterator[Remark]:
    rule = _rule("moving", advice, routine)
    if rule is None or rule.moving is None:
        return
    cure = f"before it write a 'say' with 'always: yes' and then 'rest: {rule.moving:g}s' or more"
    for change in sudden_changes(routine, samples(rule.moving)):
        what = (
            f"'{change.stroke}' finds the baby {PLACES[change.before]}, and needs them {PLACES[change.after]}, {cure}"
        )
        yield Remark(line=change.line, what=what, why=rule.why)


def _speech(speech: float | None, routine: Routine, advice: Advice) -> Iterator[Remark]:
    rule = _rule("speech", advice, routine)
    if rule is not None and rule.speech is not None and speech is not None and round(speech) > rule.speech:
        what = f"{speech:.0f} % of it would be spoken, {rule.speech:.0f} % are plenty"
        yield Remark(line=1, what=what, why=rule.why)


def _range(times: Times) -> str:
    return f"{times.fewest}" if times.fewest == times.most else f"{times.fewest} to {times.most}"


def _count(text: Text, language: str) -> int:
    return len(text.say(language).split())
