"""Everything that will be heard, to the sample."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audioguide.geometry import Side
from audioguide.routine import Role, Stroke
from audioguide.units import SAMPLE_RATE, Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """The grid that everything starts on."""

    tempo: float
    """Pulses a minute."""

    def at(self, index: int) -> Samples:
        """Return where pulse `index` falls: round(index x 60 x 44,100 / tempo)."""
        return Samples(round(index * 60 * SAMPLE_RATE / self.tempo))

    def before(self, position: Samples) -> int:
        """Return the last pulse at or before `position`."""
        index = int(position * self.tempo / (60 * SAMPLE_RATE))
        while self.at(index + 1) <= position:
            index += 1
        while self.at(index) > position:
            index -= 1
        return index


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A clip on the timeline."""

    start: Samples
    end: Samples
    text: str
    """What is said; also the clip's name."""
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One repetition of a stroke, from one pulse to another."""

    start: Samples
    end: Samples
    stroke: Stroke
    side: Side
    index: int
    """Which repetition it is, from 0."""
    of: int
    """How many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Pulse and bed go on; no words, no stroke tone."""

    start: Samples
    end: Samples


Event = Say | Beat | Pause


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that had to go to fit the length."""

    kind: Literal["prompt", "check", "words", "stroke", "part"]
    """Offers to talk go first, then checks, then what is optional, then whole parts."""
    name: str
    """The words, the stroke's name, or the part's title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A titled stretch; chapters tile the timeline."""

    start: Samples
    end: Samples
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """A session before it sounds."""

    length: Samples
    pulse: Pulse
    events: tuple[Event, ...]
    """In order; they never overlap."""
    chapters: tuple[Chapter, ...]
    lead_in: Samples
    """Silence at the start: some speakers swallow their first second."""
    fade_in: Samples
    """From the end of the lead-in."""
    fade_out: Samples
    """Up to the start of the closing silence."""
    silence: Samples
    """At the very end."""
    left_out: tuple[LeftOut, ...] = ()
    """What had to go to fit the length, in the order of the routine."""

    @property
    def says(self) -> tuple[Say, ...]:
        """What is spoken, in order."""
        return tuple(event for event in self.events if isinstance(event, Say))

    @property
    def beats(self) -> tuple[Beat, ...]:
        """The repetitions, in order."""
        return tuple(event for event in self.events if isinstance(event, Beat))
