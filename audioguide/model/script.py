"""What is to be said and done in a session, before it has a length: the scriptwriter makes it from a routine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audioguide.model.geometry import Side
from audioguide.model.routine import Guidance, Stroke, Times
from audioguide.units import Samples

Role = Literal["section", "name", "cue", "teach", "caution", "prompt", "check", "line", "safety"]
"""What a cue is for. A *line* is a sentence of the file's own; *safety* is spoken at every guidance."""

NO_TIMES = Times(fewest=0, usual=0, most=0)


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
    times: Times = NO_TIMES
    """Of the stroke; zeros where there is none."""
    pause: tuple[Samples, Samples]
    """The shortest and the longest pause after it."""
    drop_rank: int | None = None
    """Its place in the order in which passages are dropped from a short session, 0 first; None: never."""
    pair: int | None = None
    """Passages with the same number are one step on two sides: repeated equally often, dropped together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A section of a script: a chapter to be."""

    title: str
    passages: tuple[Passage, ...]
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
    slowing: float = 0.0
    """By how much that goes down in ten minutes, as a share."""
    scenes: tuple[Scene, ...]

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Every cue that the session may need, each distinct one once, in order."""
        return tuple(dict.fromkeys(cue for scene in self.scenes for passage in scene.passages for cue in passage.cues))
