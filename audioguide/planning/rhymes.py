"""Rhymes and hums in place of offers: at most one for each scene, after a stroke that it goes with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from audioguide.model.script import Cue, Passage
from audioguide.model.stroke import Text
from audioguide.units import Samples


class Rhymes:
    """The rhymes of a ritual, each stroke's in turn."""

    def __init__(self, by_stroke: Mapping[str, Sequence[Text]], turn: int) -> None:
        """Take the rhymes by the id of their stroke, and where the turns begin."""
        self._by_stroke, self._turn, self._said = by_stroke, turn, Counter[str]()

    def after(self, passages: Sequence[Passage]) -> tuple[str, Text] | None:
        """Choose the rhyme of a scene, with the id of its stroke: of the last stroke with one that was not said yet.

        None where no stroke has any. What is left when all were said is said again.
        """
        strokes = [passage.stroke.id for passage in reversed(passages) if passage.stroke]
        rhyming = [stroke for stroke in strokes if stroke in self._by_stroke]
        if not rhyming:
            return None
        chosen = next((one for one in rhyming if self._said[one] < len(self._by_stroke[one])), rhyming[0])
        words = self._by_stroke[chosen]
        self._said[chosen] += 1
        return chosen, words[(self._turn + self._said[chosen] - 1) % len(words)]


def insert_rhyme(passages: list[Passage], stroke: str, words: Cue, pause: tuple[Samples, Samples]) -> None:
    """Put a rhyme after the last passage of a stroke, with time to say it oneself; it leaves as an offer does."""
    place = max(index for index, one in enumerate(passages) if one.stroke and one.stroke.id == stroke)
    passages.insert(place + 1, Passage(cues=(words,), contact="prompt", pause=pause, drop_rank=0))
