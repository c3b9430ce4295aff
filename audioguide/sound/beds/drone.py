"""Held notes: a chord, or one for each chapter of a session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Literal

import numpy as np

from audioguide.model.audio import Mono, Stereo
from audioguide.model.chapters import Chapter
from audioguide.model.recipe import Drone
from audioguide.sound.chance import uniform
from audioguide.sound.scale import note
from audioguide.sound.synth import pan_gains
from audioguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

TABLE_SAMPLES = 1 << 19
"""Length of a wavetable: 12 s."""
DRONE_CHORUS = ((0.0, 1.0, 0.0), (3.0, 0.4, -0.7), (-4.0, 0.4, 0.7))
"""Of a held note: cents out of tune, amplitude, and pan."""
CHANGE_SAMPLES = 6 * SAMPLE_RATE
"""From the start of a chapter until its chord has taken the place of the one before."""
FOREVER = 1 << 62
"""When the last chord ends, and where the first one comes from."""


class DroneSource:
    """Chords, each in a wavetable with whole periods of every note, so that it loops without a seam.

    A note is played by three voices that are not quite in tune, the outer ones to the left and to the right.
    """

    channels: Literal[1, 2] = 2
    begins = 0

    def __init__(self, drone: Drone, chapters: Sequence[Chapter]) -> None:
        """Take the chords, and the chapters that have them in turn; without chapters the first goes on."""
        starts = [-FOREVER, *(chapter.start for chapter in chapters[1:])]
        self._spans = tuple(zip(starts, [*starts[1:], FOREVER], strict=True))
        self._drone, self._level = drone, 1.0
        self._tables: dict[int, Stereo] = {}
        self._making = Lock()

    def scale(self, factor: float) -> None:
        """Multiply it by a factor, for good."""
        self._level *= factor
        for table in self._tables.values():
            np.multiply(table, np.float32(factor), out=table)

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        """Add it from `start` on to a window; see `layers.Source`."""
        stop = start + len(window)
        for number, (begin, end) in enumerate(self._spans):
            first, last = max(start, begin), min(stop, end + CHANGE_SAMPLES)
            if first < last:
                table = self._table(number % len(self._drone.chords))
                level = _change(first, last, begin, end)
                here = slice(first - start, last - start)
                if gains is not None:
                    level = gains[here] if level is None else level * gains[here]
                for at, piece in _pieces(table, first, last):
                    part = slice(here.start + at, here.start + at + len(piece))
                    window[part] += piece if level is None else piece * level[at : at + len(piece), None]

    def _table(self, number: int) -> Stereo:
        """Return the wavetable of a chord, made when it is first heard."""
        with self._making:  # else two threads make the same one
            if number not in self._tables:
                self._tables[number] = self._table_of(number)
            return self._tables[number]

    def _table_of(self, number: int) -> Stereo:
        """Return the sum of a chord's partials, each in a bin of the spectrum, shape ``(TABLE_SAMPLES, 2)``."""
        bins: dict[int, NDArray[np.complex128]] = defaultdict(lambda: np.zeros(2, np.complex128))
        for place, name in enumerate(self._drone.chords[number]):
            for voice, (cents, level, pan) in enumerate(DRONE_CHORUS):
                # The nearest pitch that has whole periods in the table is at most 0.05 Hz away.
                periods = round(note(name) * 2.0 ** (cents / 1200.0) * TABLE_SAMPLES / SAMPLE_RATE)
                begin = uniform(place, voice)  # together they would begin with a crest, every 12 s
                sides = level * pan_gains(pan)
                audible = self._drone.partials[: (TABLE_SAMPLES // 2 - 1) // periods]  # what is higher has no bin
                for partial, amplitude in enumerate(audible, start=1):
                    bins[partial * periods] += amplitude * sides * np.exp(2j * np.pi * partial * begin)
        values = np.array(list(bins.values()))
        # Each is the half of a sine, whose other half is its mirror image (Parseval).
        values *= self._level * TABLE_SAMPLES / (np.sqrt(np.square(np.abs(values)).sum()) or 1.0)
        table = np.empty((2, TABLE_SAMPLES), np.float32)
        for side in range(2):  # one after the other: in double precision it is 4 MB
            spectrum = np.zeros(max(bins) + 1, np.complex128)
            spectrum[list(bins)] = values[:, side]
            table[side] = np.fft.irfft(spectrum, TABLE_SAMPLES)
        return table.T


def _change(first: int, last: int, begin: int, end: int) -> Mono | None:
    """Return the gain of a chord that takes over at `begin` and gives way at `end`; None where it is 1."""
    if begin + CHANGE_SAMPLES <= first and last <= end:
        return None
    place = np.arange(first, last)
    rise = np.clip((place - begin) / CHANGE_SAMPLES, 0.0, 1.0)
    fall = np.clip((end + CHANGE_SAMPLES - place) / CHANGE_SAMPLES, 0.0, 1.0)
    return np.sqrt(rise * fall).astype(np.float32)  # the power of both is 1


def _pieces(table: Stereo, first: int, last: int) -> Iterator[tuple[int, Stereo]]:
    """Yield the periodic table from one sample to another: where, counted from the first, and what."""
    at = first
    while at < last:
        piece = table[at % TABLE_SAMPLES :][: last - at]
        yield at - first, piece
        at += len(piece)
