"""Struck notes on the pulse, that ring on: a heart, a bowl."""

from __future__ import annotations

import itertools
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
from audioguide.units import SAMPLE_RATE, samples

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
            attack=samples(strikes.attack),
            decay=strikes.decay,
            length=samples(strikes.attack + RING_SHARE * strikes.decay),
            sinks=strikes.sinks,
        )
        self.channels = 1 if len(strikes.notes) == 1 else 2
        places = np.linspace(-PAN, PAN, len(strikes.notes)) if self.channels == 2 else [0.0]
        pitches = [note(name) for name in strikes.notes]
        notes = [_normalized(sound(pitch, _audible(strikes, pitch))) for pitch in pitches]
        self._notes = [
            panned(mono, pan) if self.channels == 2 else mono[:, None] for mono, pan in zip(notes, places, strict=True)
        ]
        self._strikes, self._pulse, self._seed = strikes, pulse, seed
        self._struck = StrikeSchedule(self._struck_from, len(self._notes[0]))
        self.add = self._struck.add

    @property
    def begins(self) -> int:
        """The pulse on which, or after which, the first one is struck; see `layers.Source`."""
        bars = (self._struck_in(bar) for bar in itertools.count())
        return int(min(place for place, _ in next(bar for bar in bars if bar)))

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
            for place, number in self._struck_in(bar):
                at = sample_at(self._pulse, place)
                if start <= at < stop:
                    struck.append((at, self._notes[self._which(number)]))
        return struck

    def _struck_in(self, bar: int) -> list[tuple[float, int]]:
        """Return the strikes of a bar that chance leaves: where, in pulses, and their numbers."""
        strikes = self._strikes
        return [
            (bar * strikes.every + place, number)
            for number, place in enumerate(strikes.at, start=bar * len(strikes.at))
            if 100.0 * uniform(self._seed, number) < strikes.chance
        ]

    def _which(self, number: int) -> int:
        """Return the index of the note of a strike."""
        count = len(self._notes)
        if self._strikes.order == "turns":
            return number % count
        turn, on = divmod(number, WALK_NOTES)
        here, there = (uniform(self._seed + 1, one) * count for one in (turn, turn + 1))
        return min(count - 1, int(here + (there - here) * on / WALK_NOTES))


def _audible(strikes: Strikes, pitch: float) -> Sequence[float]:
    """Return the partials of a note that are below half the sample rate from the first moment on."""
    highest = pitch * 2.0 ** (strikes.sinks / 12.0)
    return strikes.partials[: int(SAMPLE_RATE / 2 / highest)]


def _normalized(mono: NDArray[np.float64]) -> Mono:
    return np.asarray(mono / (np.abs(mono).max() or 1.0), np.float32)
