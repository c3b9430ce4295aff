"""What is to be said and done in a session, before it has a length: the scriptwriter makes it from a routine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import Literal

from audioguide.model.afterwards import Afterwards
from audioguide.model.geometry import Side
from audioguide.model.routine import Guidance
from audioguide.model.stroke import Stroke, Times
from audioguide.units import Samples

Role = Literal["section", "name", "cue", "teach", "caution", "prompt", "check", "line", "safety"]
"""What a cue is for. A *line* is a sentence of the file's own; *safety* is spoken at every guidance."""

NO_TIMES = Times(fewest=0, usual=0, most=0)


Contact = Literal["prompt", "check", "look"]
"""What is said of the baby along the way: offers and checks, or short looks where little else is spoken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A sentence to speak."""

    text: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of a script that is kept or dropped as a whole: words, then repetitions, then a pause."""

    cues: tuple[Cue, ...] = ()
    stroke: Stroke | None = None
    side: Side = "midline"
    inside: bool = False
    """Whether the words sound during the repetitions, from the start of the first one on."""
    counts: tuple[Cue, ...] = ()
    """What is said at the start of each repetition, as many as there may be; none where they are not counted."""
    times: Times = NO_TIMES
    """Of the stroke; zeros where there is none."""
    pause: tuple[Samples, Samples]
    """The shortest and the longest pause after it."""
    drop_rank: int | None = None
    """Its place in the order in which passages are dropped from a short session, 0 first; None: never."""
    add_rank: int | None = None
    """Its place in the order in which a session longer than the own length gets more, 0 first; None: it belongs to it.
    Passages of one rank come together."""
    contact: Contact | None = None
    """An offer, a check or a look: without cues of its own, which of `Script.in_turn` is said is decided when it is
    placed."""
    spare: bool = False
    """Contact that is kept only where otherwise none would come for too long."""
    pair: int | None = None
    """Passages with the same number are one step on two sides: repeated equally often, dropped together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A section of a script: a chapter to be."""

    title: str
    """No other scene of the script has it."""
    passages: tuple[Passage, ...]
    section: int = -1
    """The index of its section in the routine; none of these where it belongs to the ritual."""
    is_only_part: bool = False
    """Whether, but for what opens and closes it, the routine has nothing else: a stroke of it always stays."""
    drop_rank: int | None = None
    """Its place in the order in which whole scenes are dropped from a short session, 0 first; None: never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A routine as cues and strokes, for one language and guidance."""

    title: str
    language: str
    guidance: Guidance
    tempo: float
    """Pulses a minute."""
    exact: bool = False
    """Whether no repetition is shorter than written."""
    slowing: float = 0.0
    """By which share the tempo falls in ten minutes."""
    scenes: tuple[Scene, ...]

    in_turn: Mapping[Contact, tuple[Cue, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """What is said in turn, by the kind of contact."""
    greeting: tuple[str, ...] = ()
    """The texts of the cues that suit one's own voice alone: the hello, the first offers and the thanks."""
    afterwards: Afterwards | None = None
    """What goes on after the massage."""

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Every cue that the session may need, each distinct one once, in order."""
        passages = (passage for scene in self.scenes for passage in scene.passages)
        fixed = (cue for passage in passages for cue in (*passage.cues, *passage.counts))
        return tuple(dict.fromkeys((*fixed, *chain.from_iterable(self.in_turn.values()))))
