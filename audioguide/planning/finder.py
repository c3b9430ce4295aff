"""Which routines fit a wish: an aim, an age, a length. Nothing is spoken for that; lengths are estimated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from audioguide.model.routine import Guidance, Phrases, Routine, Script
from audioguide.planning.planner import lengths_of
from audioguide.planning.scriptwriter import write_script
from audioguide.units import Samples, samples

WORDS_A_MINUTE = 120.0
"""As the narrator was measured to speak, counting the pauses between phrases."""


def fitting(
    routines: Iterable[Routine],
    phrases: Phrases,
    *,
    language: str,
    guidance: Guidance = "practised",
    aim: str | None = None,
    age: float | None = None,
    length: Samples | None = None,
) -> tuple[Routine, ...]:
    """Return the routines that serve an aim, suit an age and can last a length, the best first.

    Of several, the one whose own length is nearest to the asked one comes first; without an asked length, the one
    that names the aim first among its aims. A routine for older children does not beat one for the baby's age.
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
        shortest, own, longest = lengths_of(script, estimated(script))
        if shortest <= length <= longest:
            found.append(((abs(own - length), rank, place), routine))
    return tuple(routine for _, routine in sorted(found, key=lambda one: one[0]))


def estimated(script: Script) -> Mapping[str, Samples]:
    """Guess how long each cue takes to speak, from its words."""
    return {cue.text: samples(len(cue.text.split()) * 60.0 / WORDS_A_MINUTE) for cue in script.cues}
