"""What stays, how often, and how long the pauses are: the choice that fills a length exactly."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from audioguide.planner.measure import Item, Measured
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
        slack = _pause(items, pauses, slack, lambda item: item.pause[1])
        slack = _repeat(units, times, slack, lambda item: item.passage.times.most)
        slack = _pause(items, pauses, slack, lambda item: item.pause[2])
    return None if slack else Choice(length=length, kept=kept, times=times, pauses=pauses)


def _keep(measured: Measured, budget: int) -> tuple[int, ...]:
    """Let passages leave until the usual repetitions fit, then, if not even the fewest do, whole scenes."""
    items, scenes = measured.items, measured.scenes
    kept = tuple(range(len(items)))

    def fits(times: Callable[[Item], int]) -> bool:
        return sum(items[index].pulses(times(items[index])) for index in kept) <= budget

    for level in sorted({item.passage.leaves for item in items if item.passage.leaves is not None}):
        if fits(lambda item: item.passage.times.usual):
            break
        kept = _without(measured, kept, {index for index in kept if items[index].passage.leaves == level})
    for level in sorted({scene.leaves for scene in scenes if scene.leaves is not None}):
        if fits(lambda item: item.passage.times.fewest):
            break
        kept = _without(measured, kept, {index for index in kept if scenes[items[index].scene].leaves == level})
    return kept


def _without(measured: Measured, kept: tuple[int, ...], gone: set[int]) -> tuple[int, ...]:
    """Let items leave, and with them what is left of a scene that has lost its last stroke.

    The last stroke of all stays: a session of titles is none.
    """
    stay = [index for index in kept if index not in gone]
    before = {measured.items[index].scene for index in kept if measured.items[index].passage.stroke}
    after = {measured.items[index].scene for index in stay if measured.items[index].passage.stroke}
    if before and not after:
        return kept
    return tuple(index for index in stay if measured.items[index].scene not in before - after)


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


def _pause(items: Mapping[int, Item], pauses: dict[int, int], slack: int, until: Callable[[Item], int]) -> int:
    """Lengthen all pauses alike, later ones by what does not divide evenly; return the slack left."""
    growing = [index for index, item in items.items() if pauses[index] < until(item)]
    while growing and slack:
        share, rest = divmod(slack, len(growing))
        for place, index in enumerate(reversed(growing)):
            more = min(share + (place < rest), until(items[index]) - pauses[index])
            pauses[index] += more
            slack -= more
        growing = [index for index in growing if pauses[index] < until(items[index])]
    return slack
