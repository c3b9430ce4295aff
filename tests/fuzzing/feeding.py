"""Feeds a target for a while, and tells how it did."""

from __future__ import annotations

import random
import sys
import time
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, given, seed, settings

from fuzzing.targets import Target

MOST_SECONDS = 5.0
"""Within which everything is answered."""
MOST_MB = 500.0
"""What the whole program may take of memory meanwhile."""
HEADS = f"{'target':<10} {'inputs':>9} {'taken':>9} {'refused':>9} {'slowest':>8} {'MB':>5}  found"
"""Above the rows of tallies: seconds of the processor for the slowest, and the most memory until then."""


@dataclass(slots=True)
class Tally:
    """What came of it."""

    taken: int = 0
    refused: int = 0
    slowest: float = 0.0
    """Seconds of the processor."""
    longest: str = ""
    """The beginning of what took so long."""
    most_mb: float = 0.0
    found: str = ""
    """The smallest input that was answered with something else; empty: none."""

    def row(self, name: str) -> str:
        """Return a row of the table that `scripts/fuzz` prints."""
        found = self.found or "nothing"
        return (
            f"{name:<10} {self.taken + self.refused:>9} {self.taken:>9} {self.refused:>9} "
            f"{self.slowest:>8.2f} {self.most_mb:>5.0f}  {found}"
        )


def feed(target: Target, *, inputs: int, number: int) -> Tally:
    """Feed a target with so many inputs; the same number thinks of the same ones."""
    tally = Tally()

    @seed(number)
    @settings(max_examples=inputs, database=None, deadline=None, suppress_health_check=[*HealthCheck])
    @given(target.feed)
    def answered(text: Any) -> None:
        start = time.process_time()
        try:
            target.answer(text)
            tally.taken += 1
        except target.refusals:
            tally.refused += 1
        except BaseException as error:
            tally.found = f"{type(error).__name__} on {text[:200]!r}"
            raise
        took = time.process_time() - start
        if took > tally.slowest:
            tally.slowest, tally.longest = took, text[:200]

    try:
        answered()
    except Exception as error:  # noqa: BLE001 - it is in the tally, as small as it can be made
        tally.found = tally.found or f"nothing to feed with: {error!r}"
    return tally


def feed_for(target: Target, minutes: float) -> Tally:
    """Feed a target for so many minutes, with other inputs each time, or until something is found."""
    feed(target, inputs=10, number=0)  # what is loaded late is loaded
    whole, end = Tally(), time.monotonic() + 60.0 * minutes
    while not whole.taken + whole.refused or (time.monotonic() < end and not whole.found):
        one = feed(target, inputs=1000, number=random.getrandbits(32))
        whole.taken, whole.refused = whole.taken + one.taken, whole.refused + one.refused
        whole.found = one.found
        if one.slowest > whole.slowest:
            whole.slowest, whole.longest = one.slowest, one.longest
    return whole


def checked(tally: Tally) -> Tally:
    """Look whether all was answered in time, and with little memory; that counts as found, too."""
    tally.most_mb = most_mb()
    if tally.slowest > MOST_SECONDS and not tally.found:
        tally.found = f"too slow: {tally.longest!r}"
    if tally.most_mb > MOST_MB and not tally.found:
        tally.found = f"too much memory; the slowest was {tally.longest!r}"
    return tally


def most_mb() -> float:
    """Return the most memory that this program has taken so far; 0 where nobody counts it."""
    if sys.platform == "win32":
        return 0.0
    import resource  # noqa: PLC0415 - not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
