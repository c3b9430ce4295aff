"""Offers to look or to talk and checks on the baby: which are kept, so that none is ever far from the next."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import groupby

from audioguide.planning.measure import Item, Measured
from audioguide.planning.spacing import Spacing
from audioguide.units import Samples, samples

FARTHEST_SAMPLES = samples(240.0)
"""From the first stroke to the first check, and from each to the next, at most; and so for offers."""
NEAR_SAMPLES = samples(200.0)
"""The same with the fewest repetitions and the shortest pauses. What a session is longer goes into the difference, so
that there is room for one more by the time that one more is needed."""
LONG_SIDE_SAMPLES = samples(90.0)
"""The first of two sides ends with a check where it takes longer, as far as there is room for one."""
CONTACT_KINDS = (("prompt",), ("check", "look"))
"""What keeps distance: offers from offers, checks and looks from checks and looks."""


def choose_contact(
    measured: Measured, content: AbstractSet[int], budget: int | None, locked: AbstractSet[int] = frozenset()
) -> frozenset[int]:
    """Choose the contact of a session.

    All that the script has of its own is kept and more is added where the distances would be too long; then it is
    dropped in the script's order, offers before checks, as long as the usual repetitions do not fit, or more than
    `QUIET_TARGET` would be pauses, and the distances allow it.

    Args:
        measured: the script.
        content: indices of everything else that is kept.
        budget: pulses for everything; None: as many as the usual repetitions take.
        locked: indices of contact that stays.
    """
    items = measured.items
    alive = _alive(measured, content)
    own = [
        index
        for index, item in enumerate(items)
        if item.passage.contact and not item.passage.spare and _stretch_of(item) in alive
    ]
    pulses = fewest(measured)
    kept = {*content, *locked, *own}
    kept |= missing(measured, kept, pulses, NEAR_SAMPLES)
    usual = sum(items[index].pulses(items[index].passage.times.usual) for index in kept)
    quiet = measured.quiet(kept)
    spacing = Spacing(measured, kept, pulses, kinds=CONTACT_KINDS, farthest=NEAR_SAMPLES)
    for index in sorted(own, key=lambda index: items[index].passage.drop_rank or 0):
        room = usual if budget is None else budget
        if usual <= room and quiet <= measured.quiet_enough(room):
            break
        if index not in locked and spacing.may_drop(index):
            spacing.drop(index)
            kept.discard(index)
            usual -= items[index].pulses(0)
            quiet -= items[index].pause[0]
    return frozenset(kept - content)


def fewest(measured: Measured) -> list[int]:
    """Return the pulses of each item with the fewest repetitions and the shortest pause."""
    return [item.pulses(item.passage.times.fewest) for item in measured.items]


def _stretch_of(item: Item) -> tuple[int, int | None]:
    """Return what an item belongs to: a scene, and in it what comes together."""
    return item.scene, item.passage.add_rank


def _alive(measured: Measured, content: AbstractSet[int]) -> AbstractSet[tuple[int, int | None]]:
    """Return the stretches that have a stroke."""
    return {_stretch_of(measured.items[index]) for index in content if measured.items[index].passage.stroke}


def missing(measured: Measured, kept: AbstractSet[int], pulses: Sequence[int], farthest: Samples) -> AbstractSet[int]:
    """Find what has to be added, where there is anything: one of each, and no distance longer than `farthest`.

    Args:
        measured: the script.
        kept: indices of what is kept.
        pulses: how long each item is.
        farthest: in samples.
    """
    added: set[int] = set()
    alive = _alive(measured, kept)
    for kinds in CONTACT_KINDS:
        walk = _Walk(measured=measured, kinds=kinds, farthest=farthest)
        for index in range(measured.last_with_contact + 1):
            item = measured.items[index]
            if index in kept or index in added:
                walk.keep(index, pulses[index])
            elif item.passage.contact in kinds and _stretch_of(item) in alive:
                walk.offer(index)
        added |= walk.end()
    return added


def missing_after_sides(measured: Measured, kept: AbstractSet[int], pulses: Sequence[int]) -> AbstractSet[int]:
    """Find the check at the end of each first side of two that takes longer than `LONG_SIDE_SAMPLES` and has none.

    Args:
        measured: the script.
        kept: indices of what is kept.
        pulses: how long each item is.
    """
    added: set[int] = set()
    alive = _alive(measured, kept)
    pulse, at = measured.first, measured.pulse.at
    for scene, indices in groupby(range(len(measured.items)), key=lambda index: measured.items[index].scene):
        start, ends, there = pulse, list[int](), False
        for index in indices:
            item = measured.items[index]
            if index in kept:
                pulse += pulses[index]
                ends = [] if item.passage.stroke else ends
                there = item.passage.contact == "check" or (there and not item.passage.stroke)
            elif item.passage.contact == "check" and _stretch_of(item) in alive:
                ends.append(index)
        if scene in measured.first_sides and not there and at(pulse) - at(start) > LONG_SIDE_SAMPLES:
            added.update(ends[:1])
    return added


class _Walk:
    """A way through a script, past what is kept and what may be added, from one contact of some kinds to the next.

    Where it is too far to the next one, it adds what it has come past; all that follows is later by as much.
    """

    def __init__(self, *, measured: Measured, kinds: tuple[str, ...], farthest: Samples) -> None:
        self._measured, self._kinds, self._farthest = measured, kinds, farthest
        self._pulse = measured.first
        self._last: int | None = None
        """The pulse of the last contact, or else of the first stroke; None: there was neither."""
        self._options: list[tuple[int, int]] = []
        """What may be added since then: its pulse, as if nothing had been added so far, and its index."""
        self._added: set[int] = set()
        self._later = 0
        """Pulses of what was added."""
        self._met = False
        """Whether any contact of these kinds was there already."""

    def keep(self, index: int, pulses: int) -> None:
        """Go past what is kept, which takes so many pulses."""
        item = self._measured.items[index]
        if item.passage.contact in self._kinds:
            self._arrive()
            self._met = True
            self._last, self._options = self._pulse, []
        elif self._last is None and item.passage.stroke:
            self._last, self._options = self._pulse + item.lead, []
        self._pulse += pulses

    def offer(self, index: int) -> None:
        """Go past what may be added."""
        self._options.append((self._pulse - self._later, index))

    def end(self) -> AbstractSet[int]:
        """Return the indices of what is added until the closing: one at least where there is none, and one may be."""
        self._arrive()
        if self._options and not self._met and not self._added:
            _, index = self._options[-1]
            self._added.add(index)
        return self._added

    def _arrive(self) -> None:
        """Add until it is near enough to here: the latest that is near enough to the last, or else the next one."""
        while self._options and self._is_far(self._pulse):
            near = bisect_left(self._options, x=True, key=lambda option: self._is_far(option[0] + self._later))
            taken = max(1, near)
            pulse, index = self._options[taken - 1]
            del self._options[:taken]
            self._added.add(index)
            self._last = pulse + self._later
            lasts = self._measured.items[index].pulses(0)
            self._later += lasts
            self._pulse += lasts

    def _is_far(self, pulse: int) -> bool:
        """Whether it is too far from the last contact to a pulse."""
        at = self._measured.pulse.at
        return self._last is not None and at(pulse) - at(self._last) > self._farthest
