"""What stays, how often, and how long the pauses are: the choice that fills a length exactly."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from audioguide.planning.measure import Item, Measured
from audioguide.units import Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How a script fills a length."""

    length: Samples
    kept: tuple[int, ...]
    """Indices of the items that stay, in order."""
    times: Mapping[int, int]
    """Repetitions, by unit."""
    pauses: Mapping[int, int]
    """Pulses of the pause after each kept item, by index."""


def own_choice(measured: Measured) -> Choice:
    """Choose what the routine is at its own length: everything, as often as usual, with easy pauses."""
    pulses = sum(item.pulses(item.passage.times.usual) - item.pause[0] + item.pause[1] for item in measured.items)
    choice = fit(measured, measured.length(pulses))
    assert choice is not None, "everything fits where there is room for everything"  # noqa: S101 - an invariant
    return choice


def least(measured: Measured) -> int:
    """Return the pulses of the script when everything has left that may, repeated as seldom as possible."""
    return sum(measured.items[index].pulses(measured.items[index].passage.times.fewest) for index in _keep(measured, 0))


def fit(measured: Measured, length: Samples) -> Choice | None:
    """Choose what fills `length` to the last pulse, or return None where nothing does."""
    budget = measured.budget(length)
    kept = _keep(measured, budget)
    items = {index: measured.items[index] for index in kept}
    units: dict[int, list[Item]] = {}
    for item in items.values():
        units.setdefault(item.unit, []).append(item)
    times = {unit: both[0].passage.times.fewest for unit, both in units.items()}
    pauses = {index: item.pause[0] for index, item in items.items()}
    slack = budget - sum(item.pulses(times[item.unit]) for item in items.values())
    if slack >= 0:
        slack = _repeat(units, times, slack, lambda item: item.passage.times.usual)
        thins = measured.pulse.slowing > 0.0
        slack = _pause(items, pauses, slack, lambda item: item.pause[1], thins=thins)
        slack = _repeat(units, times, slack, lambda item: item.passage.times.most)
        slack = _pause(items, pauses, slack, lambda item: item.pause[2], thins=thins)
    return None if slack else Choice(length=length, kept=kept, times=times, pauses=pauses)


def _keep(measured: Measured, budget: int) -> tuple[int, ...]:
    """Let passages leave until the usual repetitions fit, then, if not even the fewest do, whole scenes."""
    here = _Company(measured.items)
    passages = _levels((item.passage.leaves, index) for index, item in enumerate(measured.items))
    scenes = _levels((measured.scenes[item.scene].leaves, index) for index, item in enumerate(measured.items))
    for gone in passages:
        if here.usual <= budget:
            break
        here.lose(gone)
    for gone in scenes:
        if here.fewest <= budget:
            break
        here.lose(gone)
    return tuple(here.items)


def _levels(leaving: Iterable[tuple[int | None, int]]) -> list[list[int]]:
    """Group indices by their place in the order in which they leave."""
    groups: dict[int, list[int]] = {}
    for level, index in leaving:
        if level is not None:
            groups.setdefault(level, []).append(index)
    return [groups[level] for level in sorted(groups)]


class _Company:
    """The items that are still here, and how many pulses they are: kept up to date, as thousands may leave."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.items = dict(enumerate(items))
        self.usual = sum(item.pulses(item.passage.times.usual) for item in items)
        self.fewest = sum(item.pulses(item.passage.times.fewest) for item in items)
        self._strokes = Counter(item.scene for item in items if item.passage.stroke)
        self._scenes = _levels((item.scene, index) for index, item in enumerate(items))

    def lose(self, indices: Iterable[int]) -> None:
        """Let items leave, and with them what is left of a scene that has lost its last stroke.

        The last stroke of all stays: a session of titles is none.
        """
        gone = [index for index in indices if index in self.items]
        lost = Counter(self.items[index].scene for index in gone if self.items[index].passage.stroke)
        if lost and lost == +self._strokes:
            return
        deserted = [scene for scene, strokes in lost.items() if strokes == self._strokes[scene]]
        self._strokes -= lost
        for index in (*gone, *(index for scene in deserted for index in self._scenes[scene])):
            if item := self.items.pop(index, None):
                self.usual -= item.pulses(item.passage.times.usual)
                self.fewest -= item.pulses(item.passage.times.fewest)


def _repeat(units: Mapping[int, list[Item]], times: dict[int, int], slack: int, until: Callable[[Item], int]) -> int:
    """Repeat strokes once more, the one that is furthest behind first, while that fits; return the slack left."""

    def behind(unit: int) -> tuple[float, int]:
        item = units[unit][0]
        fewest = item.passage.times.fewest
        return ((times[unit] - fewest) / max(1, until(item) - fewest), position[unit])

    position = {unit: place for place, unit in enumerate(units)}
    queue = [(behind(unit), unit) for unit, both in units.items() if times[unit] < until(both[0])]
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
    items: Mapping[int, Item], pauses: dict[int, int], slack: int, until: Callable[[Item], int], *, thins: bool
) -> int:
    """Lengthen all pauses alike, later ones by what does not divide evenly; return the slack left.

    Where a session `thins` out, each grows by as much more as it comes later.
    """
    growing = [index for index, item in items.items() if pauses[index] < until(item)]
    while growing and slack:
        latest_first = growing[::-1]
        weights = range(len(growing), 0, -1) if thins else [1] * len(growing)
        shares = [slack * weight // sum(weights) for weight in weights]
        rest = slack - sum(shares)
        for place, index in enumerate(latest_first):
            more = min(shares[place] + (place < rest), until(items[index]) - pauses[index])
            pauses[index] += more
            slack -= more
        growing = [index for index in growing if pauses[index] < until(items[index])]
    return slack
