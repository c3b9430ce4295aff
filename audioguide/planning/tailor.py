"""A routine filtered for a family (parts, age, direction of the strokes) or for one evening of a course."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from audioguide.errors import AudioguideError
from audioguide.model.routine import (
    GUIDANCE_LEVELS,
    Direction,
    Guidance,
    Ritual,
    Routine,
    Section,
    Series,
    Step,
    StrokeStep,
)
from audioguide.model.stroke import Stroke
from audioguide.planning.one_hand import with_one_hand
from audioguide.units import format_age

if TYPE_CHECKING:
    from audioguide.model.course import Course


def tailor(
    routine: Routine,
    strokes: Mapping[str, Stroke],
    *,
    parts: Sequence[str] = (),
    skip: Sequence[str] = (),
    from_part: str | None = None,
    age: float | None = None,
    direction: Direction = "traditional",
    one_hand: bool = False,
) -> tuple[Routine, tuple[str, ...]]:
    """Filter a routine by parts, age and direction.

    Args:
        routine: what the author wrote.
        strokes: by id; a stroke that runs away from the heart may name another `instead`.
        parts: body parts to keep; all where left out. ``legs`` is the section of the legs, feet and all.
        skip: body parts to leave out.
        from_part: the body part at which to begin, where another session stopped.
        age: in weeks, counted from the due date.
        direction: traditional, or every long stroke towards the heart.
        one_hand: whether it is done seated, with one hand.

    Returns:
        The routine, and a message for the parent on each stroke that was removed or replaced.

    Raises:
        AudioguideError: a part that is not in it, or nothing left.
    """
    notes: list[str] = []
    sections = routine.sections
    if from_part is not None:
        _check_part(from_part, routine)
        routine = _resumed(routine)
        sections = tuple(_beginning_at(from_part, sections))
    for part in parts:
        _check_part(part, routine)
    if parts:
        sections = _each(sections, lambda section: _of_parts(section, parts))
    for part in skip:
        _check_part(part, routine)
    if skip:
        sections = _each(sections, lambda section: _without_parts(section, skip))
    if age is not None:
        sections = _each(sections, lambda section: _old_enough(section, age, routine.language, notes))
    if direction == "towards-heart":
        sections = _each(sections, lambda section: _towards_heart(section, strokes, routine.language, notes))
    changed = replace(routine, sections=sections)
    if one_hand:
        changed = with_one_hand(changed, routine.language, notes)
    if parts_of(routine) and not parts_of(changed):
        msg = f"nothing is left of '{routine.id}' with these choices; it has {', '.join(parts_of(routine))}"
        raise AudioguideError(msg)
    return changed, tuple(dict.fromkeys(notes))


def evening(course: Course, routine: Routine, number: int) -> Routine:
    """Return what is done on one evening of a course, with as many words as each part still needs.

    Args:
        course: says what is new when.
        routine: what the evenings come to; its order stays.
        number: of the evening, from 1.
    """
    tonight = course.evenings[number - 1]
    sections = []
    for section in routine.sections:
        since = _evenings_since(section, course, number)
        if since >= 0:
            known = replace(section, guidance=_faded(course, since))
            sections.append(_staying(known) if since == 0 else known)
    again = _faded(course, number - 1)
    # Once heard in full, the preparation is one line.
    short = number > 1 and routine.preparation != "none"
    return replace(
        routine,
        id=f"{course.id}-{number}",
        title=tonight.title,
        sections=tuple(sections),
        ritual=routine.ritual and _ritual(routine.ritual, again),
        preparation="short" if short else routine.preparation,
        guidance=min((section.guidance or again for section in sections), key=GUIDANCE_LEVELS.index, default=again),
        note=course.note,
        thought=tonight.thought,
        series=Series(title=course.title, number=number, of=len(course.evenings)),
    )


def missing_parts(course: Course, routine: Routine) -> tuple[tuple[int, str], ...]:
    """Return the parts of a course that the routine does not have: line numbers and messages."""
    known = ", ".join(parts_of(routine))
    return tuple(
        (one.line, f"there is no part '{part}' in '{routine.id}'; it has {known}")
        for one in course.evenings
        for part in one.learn
        if not any(_names_section(part, section) for section in routine.sections)
    )


def parts_of(routine: Routine) -> tuple[str, ...]:
    """Name the body parts of a routine's strokes, in order."""
    return tuple(dict.fromkeys(stroke.part for section in routine.sections for stroke in _strokes(section)))


def _beginning_at(part: str, sections: Sequence[Section]) -> Sequence[Section]:
    """Return the sections from the first that is the part, or else that has a stroke of it."""
    is_part = [_names_section(part, section) for section in sections]
    has_part = [
        any(_normalized(stroke.part) == _normalized(part) for stroke in _strokes(section)) for section in sections
    ]
    return sections[(is_part if any(is_part) else has_part).index(True) :]


def _resumed(routine: Routine) -> Routine:
    """Return the routine with a short asking: no preparation, and the ritual's question for who goes on."""
    ritual = routine.ritual
    if ritual is None:
        return routine
    steps = ritual.opening.steps
    asks = next((step for step in steps if isinstance(step, StrokeStep)), None)
    if asks:
        short = replace(asks, cue=ritual.resume or asks.cue, stroke=replace(asks.stroke, teach=None, caution=None))
        steps = tuple(short if step is asks else step for step in steps)
    opening = replace(ritual.opening, steps=steps)
    return replace(routine, ritual=replace(ritual, opening=opening), preparation="none")


def _staying(section: Section) -> Section:
    """Return the section with nothing optional: what is new tonight is never dropped for length."""
    steps = (replace(step, optional=False) if isinstance(step, StrokeStep) else step for step in section.steps)
    return replace(section, steps=tuple(steps), optional=False)


def _evenings_since(section: Section, course: Course, number: int) -> int:
    """Return how many evenings ago a section was new; below 0 where it is not new yet, or never."""
    new = (at for at, one in enumerate(course.evenings, 1) if any(_names_section(part, section) for part in one.learn))
    return number - next(new, number + 1)


def _faded(course: Course, evenings: int) -> Guidance:
    """Return the guidance for what was new so many evenings ago."""
    return course.fading[min(evenings, len(course.fading) - 1)]


def _ritual(ritual: Ritual, guidance: Guidance) -> Ritual:
    opening, closing = (replace(section, guidance=guidance) for section in (ritual.opening, ritual.closing))
    integration = ritual.integration and replace(ritual.integration, guidance=guidance)
    return replace(ritual, opening=opening, integration=integration, closing=closing)


def _each(sections: Iterable[Section], change: Callable[[Section], Iterable[Step]]) -> tuple[Section, ...]:
    """Change the steps of every section, and remove those whose strokes are all gone."""
    changed = [(section, replace(section, steps=tuple(change(section)))) for section in sections]
    return tuple(now for before, now in changed if _strokes(now) or not _strokes(before))


def _of_parts(section: Section, parts: Sequence[str]) -> Iterable[Step]:
    if any(_names_section(part, section) for part in parts):
        return section.steps
    wanted = {_normalized(part) for part in parts}
    return (step for step in section.steps if isinstance(step, StrokeStep) and _normalized(step.stroke.part) in wanted)


def _without_parts(section: Section, skip: Sequence[str]) -> Iterable[Step]:
    if any(_names_section(part, section) for part in skip):
        return ()
    gone = {_normalized(part) for part in skip}
    return (
        step for step in section.steps if not (isinstance(step, StrokeStep) and _normalized(step.stroke.part) in gone)
    )


def _old_enough(section: Section, age: float, language: str, notes: list[str]) -> Iterator[Step]:
    for step in section.steps:
        if isinstance(step, StrokeStep) and step.from_age > age:
            notes.append(f"left out '{step.stroke.name.say(language)}': from {format_age(step.from_age)}")
        else:
            yield step


def _towards_heart(section: Section, strokes: Mapping[str, Stroke], language: str, notes: list[str]) -> Iterator[Step]:
    """Replace each stroke away from the heart by its `instead`, or remove it where that is in the section already."""
    here = {stroke.id for stroke in _strokes(section)}
    for step in section.steps:
        other = strokes.get(step.stroke.instead) if isinstance(step, StrokeStep) else None
        if other is None or not isinstance(step, StrokeStep):
            yield step
            continue
        name = step.stroke.name.say(language)
        if other.id in here:
            notes.append(f"left out '{name}': away from the heart")
        else:
            notes.append(f"'{other.name.say(language)}' in place of '{name}'")
            yield replace(step, stroke=other, times=other.times, cue=None)


def _strokes(section: Section) -> tuple[Stroke, ...]:
    return tuple(step.stroke for step in section.steps if isinstance(step, StrokeStep))


def _names_section(part: str, section: Section) -> bool:
    """Whether a name means the whole section: its title, or the part of its first stroke."""
    return _normalized(part) in _names(section)


def _names(section: Section) -> tuple[str, ...]:
    titles = [title.replace("{side}", "") for _, title in (*section.title.by_language, *section.title.on_the_left)]
    return tuple(_normalized(name) for name in (*titles, *(stroke.part for stroke in _strokes(section)[:1])))


def _check_part(part: str, routine: Routine) -> None:
    names = parts_of(routine)
    titles = {name for section in routine.sections for name in _names(section)}
    if _normalized(part) not in {*map(_normalized, names), *titles}:
        msg = f"there is no part '{part}' in '{routine.id}'; it has {', '.join(names)}"
        raise AudioguideError(msg)


def _normalized(word: str) -> str:
    """Normalize a word for comparison: ``Legs`` becomes ``leg``."""
    return word.strip().casefold().removesuffix("s")
