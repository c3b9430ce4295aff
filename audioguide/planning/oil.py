"""When oil is spoken of along the way: to take it, to take more, to wipe the hands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audioguide.model.routine import Ritual
from audioguide.model.stroke import Stroke, Text
from audioguide.units import samples

TIME_FOR_OIL_SAMPLES = (samples(6.0), samples(6.0))
"""After each of these sentences."""
PARTS_A_PALM = 3
"""A few drops are enough for so many parts."""


@dataclass(slots=True, kw_only=True)
class Oil:
    """What the hands have of it, from one part of a session to the next."""

    ritual: Ritual
    parts: int = 0
    """How many were stroked with oil."""
    on_hands: bool = False

    def before(self, strokes: Sequence[Stroke]) -> tuple[Text | None, bool]:
        """Return what is said before a part with these strokes, and whether it may leave a short session.

        One dry stroke makes the whole part a dry one: nobody wants to wipe the hands on the way from arm to palm.
        Nothing is said where the baby is held at the shoulder: dressed or wrapped.
        """
        ritual, had, first = self.ritual, self.on_hands, strokes[0]
        if any(not {stroke.part, stroke.id}.isdisjoint(ritual.dry) for stroke in strokes):
            self.on_hands = False
            return (ritual.wipe_oil if had else None), False
        if first.part not in ritual.oily or first.position == "shoulder":
            return None, False
        self.parts += 1
        self.on_hands = True
        if self.parts == 1:
            return ritual.take_oil, False
        return (ritual.more_oil if not had or self.parts % PARTS_A_PALM == 1 else None), True
