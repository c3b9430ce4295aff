"""Which routines match an aim, an age and a length. Lengths are estimated from word counts: nothing is spoken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from audioguide.model.routine import Guidance, Phrases, Routine
from audioguide.model.script import Script
from audioguide.planning.good import is_good
from audioguide.planning.planner import Planner
from audioguide.planning.scriptwriter import write_script
from audioguide.units import Samples, samples

SECONDS_PER_WORD = 0.5
"""Measured on the narrator, including the pauses between phrases."""


def matching_routines(
    routines: Iterable[Routine],
    phrases: Phrases,
    *,
    language: str,
    guidance: Guidance = "practised",
    aim: str | None = None,
    age: float | None = None,
    length: Samples | None = None,
) -> tuple[Routine, ...]:
    """Return the routines that match an aim, an age and a length, best first.

    With a length, those that are good at it come first, ordered by how near their own length is; without one, the
    order is by the place of the aim among the routine's aims.

    Args:
        routines: to choose from.
        phrases: the engine's own words in `language`.
        language: every routine has words in it.
        guidance: how much is spoken: lengths depend on it.
        aim: one of the routine's aims; None matches all.
        age: in weeks; None matches all.
        length: in samples; None matches all.
    """
    found: list[tuple[tuple[float, ...], Routine]] = []
    for place, routine in enumerate(routines):
        if (aim and aim not in routine.aims) or (age is not None and age < routine.from_age):
            continue
        rank = routine.aims.index(aim) if aim else 0
        if length is None:
            found.append(((rank, place), routine))
            continue
        script = write_script(routine, phrases, guidance=guidance, language=language)
        planner = Planner(script, estimated(script))
        if planner.shortest <= length <= planner.longest:
            good = is_good(planner.plan(length))
            found.append(((not good, abs(planner.own - length), rank, place), routine))
    return tuple(routine for _, routine in sorted(found, key=lambda one: one[0]))


def estimated(script: Script) -> Mapping[str, Samples]:
    """Estimate the length in samples of each cue, by its text, from its number of words."""
    return {cue.text: samples(len(cue.text.split()) * SECONDS_PER_WORD) for cue in script.cues}
