"""A routine as it is done seated and with one hand: what takes two is left out, and told as left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from audioguide.model.routine import Ritual, Routine, SayStep, Section, Step, StrokeStep
from audioguide.model.stroke import Text

LYING = ("any", "back")
"""Positions of the baby in which one hand is enough: nobody is turned or lifted with it."""


def with_one_hand(routine: Routine, language: str, notes: list[str]) -> Routine:
    """Return the routine for one hand, without oil: fetching more of it would take the other.

    Args:
        routine: what the author wrote.
        language: of the messages.
        notes: gets a message for the parent on each stroke that is left out.
    """
    sections = tuple(_sections(routine.sections, language, notes))
    ritual = routine.ritual and _ritual(routine.ritual)
    return replace(routine, sections=sections, ritual=ritual, oil=False)


def _sections(sections: Iterable[Section], language: str, notes: list[str]) -> Iterator[Section]:
    for section in sections:
        strokes = [step.stroke for step in section.steps if isinstance(step, StrokeStep)]
        lifted = any(stroke.position not in LYING for stroke in strokes)
        gone = [stroke for stroke in strokes if lifted or stroke.one_hand is None]
        why = "the baby is turned or lifted for it" if lifted else "it takes two hands"
        notes += [f"left out '{stroke.name.say(language)}': {why}" for stroke in gone]
        if not strokes or len(gone) < len(strokes):
            yield replace(section, steps=tuple(_steps(section.steps)))


def _steps(steps: Iterable[Step], resume: tuple[Text | None, Text | None] = (None, None)) -> Iterator[Step]:
    """Yield steps for one hand; `resume`: a cue, and what is said in its place."""
    for step in steps:
        if not isinstance(step, StrokeStep):
            yield step
        elif step.stroke.one_hand is not None:
            other = replace(step.stroke.one_hand, position=step.stroke.position)
            own = None if other.cue != step.stroke.cue else step.cue
            cue = resume[1] if step.cue is not None and step.cue == resume[0] else step.cue_one_hand or own
            taught = other if step.stroke.teach else replace(other, teach=None, caution=None)
            yield replace(step, stroke=taught, cue=cue)


def _ritual(ritual: Ritual) -> Ritual:
    opening = tuple(_steps(ritual.opening.steps, (ritual.resume, ritual.resume_one_hand)))
    seated = (SayStep(text=ritual.one_hand),) if ritual.one_hand else ()
    gathered = ritual.integration and replace(ritual.integration, steps=tuple(_steps(ritual.integration.steps)))
    return replace(
        ritual,
        opening=replace(ritual.opening, steps=(*seated, *opening)),
        integration=gathered,
        closing=replace(ritual.closing, steps=tuple(_steps(ritual.closing.steps))),
    )
