"""The lengths that a routine is good at, within those that are possible."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from audioguide.errors import LengthError
from audioguide.model.script import Script
from audioguide.model.timeline import Timeline
from audioguide.planning.measure import QUIET_LIMIT
from audioguide.planning.planner import Planner
from audioguide.units import SAMPLE_RATE, Samples

FARTHEST_SECONDS = 180
"""Beyond the own length: where a good one is looked for, if that has a little more pauses."""
STEPS = 16
"""How many lengths are tried on the way from there to the shortest, and to the longest."""


def is_good(timeline: Timeline) -> bool:
    """Whether every part is in it, and at most a quarter is pauses."""
    return timeline.quiet_share <= QUIET_LIMIT and not any(gone.kind == "part" for gone in timeline.left_out)


def good_lengths(script: Script, clips: Mapping[str, Samples]) -> tuple[Samples, Samples] | None:
    """Return the shortest and the longest good length, in whole seconds; None where none is near the own length."""
    planner = Planner(script, clips)

    def good(second: int) -> bool:
        try:
            return is_good(planner.plan(Samples(second * SAMPLE_RATE)))
        except LengthError:
            return False

    own = planner.own // SAMPLE_RATE
    start = next((second for second in range(own, own + FARTHEST_SECONDS, 5) if good(second)), None)
    if start is None:
        return None
    shortest, longest = planner.least_whole // SAMPLE_RATE, max(start, planner.most_full // SAMPLE_RATE)
    return Samples(_last(good, start, shortest) * SAMPLE_RATE), Samples(_last(good, start, longest) * SAMPLE_RATE)


def _last(good: Callable[[int], bool], start: int, end: int) -> int:
    """Return the last second on the way from a good one to `end` up to which all seem good: some are tried."""
    here, beyond = start, start
    for step in range(1, STEPS + 1):
        beyond = start + (end - start) * step // STEPS
        if not good(beyond):
            break
        here = beyond
    while abs(beyond - here) > 1:
        middle = (here + beyond) // 2
        here, beyond = (middle, beyond) if good(middle) else (here, middle)
    return here
