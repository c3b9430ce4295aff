"""What is kept, how often it is repeated, and how long the pauses are, so that a length is filled exactly."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from math import ceil

from audioguide.planning.contact import (
    FARTHEST_SAMPLES,
    choose_contact,
    every_contact,
    fewest,
    missing,
    missing_after_sides,
)
from audioguide.planning.content import contents, longer, rounds
from audioguide.planning.measure import QUIET_CEILING, QUIET_TARGET, Item, Measured
from audioguide.units import Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How a script fills a length."""

    length: Samples
    kept: tuple[int, ...]
    """Indices of the kept items, in order."""
    times: Mapping[int, int]
    """Repetitions, by unit."""
    pauses: Mapping[int, int]
    """Pulses of the pause after each kept item, by index."""

    def pulses(self, index: int, item: Item) -> int:
        """Return the length in pulses of a kept item, with its repetitions and its pause."""
        return item.pulses(self.times[item.unit]) - item.pause[0] + self.pauses[index]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """A length that is filled with what is kept, as far as that goes."""

    fit: Fit
    missing: AbstractSet[int]
    """Indices of the contact that would have to be there, too."""
    left: int
    """Pulses that nothing takes; below 0 where what is kept takes more than there are."""


def own_length(measured: Measured) -> Samples:
    """Return the routine's own length: everything, the usual repetitions, easy pauses.

    Where its shortest pauses alone are more than a good length has, more repetitions fill it, if there are enough.
    """
    items = measured.items
    content = next(contents(measured))
    easy = [item.pulses(item.passage.times.usual) - item.pause[0] + item.pause[1] for item in items]
    sides = missing_after_sides(measured, content | choose_contact(measured, content, None), easy)
    kept = content | choose_contact(measured, content, None, frozenset(sides))
    kept |= missing(measured, kept, easy, FARTHEST_SAMPLES)
    busy = sum(items[index].pulses(items[index].passage.times.usual) - items[index].pause[0] for index in kept)
    later = sum(items[index].pause[0] for index in kept if index >= measured.last_spoken)
    wanted = sum(items[index].pause[1] for index in kept if index < measured.last_spoken)
    quiet = max(measured.quiet(kept), min(wanted, int(measured.quiet_enough(busy) / (1.0 - QUIET_TARGET))))
    # Up to the whole second there may be more pulses than pauses of a fixed length can take.
    room = sum(items[index].pause[2] for index in kept) - quiet - later

    def lasting(pulses: int) -> Samples:
        length = measured.length(pulses)
        return length if measured.budget(length) - pulses <= room else measured.exact_length(pulses)

    if quiet > QUIET_CEILING * (measured.first + busy + quiet):
        fuller = lasting(ceil(quiet / QUIET_TARGET) - measured.first + later)
        if fit(measured, fuller):  # there are strokes enough, and their repetitions come out even
            return fuller
    return lasting(busy + quiet + later)


def fewest_pulses(measured: Measured, *, whole: bool = False) -> int:
    """Return the pulses of the shortest version: everything droppable dropped, the fewest repetitions.

    Args:
        measured: the script.
        whole: whether every part is kept.
    """
    pulses = fewest(measured)
    *_, content = contents(measured, whole=whole)
    return sum(pulses[index] for index in content | choose_contact(measured, content, 0))


def most_pulses(measured: Measured) -> int:
    """Return the pulses of the longest version: everything kept, the most repetitions, the longest pauses."""
    pulses = _most(measured)
    content = next(contents(measured)).union(*rounds(measured))
    kept = content | choose_contact(measured, content, sum(pulses))
    kept |= missing(measured, kept, pulses, FARTHEST_SAMPLES)
    return sum(pulses[index] for index in kept)


def _most(measured: Measured) -> list[int]:
    """Return the pulses of each item with the most repetitions and the longest pause."""
    return [item.pulses(item.passage.times.most) - item.pause[0] + item.pause[2] for item in measured.items]


def longest_full_pulses(measured: Measured) -> int:
    """Return about the pulses of the longest version in which little more than `QUIET_TARGET` is pauses."""
    most = [item.pulses(item.passage.times.most) for item in measured.items]
    content = next(contents(measured)).union(*rounds(measured))
    kept = content | choose_contact(measured, content, sum(most))
    stretched = [round(pulses / (1.0 - QUIET_TARGET)) for pulses in most]
    kept |= missing(measured, kept, stretched, FARTHEST_SAMPLES)
    later = sum(measured.items[index].pause[2] for index in kept if index >= measured.last_spoken)
    busy = sum(most[index] for index in kept) - measured.quiet(kept)
    return later + ceil((busy + measured.first) / (1.0 - QUIET_TARGET - 0.01))


def fit(measured: Measured, length: Samples) -> Fit | None:
    """Choose what fills `length` to the last pulse, or return None where nothing does."""
    budget, most = measured.budget(length), _most(measured)
    for content in longer(measured, budget):
        if sum(most[index] for index in content.union(every_contact(measured, content))) < budget:
            return None  # nor does what comes next, which is less
        if fitted := _fill(measured, content, length):
            return fitted
    pulses = fewest(measured)
    for content in contents(measured):
        least = sum(pulses[index] for index in content)
        if least <= budget:
            contact = choose_contact(measured, content, 0)
            if least + sum(pulses[index] for index in contact) <= budget:
                return _fill(measured, content, length)
    return None


def _fill(measured: Measured, content: frozenset[int], length: Samples) -> Fit | None:
    """Fill `length` with this content: contact is added until none is too far from the next, nor a long side without.

    Where there is no room for that, or it is too many pauses, only what the distances need is there.
    """
    chosen = partial(choose_contact, measured, content, measured.budget(length))
    fits: list[Fit] = []
    for sides in (True, False):
        for choose in (chosen, lambda locked: locked):
            fitted = _with_contact(measured, content, length, choose, sides=sides)
            if fitted and not _has_too_many_pauses(measured, fitted):
                return fitted
            fits += [fitted] if fitted else []
    return min(fits, key=partial(_quiet_share, measured), default=None)


def _with_contact(
    measured: Measured,
    content: frozenset[int],
    length: Samples,
    choose: Callable[[frozenset[int]], frozenset[int]],
    *,
    sides: bool,
) -> Fit | None:
    """Fill `length` with this content and the contact that is chosen, given what has to be there.

    Args:
        measured: the script.
        content: indices of everything but contact.
        length: in samples.
        choose: chooses contact.
        sides: whether a check after each long first side has to be there.
    """
    locked: frozenset[int] = frozenset()
    while True:
        filled = _filled(measured, sorted(content | choose(locked)), length, sides=sides)
        if filled.left < 0:
            return None
        if not filled.missing:
            return None if filled.left else filled.fit
        locked |= filled.missing


def _filled(measured: Measured, kept: Sequence[int], length: Samples, *, sides: bool) -> _Filled:
    """Fill `length` with what is kept, and see what is missing."""
    times, pauses, left = _spread(measured, kept, measured.budget(length))
    fitted = Fit(length=length, kept=tuple(kept), times=times, pauses=pauses)
    placed = fewest(measured)
    for index in kept:
        placed[index] = fitted.pulses(index, measured.items[index])
    there = frozenset(kept)
    missed = missing_after_sides(measured, there, placed) if sides else frozenset()
    missed = missed or missing(measured, there, placed, FARTHEST_SAMPLES)
    return _Filled(fit=fitted, missing=missed, left=left)


def _has_too_many_pauses(measured: Measured, fitted: Fit) -> bool:
    """Whether the shortest ones are too many already."""
    enough = measured.quiet_enough(measured.budget(fitted.length))
    return measured.quiet(fitted.kept) > enough and _quiet_share(measured, fitted) > QUIET_CEILING


def _quiet_share(measured: Measured, fitted: Fit) -> float:
    """Return how much of a fit is pauses, 0 to 1, up to the last word."""
    at, pulse, quiet = measured.pulse.at, measured.first, 0
    before = [index for index in fitted.kept if index < measured.last_spoken]
    for index in before:
        pulse += fitted.pulses(index, measured.items[index])
        quiet += at(pulse) - at(pulse - fitted.pauses[index])
    last = fitted.kept[len(before) : len(before) + 1]
    return quiet / at(pulse + sum(sum(measured.items[index].cues) for index in last))


def _spread(measured: Measured, kept: Sequence[int], budget: int) -> tuple[dict[int, int], dict[int, int], int]:
    """Spread a budget over repetitions, by unit, and pauses, by index; return also the pulses that are left."""
    items = {index: measured.items[index] for index in kept}
    units: dict[int, list[Item]] = {}
    for item in items.values():
        units.setdefault(item.unit, []).append(item)
    times = {unit: items_of[0].passage.times.fewest for unit, items_of in units.items()}
    pauses = {index: item.pause[0] for index, item in items.items()}
    slack = budget - sum(item.pulses(times[item.unit]) for item in items.values())
    if slack >= 0:
        slack = _repeat(units, times, slack, lambda item: item.passage.times.usual)
        widening = measured.pulse.slowing > 0.0
        before_the_end = {index: item for index, item in items.items() if index < measured.last_spoken}
        quiet = sum(pauses[index] for index in before_the_end)
        later = sum(pauses.values()) - quiet
        easy = min(slack, max(0, measured.quiet_enough(budget - later) - quiet))
        slack += _pause(before_the_end, pauses, easy, lambda item: item.pause[1], widening=widening) - easy
        slack = _repeat(units, times, slack, lambda item: item.passage.times.most)
        slack = _pause(items, pauses, slack, lambda item: item.pause[2], widening=widening)
    return times, pauses, slack


def _repeat(units: Mapping[int, list[Item]], times: dict[int, int], slack: int, until: Callable[[Item], int]) -> int:
    """Add repetitions, first to the unit that is furthest behind its target, while they fit; return the slack left."""

    def behind(unit: int) -> tuple[float, int]:
        item = units[unit][0]
        fewest = item.passage.times.fewest
        return ((times[unit] - fewest) / max(1, until(item) - fewest), position[unit])

    position = {unit: place for place, unit in enumerate(units)}
    queue = [(behind(unit), unit) for unit, items_of in units.items() if times[unit] < until(items_of[0])]
    heapq.heapify(queue)
    while queue:
        _, unit = heapq.heappop(queue)
        cost = sum(item.beat for item in units[unit])
        if cost <= slack:
            times[unit] += 1
            slack -= cost
            if times[unit] < until(units[unit][0]):
                heapq.heappush(queue, (behind(unit), unit))
    return slack


def _pause(
    items: Mapping[int, Item], pauses: dict[int, int], slack: int, until: Callable[[Item], int], *, widening: bool
) -> int:
    """Lengthen all pauses equally, the latest ones by the remainder; return the slack left.

    With `widening`, a pause grows in proportion to its place: the last one most.
    """
    growing = [index for index, item in items.items() if pauses[index] < until(item)]
    while growing and slack:
        latest_first = growing[::-1]
        weights = range(len(growing), 0, -1) if widening else [1] * len(growing)
        whole = sum(weights)
        shares = [slack * weight // whole for weight in weights]
        rest = slack - sum(shares)
        for place, index in enumerate(latest_first):
            more = min(shares[place] + (place < rest), until(items[index]) - pauses[index])
            pauses[index] += more
            slack -= more
        growing = [index for index in growing if pauses[index] < until(items[index])]
    return slack
