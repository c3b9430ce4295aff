"""Script + clip lengths + asked length -> Timeline, exact to the sample.

A stroke keeps its pace whatever the length. When time is short, these are dropped, in this order: offers and checks as
far as none gets too far from the next, repetitions down to the fewest, optional strokes (the scriptwriter has ranked
them), whole scenes. When there is time, repetitions and pauses grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import ceil

from audioguide.errors import LengthError
from audioguide.model.script import Script
from audioguide.model.timeline import Timeline
from audioguide.planning.afterwards import with_afterwards
from audioguide.planning.fit import fewest_pulses, fit, most_pulses, own_length
from audioguide.planning.measure import Measured, measure
from audioguide.planning.place import place
from audioguide.units import SAMPLE_RATE, Samples

__all__ = ["lengths_of", "plan"]


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
    measured = measure(script, clips)
    own = own_length(measured)
    wanted = own if wanted is None else wanted
    if wanted > own:
        measured = measure(script, clips, added=True)
    choice = fit(measured, wanted)
    if choice is None:
        raise LengthError(script.title, wanted, *_nearest(measured, wanted))
    usual = fit(measured, own) if wanted < own else choice
    timeline = place(measured, choice, usual.kept if usual else ())
    return with_afterwards(timeline, script.afterwards) if script.afterwards else timeline


def lengths_of(script: Script, clips: Mapping[str, Samples]) -> tuple[Samples, Samples, Samples]:
    """Return the shortest, the own and the longest length of a script, in whole seconds."""
    measured = measure(script, clips)
    own = own_length(measured)
    shortest = _first(measured, range(_whole(measured.length(fewest_pulses(measured))), _whole(own) + 1))
    measured = measure(script, clips, added=True)
    longest = _first(measured, range(_whole(measured.length(most_pulses(measured))), _whole(own) - 1, -1))
    return shortest or own, own, longest or own


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
