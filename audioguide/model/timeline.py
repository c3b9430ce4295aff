"""Everything that will be heard, to the sample."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt

from audioguide.model.afterwards import Afterwards
from audioguide.model.chapters import Chapter, LeftOut
from audioguide.model.geometry import Side
from audioguide.model.script import Role
from audioguide.model.stroke import Stroke
from audioguide.units import SAMPLE_RATE, Samples

SLOWING_MINUTES = 10.0
"""Minutes over which a pulse slows down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """The grid that everything starts on."""

    tempo: float
    """Pulses a minute, at the beginning."""
    slowing: float = 0.0
    """By how much it is slower after some ten minutes, as a share from 0 up to 1; then it stays as it is."""

    def at(self, index: int) -> Samples:
        """Return where pulse `index` falls: round(index x 60 x 44,100 / tempo), and later where it slows down.

        Each of the first N pulses, as many as ten minutes have at full tempo, is longer than the one before by the
        same; with g the growth until then, pulse k <= N falls on k + g k^2 / 2N pulses of full tempo.
        """
        if not self.slowing:
            return Samples(round(index * 60 * SAMPLE_RATE / self.tempo))
        slowed = min(index, self._last)
        pulses = index + self._growth * (slowed * slowed / (2.0 * self._last) + index - slowed)
        return Samples(round(pulses * 60 * SAMPLE_RATE / self.tempo))

    @property
    def slowest(self) -> Samples:
        """How long the longest pulse is, at most."""
        return Samples(ceil((1.0 + self._growth) * 60 * SAMPLE_RATE / self.tempo) + 1)

    @property
    def _last(self) -> float:
        return SLOWING_MINUTES * self.tempo

    @property
    def _growth(self) -> float:
        """By how much the last pulse is longer than the first."""
        return 1.0 / (1.0 - self.slowing) - 1.0

    def before(self, position: Samples) -> int:
        """Return the last pulse at or before `position`."""
        pulses = position * self.tempo / (60 * SAMPLE_RATE)
        if self.slowing:
            slowed = (sqrt(1.0 + 2.0 * self._growth * pulses / self._last) - 1.0) * self._last / self._growth
            after = pulses - self._last * (1.0 + self._growth / 2.0)
            pulses = slowed if after < 0.0 else self._last + after / (1.0 + self._growth)
        # Never too high: a whole `position` before a pulse that was rounded is before the pulse itself.
        index = int(pulses)
        while self.at(index + 1) <= position:
            index += 1
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
class Timeline:
    """A session before it sounds."""

    length: Samples
    """Of everything that is heard: the massage, and what comes afterwards."""
    pulse: Pulse
    events: tuple[Event, ...]
    """In order of their start; they never overlap, but for words that sound during a repetition."""
    chapters: tuple[Chapter, ...]
    lead_in: Samples
    """Silence at the start: some speakers swallow their first second."""
    fade_in: Samples
    """From the end of the lead-in."""
    fade_out: Samples
    """Up to the start of the closing silence of the massage."""
    silence: Samples
    """At the end of the massage, and at the very end."""
    left_out: tuple[LeftOut, ...] = ()
    """What had to go to fit the length, in the order of the routine."""
    afterwards: Afterwards | None = None
    """What goes on after the massage: the last chapter."""

    @property
    def massage(self) -> Samples:
        """The length of the massage alone."""
        return Samples(self.length - (self.afterwards.length if self.afterwards else 0))

    @property
    def says(self) -> tuple[Say, ...]:
        """What is spoken, in order."""
        return tuple(event for event in self.events if isinstance(event, Say))

    @property
    def beats(self) -> tuple[Beat, ...]:
        """The repetitions, in order."""
        return tuple(event for event in self.events if isinstance(event, Beat))

    @property
    def quiet_share(self) -> float:
        """How much is pauses, 0 to 1, up to the last word: a session may end in silence."""
        end = max((say.end for say in self.says), default=self.massage)
        pauses = (event for event in self.events if isinstance(event, Pause) and event.end <= end)
        return sum(pause.end - pause.start for pause in pauses) / end

    @property
    def spoken_share(self) -> float:
        """How much of it is spoken, 0 to 1, from the first stroke on: what is said beforehand is not counted."""
        start = min((beat.start for beat in self.beats), default=Samples(0))
        return sum(say.end - say.start for say in self.says if say.start >= start) / (self.massage - start)
