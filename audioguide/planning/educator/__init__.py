"""Warnings about a routine, each with its reason; none of them stops it.

What is usual and how big a baby is comes as `Advice`: there is no knowledge of massage here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audioguide.model.advice import Advice, Rule
from audioguide.model.routine import RestStep, Routine, SayStep, StrokeStep, Vocabulary
from audioguide.model.stroke import Position
from audioguide.planning.educator.case import Case, about_routine, centimetres, first_rule
from audioguide.planning.educator.strokes import EACH, ONCE
from audioguide.planning.educator.words import said_wrongly
from audioguide.planning.positions import sudden_changes
from audioguide.units import SAMPLE_RATE, format_duration, samples

__all__ = ["PLACES", "Remark", "advise", "centimetres"]

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
    written = _with_own_ritual(routine, vocabulary)
    cases = [
        Case(routine=routine, step=step, advice=advice, vocabulary=vocabulary)
        for section in written.sections
        for step in section.steps
        if isinstance(step, StrokeStep)
    ]
    remarks = [
        *_ritual(cases, routine, advice, vocabulary),
        *_moving(routine, advice),
        *_end(routine, advice, vocabulary),
        *_rests(written, advice),
        *_speech(speech, routine, advice),
        *_words(written, advice, vocabulary),
    ]
    rules: dict[str, dict[str, Rule | None]] = {}
    for case in cases:
        checks = EACH if case.stroke.id in rules else EACH | ONCE
        if case.stroke.id not in rules:
            rules[case.stroke.id] = {name: first_rule(name, advice, routine, case) for name in checks}
        for name, check in checks.items():
            rule = rules[case.stroke.id][name]
            if rule is not None:
                remarks += [Remark(line=case.step.line, what=what, why=rule.why) for what in check(rule, case)]
    return tuple(sorted(dict.fromkeys(remarks), key=lambda remark: remark.line))


def _with_own_ritual(routine: Routine, vocabulary: Vocabulary) -> Routine:
    """Return a routine with the sections of the author's own ritual, in line 1: they stand in another file."""
    ritual = routine.ritual
    if ritual is None or ritual.id in vocabulary.rituals:
        return routine
    own = [
        replace(section, steps=tuple(replace(step, line=1) for step in section.steps))
        for section in (ritual.preparation, ritual.opening, *ritual.ending)
    ]
    return replace(routine, sections=(*routine.sections, *own))


def _ritual(cases: Sequence[Case], routine: Routine, advice: Advice, vocabulary: Vocabulary) -> Iterator[Remark]:
    rule = first_rule("ritual", advice, routine)
    case = next((case for case in cases if case.stroke.id in vocabulary.strokes), None)
    has = routine.ritual.id if routine.ritual else ""
    if rule is not None and case is not None and (not has if rule.ritual == "any" else has != rule.ritual):
        better = " or ".join(vocabulary.rituals) if rule.ritual == "any" else rule.ritual
        what = f"strokes of the repertoire with 'ritual: {has or 'none'}', better is {better}"
        yield Remark(line=case.step.line, what=what, why=rule.why)


def _moving(routine: Routine, advice: Advice) -> Iterator[Remark]:
    rule = first_rule("moving", advice, routine)
    if rule is None or rule.moving is None:
        return
    cure = f"before it write a 'say' with 'always: yes' and then 'rest: {rule.moving:g}s' or more"
    for change in sudden_changes(routine, samples(rule.moving)):
        what = (
            f"'{change.stroke}' finds the baby {PLACES[change.before]}, and needs them {PLACES[change.after]}, {cure}"
        )
        yield Remark(line=change.line, what=what, why=rule.why)


def _end(routine: Routine, advice: Advice, vocabulary: Vocabulary) -> Iterator[Remark]:
    """Yield where the last stroke leaves the baby, if no ritual and no words that are always said go on from there."""
    rule = first_rule("ends_on", advice, routine)
    if rule is None or rule.ends_on is None or routine.ritual is not None:
        return
    for last in _last_strokes(routine):
        moves = Case(routine=routine, step=last, advice=advice, vocabulary=vocabulary).moves
        on_the_back_view = any(way.view == "back" for _, ways in moves for way in ways)
        position = "tummy" if last.stroke.position == "any" and on_the_back_view else last.stroke.position
        if position not in ("any", rule.ends_on):
            cure = f"after it, where nothing is optional, say with 'always: yes' to lay them {PLACES[rule.ends_on]}"
            what = f"'{last.stroke.id}' leaves the baby {PLACES[position]}, {cure}"
            yield Remark(line=last.line, what=what, why=rule.why)


def _last_strokes(routine: Routine) -> Iterator[StrokeStep]:
    """Yield each stroke that may be the last one, whatever is left out, if no words after it are sure to be said."""
    told = False
    for section in reversed(routine.sections):
        here, last = told, None
        for step in reversed(section.steps):
            if isinstance(step, StrokeStep):
                last = step
                break
            here = here or (isinstance(step, SayStep) and step.is_certain)
        if last is not None and not here:
            yield last
        if not section.optional:
            if last is not None:
                return
            told = here


def _rests(routine: Routine, advice: Advice) -> Iterator[Remark]:
    rule = first_rule("rest", advice, routine)
    for step in (step for section in routine.sections for step in section.steps):
        if rule is not None and rule.rest and isinstance(step, RestStep) and step.longest > rule.rest * SAMPLE_RATE:
            most = format_duration(samples(rule.rest))
            what = f"a rest of {format_duration(step.longest)}, {most} are plenty"
            yield Remark(line=step.line, what=what, why=rule.why)


def _speech(speech: float | None, routine: Routine, advice: Advice) -> Iterator[Remark]:
    rule = first_rule("speech", advice, routine)
    if rule is not None and rule.speech is not None and speech is not None and round(speech) > rule.speech:
        what = f"{speech:.0f} % of it would be spoken, {rule.speech:.0f} % are plenty"
        yield Remark(line=1, what=what, why=rule.why)


def _words(routine: Routine, advice: Advice, vocabulary: Vocabulary) -> Iterator[Remark]:
    rules = tuple(rule for rule in advice.rules if about_routine(rule, routine))
    for line, words, rule in said_wrongly(rules, routine, advice, vocabulary):
        yield Remark(line=line, what=f"'{words}' is said", why=rule.why)
