"""What is learned over several evenings: values only. A routine says what is done, a course when it is learned."""

from __future__ import annotations

from dataclasses import dataclass, field

from audioguide.model.routine import Guidance, Section
from audioguide.model.stroke import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """One lesson: what it adds. Everything learned before comes again."""

    title: Text
    learn: tuple[str, ...] = ()
    """The parts that are new, as ``--parts`` names them; none: all that is known, once more."""
    thought: Section | None = None
    """Something to think about, said at the very end."""
    line: int = field(default=0, compare=False, repr=False)
    """Where it stands in its file, from 1; for messages, no part of what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a teacher wrote. It knows no voice and no length."""

    id: str
    """The built-in name, or the file's name without its suffix."""
    title: Text
    language: str
    """Of the words in this file."""
    routine: str
    """What all evenings together come to: a built-in name, or a file beside this one."""
    evenings: tuple[Evening, ...]
    fading: tuple[Guidance, ...] = ("learn", "practised", "names")
    """How much is spoken of a part on the evening on which it is new, on the next one, and so on; the last goes on."""
    note: Text | None = None
    """Printed, never spoken."""
    diary: bool = False
    """Whether a page to write on comes with it, a row a session."""
    line: int = field(default=0, compare=False, repr=False)
    """Where the routine is named."""
