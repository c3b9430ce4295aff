"""Feeds a target for a while, and tells how it did."""

from __future__ import annotations

import random
import sys
import time
from dataclasses import dataclass
from functools import partial
from typing import Any

from hypothesis import HealthCheck, given, seed, settings

from fuzzing.targets import Target
from fuzzing.varying import smallest

MOST_SECONDS = 5.0
"""Within which everything is answered."""
MOST_MB = 500.0
"""What the whole program may take of memory meanwhile."""
HEADS = f"{'target':<10} {'inputs':>9} {'taken':>9} {'refused':>9} {'slowest':>8} {'MB':>5}  found"
"""Above the rows of tallies: seconds of the processor for the slowest, and the most memory until then."""
_THOUGHT, _VARIED = 40, 3960
"""Inputs of a round: those that hypothesis thinks of, and those made of them. A thought takes longer than an answer."""
_FAVOUR = 20
"""How much more often what is taken is varied than what is refused: it leads to what lies deeper."""
_KNOWN = 2000
"""Inputs of rounds before that are still varied."""


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

    @property
    def inputs(self) -> int:
        """How many were answered as they should be."""
        return self.taken + self.refused

    def row(self, name: str) -> str:
        """Return a row of the table that `scripts/fuzz` prints."""
        found = self.found or "nothing"
        return (
            f"{name:<10} {self.inputs:>9} {self.taken:>9} {self.refused:>9} "
            f"{self.slowest:>8.2f} {self.most_mb:>5.0f}  {found}"
        )


def feed(target: Target, *, inputs: int, number: int) -> Tally:
    """Feed a target with so many inputs that hypothesis thinks of; the same number thinks of the same ones."""
    tally = Tally()
    _think(target, tally, inputs=inputs, number=number)
    return tally


def feed_for(target: Target, minutes: float, *, least: int = 1) -> Tally:
    """Feed a target for so many minutes and with so many inputs at least, or until something is found.

    Hypothesis thinks of one in a hundred, other ones each time; the rest is made of those.
    """
    feed(target, inputs=10, number=0)  # what is loaded late is loaded
    tally, end = Tally(), time.monotonic() + 60.0 * minutes
    known: list[Any] = []
    while not tally.found and (tally.inputs < least or time.monotonic() < end):
        number = random.getrandbits(32)
        known = [*known, *_think(target, tally, inputs=_THOUGHT, number=number)][-_KNOWN:]
        if not tally.found:
            _vary(target, tally, known, inputs=_VARIED, number=number)
    return tally


def _think(target: Target, tally: Tally, *, inputs: int, number: int) -> list[Any]:
    """Let hypothesis think of inputs, and make smaller what it finds; return them, what is taken several times."""
    known: list[Any] = []

    @seed(number)
    @settings(max_examples=inputs, database=None, deadline=None, suppress_health_check=[*HealthCheck])
    @given(target.feed)
    def answered(text: Any) -> None:
        taken = tally.taken
        _ask(target, text, tally)
        known.extend([text] * (1 + _FAVOUR * (tally.taken - taken)))

    try:
        answered()
    except Exception as error:  # noqa: BLE001 - it is in the tally, as small as it can be made
        tally.found = tally.found or f"nothing to feed with: {error!r}"
    return known


def _vary(target: Target, tally: Tally, known: list[Any], *, inputs: int, number: int) -> None:
    """Feed with what is made of these inputs; the same number makes the same."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    for _ in range(inputs):
        if tally.found:
            return
        ask_and_shrink(target, target.vary(known, chance), tally)


def ask_and_shrink(target: Target, text: Any, tally: Tally) -> None:
    """Have one input answered, and note how; where something is found, the tally has it as small as it can be made."""
    try:
        _ask(target, text, tally)
    except Exception as error:  # noqa: BLE001 - it is in the tally
        if not isinstance(text, tuple):
            smallest(text, partial(_fails, target, tally, type(error)))


def _fails(target: Target, tally: Tally, kind: type[Exception], text: Any) -> bool:
    """Whether this input is answered with such an exception, too; then the tally has it."""
    before = tally.found
    try:
        _ask(target, text, tally)
    except kind:
        return True
    except Exception:  # noqa: BLE001 - another one
        tally.found = before
    return False


def _ask(target: Target, text: Any, tally: Tally) -> None:
    """Have one input answered, and note how; raise what is no answer."""
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
