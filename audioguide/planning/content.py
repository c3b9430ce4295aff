"""What may be kept of a script, but for contact: the most of it first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from audioguide.planning.contact import FARTHEST_SAMPLES, choose_contact, fewest, missing
from audioguide.planning.measure import Measured


def rounds(measured: Measured) -> list[list[int]]:
    """Return the further rounds, in the order in which they are added: the indices of each, without its contact."""
    return _by_rank(
        (item.passage.add_rank, index) for index, item in enumerate(measured.items) if not item.passage.contact
    )


def longer(measured: Measured, budget: int) -> Iterator[frozenset[int]]:
    """Yield what may be kept in a long session, the most of it first: everything, and as many rounds as have room.

    There is room for a round where the fewest repetitions of it fit, and the usual ones of everything before it.
    """
    items, content = measured.items, next(contents(measured))
    wider = [content := content.union(more) for more in rounds(measured)]
    own, least = [item.pulses(item.passage.times.usual) for item in items], fewest(measured)
    usual = [least[index] if item.passage.add_rank is not None else own[index] for index, item in enumerate(items)]
    for content in reversed(wider):
        if sum(usual[index] for index in content) <= budget:
            everything = content | choose_contact(measured, content, None)
            everything |= missing(measured, everything, usual, FARTHEST_SAMPLES)
            fits = sum(usual[index] for index in everything) <= budget
            if fits and measured.quiet(everything) <= measured.quiet_enough(budget):
                yield content


def contents(measured: Measured, *, whole: bool = False) -> Iterator[frozenset[int]]:
    """Yield what may be kept but for contact and further rounds, all of it first.

    Then without optional strokes, and then, where not the `whole` has to stay, without scenes.
    """
    kept = _Kept(measured)
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

    def __init__(self, measured: Measured) -> None:
        own = (one for one in enumerate(measured.items) if one[1].passage.add_rank is None)
        self.items = {index: item for index, item in own if not item.passage.contact}
        self._strokes = Counter(item.scene for item in self.items.values() if item.passage.stroke)
        only = {scene for scene in self._strokes if measured.scenes[scene].is_only_part}
        self._needed = only or set(self._strokes)
        self._scenes = _by_rank((item.scene, index) for index, item in self.items.items())

    def drop(self, indices: Iterable[int]) -> bool:
        """Drop items, and the rest of every scene that has no stroke left; return whether that changes anything.

        Nothing is dropped where no stroke at all would be left, or none of the only part.
        """
        dropped = [index for index in indices if index in self.items]
        strokes = Counter(self.items[index].scene for index in dropped if self.items[index].passage.stroke)
        if strokes and self._needed.isdisjoint(self._strokes - strokes):
            return False
        empty = [scene for scene, count in strokes.items() if count == self._strokes[scene]]
        self._strokes -= strokes
        for index in (*dropped, *(index for scene in empty for index in self._scenes[scene])):
            self.items.pop(index, None)
        return bool(dropped)
