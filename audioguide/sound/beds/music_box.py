"""A music box: tunes of two voices, one after the other, on the pulse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil
from typing import Literal

from audioguide.model.audio import Mono, Stereo, silence
from audioguide.model.chapters import Chapter
from audioguide.model.recipe import MusicBox, TuneNote
from audioguide.model.timeline import Pulse
from audioguide.sound.beds.strike_schedule import RING_SHARE, StrikeSchedule, pulses_within, sample_at
from audioguide.sound.chance import uniform
from audioguide.sound.scale import note
from audioguide.sound.synth import BAR_RATIOS, LOW_STEP, panned, ring_modes, upsample

AMPLITUDES = (1.0, 0.06, 0.02)
"""Of each mode of a tongue."""
DECAY_SHARES = (1.0, 0.3, 0.15)
"""How long each mode rings, as a share of the recipe's decay."""
VOICES = ((1.0, 0.3), (0.6, -0.45))
"""Amplitude and pan of the melody, and of the second voice."""
THINS = 0.6
"""The share of the second voice's notes that are left out at a session's end; at its beginning there are all."""
DARKENS = 0.7
"""The share of what is above the fundamental that is missing at a session's end."""
SHADES = 4
"""Of brightness, from the beginning of a session to its end."""


class MusicBoxSource:
    """Tunes in turn; over a session the second voice thins out, and the notes grow darker."""

    channels: Literal[1, 2] = 2

    def __init__(self, box: MusicBox, pulse: Pulse, chapters: Sequence[Chapter], seed: int) -> None:
        """Take the tunes, the pulse that is a beat, the session's chapters, and a seed of what is left out."""
        self._box, self._pulse, self._seed, self._level = box, pulse, seed, 1.0
        self._length = chapters[-1].end if chapters else None
        self._notes, self._beats = _in_turn(box)
        self._sound = lru_cache(32)(self._sound_of)
        self._struck = StrikeSchedule(self._struck_from, len(self._sound("D4", 0, 0)))

    @property
    def begins(self) -> int:
        """The pulse on which, or after which, the first note is; see `layers.Source`."""
        return next((int(beat) for beat, _, _ in self._notes), 0)

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        """Add it from `start` on to a window; see `layers.Source`."""
        first = start // LOW_STEP - 1
        low = silence((start + len(window)) // LOW_STEP + 3 - first)
        self._struck.add(low, first, None)
        sound = upsample(low.T, start - LOW_STEP * first, start - LOW_STEP * first + len(window))
        window += sound if gains is None else sound * gains[:, None]

    def scale(self, factor: float) -> None:
        """Multiply it by a factor, for good."""
        self._level *= factor
        self._sound.cache_clear()
        self._struck.forget()

    def _struck_from(self, start: int, stop: int) -> Sequence[tuple[int, Stereo]]:
        """Return the notes that begin from one place to another, at the low rate: where, and the sound."""
        found = []
        ends = pulses_within(self._pulse, LOW_STEP * start, LOW_STEP * stop)
        first, last = (pulses // self._beats for pulses in ends)
        for turn in range(first, last + 1):
            for number, (beat, voice, name) in enumerate(self._notes):
                at = round(sample_at(self._pulse, turn * self._beats + beat) / LOW_STEP)
                if start <= at < stop:
                    way = min(1.0, LOW_STEP * at / self._length) if self._length else 0.0
                    if not voice or uniform(self._seed, turn * len(self._notes) + number) >= THINS * way:
                        found.append((at, self._sound(name, voice, min(SHADES - 1, int(SHADES * way)))))
        return found

    def _sound_of(self, name: str, voice: int, shade: int) -> Stereo:
        """Return a note at the low rate, shape ``(count, 2)``."""
        level, pan = VOICES[voice]
        bright = 1.0 - DARKENS * shade / (SHADES - 1)
        fundamental, *above = AMPLITUDES
        amplitudes = (fundamental, *(bright * amplitude for amplitude in above))
        decays = (share * self._box.decay for share in DECAY_SHARES)
        mono = ring_modes(
            note(name),
            tuple(zip(BAR_RATIOS, amplitudes, decays, strict=True)),
            attack=self._box.attack,
            seconds=self._box.attack + RING_SHARE * self._box.decay,
        )
        return panned(self._level * level * mono, pan)


def _in_turn(box: MusicBox) -> tuple[Sequence[tuple[float, int, str]], int]:
    """Return beat, voice and name of every note of all tunes in order, and the beats until they begin again."""
    found, begin = [], 0
    for tune in box.tunes:
        found += [
            (begin + beat, voice, name)
            for voice, notes in enumerate((tune.melody, tune.second))
            for beat, name in _sounding(notes)
        ]
        begin += ceil(tune.beats + box.rest)
    return sorted(found), begin


def _sounding(notes: Sequence[TuneNote]) -> Iterator[tuple[float, str]]:
    """Yield the beat and the name of each note that is not a rest."""
    beat = 0.0
    for one in notes:
        if one.name is not None:
            yield beat, one.name
        beat += one.beats
