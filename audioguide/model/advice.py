"""The rules of the educator, as data: the size of a baby, and what is usual and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType

from audioguide.model.stroke import Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How far it is from one landmark of a view to another."""

    start: str
    """A landmark without its view."""
    end: str
    cm: tuple[tuple[float, float], ...]
    """Pairs of an age in weeks and the distance in centimetres, the youngest first."""

    def at(self, age: float) -> float:
        """Return the distance in centimetres at an age in weeks, on straight lines between the known ages."""
        for (young, small), (old, big) in pairwise(self.cm):
            if age < old:
                return small + (big - small) * max(0.0, age - young) / (old - young)
        return self.cm[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is usual: filters that say where, one check or more, and the reason."""

    why: str
    """The rest of a sentence: "babies are calmest at three to six centimetres a second"."""
    parts: tuple[str, ...] = ()
    """For strokes of these body parts; all where there are none."""
    aims: tuple[str, ...] = ()
    """For routines with one of these aims; all where there are none."""
    rituals: tuple[str, ...] = ()
    """For routines with one of these rituals; all where there are none."""
    under: float | None = None
    """For routines that begin below this age, in weeks."""
    shapes: tuple[str, ...] = ()
    """For what a path does in one of these shapes; all where there are none."""
    hands: tuple[str, ...] = ()
    """For strokes with one of these hands; all where there are none."""
    near: tuple[str, ...] = ()
    """For ways that come near one of these landmarks, ``view.name``; all where there are none."""
    within: float | None = None
    """How near, in units of the view: where a way comes nearest."""
    staying: float | None = None
    """How near, in units of the view, all the way."""
    place: str = ""
    """What the place of `near` is called."""
    speed: tuple[float, float] | None = None
    """The slowest and the fastest of a gliding hand, in centimetres a second."""
    around: str = ""
    """A landmark of the front around which hands run clockwise as the parent looks."""
    ends: str = ""
    """A landmark of the front where each of several parts of a path ends."""
    from_age: float | None = None
    """In weeks. Such strokes, or the whole routine, are for babies of this age and above."""
    out: bool = False
    """Such strokes are out of place."""
    seconds: float | None = None
    """The fewest of one repetition."""
    presses: float | None = None
    """The most presses or steps a second."""
    times: int | None = None
    """The most repetitions at once."""
    rest: float | None = None
    """The longest rest, in seconds."""
    ends_on: Position | None = None
    """The position in which the last stroke leaves the baby."""
    says: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By language: a regular expression of what is not said, but where it is denied."""
    ritual: str = ""
    """The ritual that belongs to strokes of the repertoire, or "any"."""
    usual: bool = False
    """Repetitions stay within the stroke's own range."""
    moving: float | None = None
    """The fewest seconds in which a baby is turned or lifted, after words that say so."""
    words: int | None = None
    """The most of a cue."""
    speech: float | None = None
    """The most that is spoken at the routine's own length, in percent, without the preparation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """All sizes and rules."""

    sizes: Mapping[str, Size]
    """By view."""
    rules: tuple[Rule, ...]
    """Of several for the same check, the first that applies counts."""
    denials: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By language: a regular expression of the words that deny what stands in their sentence."""
    minutes: tuple[tuple[float, float], ...] = ()
    """Pairs of an age in weeks and the most minutes of a session from that age on, the youngest first."""

    def longest(self, age: float) -> float | None:
        """Return the most minutes of a session at an age in weeks; None where nothing is said of it."""
        return next((most for start, most in reversed(self.minutes) if start <= age), None)
