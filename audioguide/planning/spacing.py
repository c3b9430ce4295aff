"""How far it is from one offer or check to the next, while one after another is dropped."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate

from audioguide.planning.measure import Measured
from audioguide.units import Samples

_ROUNDING_SAMPLES = 1
"""By which a distance in whole samples may differ from the exact one."""


class Spacing:
    """The distances between the contact that is kept, each kind by itself; one may be dropped where none is too long.

    They are worked out once. What is dropped joins two distances; all others stay, or are made earlier, where no pulse
    is longer: they can become too long by rounding alone, so only those near the limit are looked at again.
    """

    def __init__(
        self,
        measured: Measured,
        kept: AbstractSet[int],
        pulses: Sequence[int],
        *,
        kinds: Iterable[Collection[str]],
        farthest: Samples,
    ) -> None:
        """Take a script, what is kept of it, and the limit.

        Args:
            measured: the script.
            kept: indices of what is kept.
            pulses: how long each item is.
            kinds: what keeps distance: those of one group from each other.
            farthest: in samples, from the first stroke to the first of a group, on to the next, and to the closing.
        """
        items, self._closing = measured.items, measured.last_with_contact + 1
        there = [index for index in range(self._closing) if index in kept]
        self._items, self._first, self._at = items, measured.first, measured.pulse.at
        self._farthest = farthest
        self._stroke = next((index for index in there if items[index].passage.stroke), self._closing)
        self._pulses = [pulses[index] if index in kept else 0 for index in range(self._closing)]
        self._stops: dict[str, list[int]] = {}
        self._close: dict[str, set[int]] = {}
        self._place()
        for group in kinds:
            stops = [*(index for index in there if items[index].passage.contact in group), self._closing]
            close = {stop for stop in stops if self._is_close(stops, stop)}
            self._stops |= dict.fromkeys(group, stops)
            self._close |= dict.fromkeys(group, close)

    def may_drop(self, index: int) -> bool:
        """Whether another one of its kind stays, and none of these distances is too long without it.

        What the closing itself has is not dropped.
        """
        stops, close = self._of(index)
        if index >= self._closing or len(stops) == 2:  # itself, and the closing
            return False
        following = stops[bisect_left(stops, index) + 1]
        looked_at = (close | {following}) - {index}
        return all(self._distance(stops, stop, without=index) <= self._farthest for stop in looked_at)

    def drop(self, index: int) -> None:
        """Drop one, and make everything after it earlier."""
        stops, close = self._of(index)
        place = bisect_left(stops, index)
        del stops[place]
        close.discard(index)
        self._pulses[index] = 0
        self._place()
        if self._is_close(stops, stops[place]):
            close.add(stops[place])

    def _of(self, index: int) -> tuple[list[int], set[int]]:
        """Return the indices of the contact of its kind, and of the closing; and those that are nearly too far."""
        kind = self._items[index].passage.contact or ""
        return self._stops[kind], self._close[kind]

    def _place(self) -> None:
        """Work out on which pulse each item starts."""
        self._starts = [*accumulate(self._pulses, initial=self._first)]

    def _is_close(self, stops: Sequence[int], stop: int) -> bool:
        return self._distance(stops, stop) >= self._farthest - _ROUNDING_SAMPLES

    def _distance(self, stops: Sequence[int], stop: int, *, without: int | None = None) -> int:
        """Return in samples how far a stop is from the one before it, once one between or before them is dropped."""
        place = bisect_left(stops, stop)
        if earlier := [one for one in stops[max(0, place - 2) : place] if one != without]:
            start = self._start(earlier[-1], without)
        elif self._stroke < stop:
            start = self._start(self._stroke, without) + self._items[self._stroke].lead
        else:
            start = -1
        return self._at(self._start(stop, without)) - self._at(start)

    def _start(self, index: int, without: int | None) -> int:
        """Return the pulse on which an item starts, once another one is dropped."""
        earlier = self._pulses[without] if without is not None and without < index else 0
        return self._starts[index] - earlier
