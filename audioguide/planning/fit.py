"""What is kept, how often it is repeated, and how long the pauses are, so that a length is filled exactly."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from audioguide.planning.contact import FARTHEST_SAMPLES, choose_contact, fewest, missing
from audioguide.planning.measure import QUIET_SHARE, Item, Measured
from audioguide.units import Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How a script fills a length."""

    length: Samples
    kept: tuple[int, ...]
    """Indices of the kept items, in order."""
    times: Mapping[int, int]
    """Repetitions, by unit."""
    pauses: Mapping[int, int]
    """Pulses of the pause after each kept item, by index."""


def own_length(measured: Measured) -> tuple[Samples, frozenset[int]]:
    """Return the routine's own length, and the indices of what it has: the usual repetitions, easy pauses."""
    items = measured.items
    content = next(_contents(measured))
    kept = content | choose_contact(measured, content, None, frozenset())
    easy = [item.pulses(item.passage.times.usual) - item.pause[0] + item.pause[1] for item in items]
    kept |= missing(measured, kept, easy, FARTHEST_SAMPLES)
    busy = sum(items[index].pulses(items[index].passage.times.usual) - items[index].pause[0] for index in kept)
    later = sum(items[index].pause[0] for index in kept if index >= measured.last_spoken)
    wanted = sum(items[index].pause[1] for index in kept if index < measured.last_spoken)
    quiet = max(measured.quiet(kept), min(wanted, int(measured.quiet_enough(busy) / (1.0 - QUIET_SHARE))))
    return measured.length(busy + quiet + later), kept


def fewest_pulses(measured: Measured, *, whole: bool = False) -> int:
    """Return the pulses of the shortest version: everything droppable dropped, the fewest repetitions.

    Args:
        measured: the script.
        whole: whether every part is kept.
    """
    pulses = fewest(measured)
    *_, content = _contents(measured, whole=whole)
    return sum(pulses[index] for index in content | choose_contact(measured, content, 0, frozenset()))


def most_pulses(measured: Measured) -> int:
    """Return the pulses of the longest version: everything kept, the most repetitions, the longest pauses."""
    pulses = [item.pulses(item.passage.times.most) - item.pause[0] + item.pause[2] for item in measured.items]
    content = next(_contents(measured)).union(*_rounds(measured))
    kept = content | choose_contact(measured, content, sum(pulses), frozenset())
    kept |= missing(measured, kept, pulses, FARTHEST_SAMPLES)
    return sum(pulses[index] for index in kept)


def longest_full_pulses(measured: Measured) -> int:
    """Return about the pulses of the longest version in which `QUIET_SHARE` is pauses: the most repetitions."""
    most = [item.pulses(item.passage.times.most) for item in measured.items]
    content = next(_contents(measured)).union(*_rounds(measured))
    kept = content | choose_contact(measured, content, sum(most), frozenset())
    longer = [round(pulses / (1.0 - QUIET_SHARE)) for pulses in most]
    kept |= missing(measured, kept, longer, FARTHEST_SAMPLES)
    later = sum(measured.items[index].pause[2] for index in kept if index >= measured.last_spoken)
    busy = sum(most[index] for index in kept) - measured.quiet(kept)
    return later + ceil((busy + measured.first) / (1.0 - QUIET_SHARE - 0.01))


def fit(measured: Measured, length: Samples) -> Choice | None:
    """Choose what fills `length` to the last pulse, or return None where nothing does."""
    budget = measured.budget(length)
    pulses = fewest(measured)
    for content in _longer(measured, budget):
        if choice := _fill(measured, content, length):
            return choice
    for content in _contents(measured):
        least = sum(pulses[index] for index in content)
        if least <= budget:
            contact = choose_contact(measured, content, 0, frozenset())
            if least + sum(pulses[index] for index in contact) <= budget:
                return _fill(measured, content, length)
    return None


def _fill(measured: Measured, content: frozenset[int], length: Samples) -> Choice | None:
    """Fill `length` with this content: contact is added until none is too far from the next."""
    budget = measured.budget(length)
    locked: frozenset[int] = frozenset()
    while True:
        kept = sorted(content | choose_contact(measured, content, budget, locked))
        times, pauses, slack = _spread(measured, kept, budget)
        placed = fewest(measured)
        for index in kept:
            item = measured.items[index]
            placed[index] = item.pulses(times[item.unit]) - item.pause[0] + pauses[index]
        more = missing(measured, frozenset(kept), placed, FARTHEST_SAMPLES)
        if slack < 0 or not more:
            return None if slack else Choice(length=length, kept=tuple(kept), times=times, pauses=pauses)
        locked |= more


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


def _rounds(measured: Measured) -> list[list[int]]:
    """Return the further rounds, in the order in which they are added: the indices of each, without its contact."""
    return _by_rank(
        (item.passage.add_rank, index) for index, item in enumerate(measured.items) if not item.passage.contact
    )


def _longer(measured: Measured, budget: int) -> Iterator[frozenset[int]]:
    """Yield what may be kept in a long session, the most of it first: everything, and as many rounds as have room.

    There is room for a round where the fewest repetitions of it fit, and the usual ones of everything before it.
    """
    items, content = measured.items, next(_contents(measured))
    contents = [content := content.union(more) for more in _rounds(measured)]
    own, least = [item.pulses(item.passage.times.usual) for item in items], fewest(measured)
    usual = [least[index] if item.passage.add_rank is not None else own[index] for index, item in enumerate(items)]
    for content in reversed(contents):
        if sum(usual[index] for index in content) <= budget:
            everything = content | choose_contact(measured, content, None, frozenset())
            everything |= missing(measured, everything, usual, FARTHEST_SAMPLES)
            fits = sum(usual[index] for index in everything) <= budget
            if fits and measured.quiet(everything) <= measured.quiet_enough(budget):
                yield content


def _contents(measured: Measured, *, whole: bool = False) -> Iterator[frozenset[int]]:
    """Yield what may be kept but for contact and further rounds, all of it first.

    Then without optional strokes, and then, where not the `whole` has to stay, without scenes.
    """
    kept = _Kept(measured.items)
    yield frozenset(kept.items)
    strokes = _by_rank((item.passage.drop_rank, index) for index, item in enumerate(measured.items))
    scenes = _by_rank((measured.scenes[item.scene].drop_rank, index) for index, item in enumerate(measured.items))
    for indices in (*strokes, *(() if whole else scenes)):
        if kept.drop(indices):
            yield frozenset(kept.items)


def _by_rank(ranked: Iterable[tuple[int | None, int]]) -> list[list[int]]:
    """Group indices by rank, lowest first; what has no rank is left out."""
    groups: dict[int, list[int]] = {}
    for rank, index in ranked:
        if rank is not None:
            groups.setdefault(rank, []).append(index)
    return [groups[rank] for rank in sorted(groups)]


class _Kept:
    """The kept items of the own length, without contact."""

    def __init__(self, items: tuple[Item, ...]) -> None:
        own = (one for one in enumerate(items) if one[1].passage.add_rank is None)
        self.items = {index: item for index, item in own if not item.passage.contact}
        self._strokes = Counter(item.scene for item in self.items.values() if item.passage.stroke)
        self._scenes = _by_rank((item.scene, index) for index, item in self.items.items())

    def drop(self, indices: Iterable[int]) -> bool:
        """Drop items, and the rest of every scene that has no stroke left; return whether that changes anything.

        Nothing is dropped where no stroke at all would be left.
        """
        dropped = [index for index in indices if index in self.items]
        strokes = Counter(self.items[index].scene for index in dropped if self.items[index].passage.stroke)
        if strokes and strokes == +self._strokes:
            return False
        empty = [scene for scene, count in strokes.items() if count == self._strokes[scene]]
        self._strokes -= strokes
        for index in (*dropped, *(index for scene in empty for index in self._scenes[scene])):
            self.items.pop(index, None)
        return bool(dropped)


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
        shares = [slack * weight // sum(weights) for weight in weights]
        rest = slack - sum(shares)
        for place, index in enumerate(latest_first):
            more = min(shares[place] + (place < rest), until(items[index]) - pauses[index])
            pauses[index] += more
            slack -= more
        growing = [index for index in growing if pauses[index] < until(items[index])]
    return slack
