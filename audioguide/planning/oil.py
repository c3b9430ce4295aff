"""When oil is spoken of along the way: to take it, to take more, to wipe the hands."""

from __future__ import annotations

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

    def before(self, first: Stroke) -> tuple[Text | None, bool]:
        """Return what is said before a part with this first stroke, and whether it may leave a short session.

        Nothing is said where the baby is held at the shoulder: dressed or wrapped.
        """
        ritual, had = self.ritual, self.on_hands
        if first.part in ritual.dry:
            self.on_hands = False
            return (ritual.wipe_oil if had else None), False
        if first.part not in ritual.oily or first.position == "shoulder":
            return None, False
        self.parts += 1
        self.on_hands = True
        if self.parts == 1:
            return ritual.take_oil, False
        return (ritual.more_oil if not had or self.parts % PARTS_A_PALM == 1 else None), True
