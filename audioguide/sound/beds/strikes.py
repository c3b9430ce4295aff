"""Struck notes on the pulse, that ring on: a heart, a bowl."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from audioguide.model.audio import Mono, Stereo
from audioguide.model.recipe import Strikes
from audioguide.model.timeline import Pulse
from audioguide.sound.beds.strike_schedule import RING_SHARE, StrikeSchedule, pulses_within, sample_at
from audioguide.sound.chance import uniform
from audioguide.sound.scale import note
from audioguide.sound.synth import bell, panned
from audioguide.units import samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAN = 0.35
"""Of the last of several notes that are struck; the first is as far on the left."""
WALK_NOTES = 4
"""Notes of a walk from one random target to the next."""


class StrikesSource:
    """Struck notes: each is rendered once, and placed on the pulse; several lie side by side, as on an instrument."""

    channels: Literal[1, 2]

    def __init__(self, strikes: Strikes, pulse: Pulse, seed: int) -> None:
        """Take the notes, the pulse that they are struck on, and a seed of what is left to chance."""
        sound = partial(
            bell,
            levels=strikes.partials,
            attack=samples(strikes.attack),
            decay=strikes.decay,
            length=samples(strikes.attack + RING_SHARE * strikes.decay),
            sinks=strikes.sinks,
        )
        self.channels = 1 if len(strikes.notes) == 1 else 2
        places = np.linspace(-PAN, PAN, len(strikes.notes)) if self.channels == 2 else [0.0]
        notes = [_normalized(sound(note(name))) for name in strikes.notes]
        self._notes = [
            panned(mono, pan) if self.channels == 2 else mono[:, None] for mono, pan in zip(notes, places, strict=True)
        ]
        self._strikes, self._pulse, self._seed = strikes, pulse, seed
        self._struck = StrikeSchedule(self._struck_from, len(self._notes[0]))
        self.add = self._struck.add

    def scale(self, factor: float) -> None:
        """Multiply it by a factor, for good."""
        for one in self._notes:
            np.multiply(one, np.float32(factor), out=one)  # in place: what is placed already plays them

    def _struck_from(self, start: int, stop: int) -> Sequence[tuple[int, Stereo]]:
        """Return the strikes that begin from one sample to another: where, and the note."""
        strikes = self._strikes
        struck = []
        first, last = (pulses // strikes.every for pulses in pulses_within(self._pulse, start, stop))
        # A strike may be written beyond the end of its bar.
        for bar in range(max(0, first - int(max(strikes.at)) // strikes.every - 1), last + 1):
            for index, place in enumerate(strikes.at):
                number = bar * len(strikes.at) + index
                at = sample_at(self._pulse, bar * strikes.every + place)
                if start <= at < stop and 100.0 * uniform(self._seed, number) < strikes.chance:
                    struck.append((at, self._notes[self._which(number)]))
        return struck

    def _which(self, number: int) -> int:
        """Return the index of the note of a strike."""
        count = len(self._notes)
        if self._strikes.order == "turns":
            return number % count
        turn, on = divmod(number, WALK_NOTES)
        here, there = (uniform(self._seed + 1, one) * count for one in (turn, turn + 1))
        return min(count - 1, int(here + (there - here) * on / WALK_NOTES))


def _normalized(mono: NDArray[np.float64]) -> Mono:
    return np.asarray(mono / np.abs(mono).max(), np.float32)
