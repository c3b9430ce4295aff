"""Where the baby lies or is held: changes that are not spoken at every guidance, or have too little time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from audioguide.model.routine import RestStep, Routine, SayStep, Section, Step
from audioguide.model.stroke import Position
from audioguide.units import Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A stroke that finds the baby in another position without having led there."""

    before: Position
    after: Position
    stroke: str
    """The id of the stroke."""
    line: int
    """Where it stands in the routine's file, from 1; of a stroke of the ritual, the last one before it that does."""


def sudden_changes(routine: Routine, enough: Samples) -> tuple[Change, ...]:
    """Find changes of position that are not spoken at every guidance, or have too little time.

    Args:
        routine: with its ritual.
        enough: how long it takes to move a baby, in samples: rests after the words, each at its shortest.
    """
    found = chain.from_iterable(_changes(shorter, enough) for shorter in _with_and_without(routine))
    return tuple(dict.fromkeys(found))


def _with_and_without(routine: Routine) -> Iterator[Routine]:
    """Yield the whole routine, and it without each section that may be left out: others may have relied on that one."""
    yield routine
    for gone in (section for section in routine.sections if section.optional):
        yield replace(routine, sections=tuple(one for one in routine.sections if one is not gone))


def _changes(routine: Routine, enough: Samples) -> Iterator[Change]:
    here: Position = "any"
    line, told, time = 1, False, Samples(0)
    for step, own in _steps(routine):
        if isinstance(step, SayStep):
            told = told or step.is_certain
        elif isinstance(step, RestStep):
            time = Samples(time + step.shortest) if told and not step.optional else time
        else:
            if own:
                line = step.line
            after = step.stroke.position
            if after == "any":
                continue
            if here not in ("any", after) and time < enough:
                yield Change(before=here, after=after, stroke=step.stroke.id, line=line)
            here, told, time = after, False, Samples(0)


def _steps(routine: Routine) -> Iterator[tuple[Step, bool]]:
    """Yield every step of a session in order, and whether it stands in the routine's own file."""
    ritual = routine.ritual
    opening, ending = ((ritual.opening,), ritual.ending) if ritual else ((), ())
    parts: tuple[tuple[Iterable[Section], bool], ...] = ((opening, False), (routine.sections, True), (ending, False))
    for sections, own in parts:
        yield from ((step, own) for section in sections for step in section.steps)
