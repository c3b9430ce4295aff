"""Script + clip lengths + asked length -> Timeline, exact to the sample.

A stroke keeps its pace whatever the length. When time is short, these are dropped, in this order: offers and checks as
far as none gets too far from the next, repetitions down to the fewest, optional strokes (the scriptwriter has ranked
them), whole scenes. When there is time, repetitions and pauses grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from math import ceil

from audioguide.errors import LengthError
from audioguide.model.script import Script
from audioguide.model.timeline import Timeline
from audioguide.planning.afterwards import with_afterwards
from audioguide.planning.fit import fewest_pulses, fit, longest_full_pulses, most_pulses, own_length
from audioguide.planning.measure import Measured, measure
from audioguide.planning.place import place
from audioguide.units import SAMPLE_RATE, Samples

__all__ = ["Planner", "lengths_of", "plan"]


class Planner:
    """Plans one script at any length: what does not depend on the length is measured once.

    Args:
        script: words and strokes.
        clips: the length in samples of the clip of each cue, by the cue's text.
    """

    def __init__(self, script: Script, clips: Mapping[str, Samples]) -> None:
        self._script, self._clips = script, clips
        self._measured = measure(script, clips)
        self.own = own_length(self._measured)
        """The routine's own length, in samples."""

    @cached_property
    def _extended(self) -> Measured:
        """The script with what only comes in a session longer than the own length."""
        return measure(self._script, self._clips, added=True)

    @property
    def least(self) -> Samples:
        """A lower bound of every possible length, in samples; `shortest` finds the true one, by trying lengths."""
        return self._measured.length(fewest_pulses(self._measured))

    @property
    def most(self) -> Samples:
        """An upper bound of every possible length, in samples; `longest` finds the true one, by trying lengths."""
        return self._extended.length(most_pulses(self._extended))

    @property
    def least_whole(self) -> Samples:
        """A lower bound of every length at which each part is there, in samples."""
        return self._measured.length(fewest_pulses(self._measured, whole=True))

    @property
    def most_full(self) -> Samples:
        """About the longest length at which a quarter at most is pauses, in samples."""
        return self._extended.length(longest_full_pulses(self._extended))

    @cached_property
    def shortest(self) -> Samples:
        """The shortest possible length, in whole seconds."""
        return _first(self._measured, range(_whole(self.least), _whole(self.own) + 1)) or self.own

    @cached_property
    def longest(self) -> Samples:
        """The longest possible length, in whole seconds."""
        return _first(self._extended, range(_whole(self.most), _whole(self.own) - 1, -1)) or self.own

    @cached_property
    def _usual(self) -> tuple[int, ...]:
        """What a session of the own length keeps."""
        fitted = fit(self._measured, self.own)
        return fitted.kept if fitted else ()

    def plan(self, wanted: Samples | None = None) -> Timeline:
        """Place every cue, repetition and pause; `plan` says the rest."""
        wanted = self.own if wanted is None else wanted
        measured = self._extended if wanted > self.own else self._measured
        fitted = fit(measured, wanted)
        if fitted is None:
            raise LengthError(self._script.title, wanted, *_nearest(measured, wanted))
        timeline = place(measured, fitted, self._usual if wanted < self.own else fitted.kept)
        afterwards = self._script.afterwards
        return with_afterwards(timeline, afterwards) if afterwards else timeline


def plan(script: Script, clips: Mapping[str, Samples], wanted: Samples | None = None) -> Timeline:
    """Place every cue, repetition and pause.

    Args:
        script: words and strokes.
        clips: the length in samples of the clip of each cue, by the cue's text.
        wanted: the length of the massage in samples; left out: the routine's own.

    Raises:
        LengthError: the script cannot last so long or so short; it names the nearest possible lengths.
        ChoiceError: with what comes afterwards it is too long.
    """
    return Planner(script, clips).plan(wanted)


def lengths_of(script: Script, clips: Mapping[str, Samples]) -> tuple[Samples, Samples, Samples]:
    """Return the shortest, the own and the longest length of a script; see `Planner`."""
    planner = Planner(script, clips)
    return planner.shortest, planner.own, planner.longest


def _nearest(measured: Measured, wanted: Samples) -> tuple[Samples | None, Samples | None]:
    """Find the nearest whole seconds below and above that are possible."""
    bottom, top = _whole(measured.length(fewest_pulses(measured))), _whole(measured.length(most_pulses(measured)))
    below = _first(measured, range(min(ceil(wanted / SAMPLE_RATE) - 1, top), bottom - 1, -1))
    above = _first(measured, range(max(_whole(wanted) + 1, bottom), top + 1))
    return below, above


def _first(measured: Measured, seconds: Iterable[int]) -> Samples | None:
    lengths = (Samples(second * SAMPLE_RATE) for second in seconds)
    return next((length for length in lengths if fit(measured, length)), None)


def _whole(length: Samples) -> int:
    return length // SAMPLE_RATE
