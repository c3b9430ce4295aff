"""The layers of a bed: endless, seamless, and any window of them computable by itself.

All time is counted in pulses, so a bed stays in time with the
strokes, also where they slow down.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from audioguide.model.audio import Mono, Stereo, silence
from audioguide.model.recipe import Drone, Moves, Noise, Strikes
from audioguide.model.timeline import Pulse
from audioguide.sound.chance import uniform
from audioguide.sound.scale import note
from audioguide.sound.synth import bell, noise_table, partials
from audioguide.units import SAMPLE_RATE, Samples, samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

TABLE_SAMPLES = 1 << 19
"""Length of a wavetable: 12 s. Noise is played from it in segments with random starts."""
SEGMENT_SAMPLES = 1 << 18
"""From the start of one segment of noise to the next."""
CROSSFADE_SAMPLES = 1 << 14
"""Of two segments, at equal power."""
GAIN_STEP_SAMPLES = 2048
"""Between two gain values of a swell, which is linear between them."""
SEGMENT_GAINS = SEGMENT_SAMPLES // GAIN_STEP_SAMPLES
"""Gain values in the length of a segment, for which they are cached."""
SWELL_JITTER = 0.3
"""The random share of a swell's depth by which its peaks, and its troughs, differ."""
RING_SHARE = 0.8
"""The share of its 60 dB decay that a note is rendered for: then it is 48 dB down, and faded out."""
DRONE_VOICES = ((0.0, 1.0, 0.0), (3.0, 0.4, -0.7), (-4.0, 0.4, 0.7))
"""Of a held note: cents out of tune, amplitude, and pan."""
STRIKES_PAN = 0.35
"""Pan of the last of several notes that are struck; the first is as far on the left."""
WALK_NOTES = 4
"""Notes of a walk from one random target to the next."""

_RISE = np.sin(np.pi / 2 * (np.arange(CROSSFADE_SAMPLES) + 0.5) / CROSSFADE_SAMPLES).astype(np.float32)[:, None]
_FALL = _RISE[::-1]
_RAMP = (np.arange(GAIN_STEP_SAMPLES) / GAIN_STEP_SAMPLES).astype(np.float32)


class Source(Protocol):
    """One endless sound."""

    channels: Literal[1, 2]
    """1 where it is the same on both sides, as a single note that is struck is."""

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        """Add it from `start` on to a window, shape ``(samples, channels)``; `gains` has shape ``(samples,)``."""

    def scale(self, factor: float) -> None:
        """Multiply it by a factor, for good."""


def source(sound: Noise | Drone | Strikes, pulse: Pulse, seed: int) -> Source:
    """Make the source of a layer's sound; with another `seed`, equal layers sound different."""
    if isinstance(sound, Noise):
        return _NoiseSource(sound, seed)
    if isinstance(sound, Drone):
        return _DroneSource(sound)
    return _StrikesSource(sound, pulse, seed)


class Swell:
    """A slow change of gain: a peak every so many pulses, a trough halfway."""

    def __init__(self, moves: Moves, pulse: Pulse, seed: int) -> None:
        self._moves, self._pulse, self._seed = moves, pulse, seed

        self._gains = lru_cache(4)(self._gains_of)

    def over(self, start: int, stop: int) -> Mono:
        """Return the gain of each sample, shape ``(stop - start,)``."""
        first, last = start // GAIN_STEP_SAMPLES, -(-stop // GAIN_STEP_SAMPLES)
        pieces = [
            self._gains(piece)[max(0, first - piece * SEGMENT_GAINS) : last + 1 - piece * SEGMENT_GAINS]
            for piece in range(first // SEGMENT_GAINS, (last - 1) // SEGMENT_GAINS + 1)
        ]
        # A piece ends with the value that the next one begins with.
        gains = np.concatenate([*(piece[:-1] for piece in pieces[:-1]), pieces[-1]])
        straight: Mono = (gains[1:] - gains[:-1])[:, None] * _RAMP
        straight += gains[:-1, None]
        return straight.ravel()[start - first * GAIN_STEP_SAMPLES : stop - first * GAIN_STEP_SAMPLES]

    def _gains_of(self, piece: int) -> NDArray[np.float32]:
        """Return the gain values of one piece of the bed, `SEGMENT_SAMPLES` long, both ends included."""
        places = piece * SEGMENT_SAMPLES + GAIN_STEP_SAMPLES * np.arange(SEGMENT_GAINS + 1)
        turn = self._turn_before(piece * SEGMENT_SAMPLES)
        at, level = [self._at(turn)], [self._level(turn)]
        while at[-1] <= places[-1]:
            turn += 1
            at.append(self._at(turn))
            level.append(self._level(turn))
        index = np.searchsorted(at, places, "right") - 1
        begin, end = np.array(at)[index], np.array(at)[index + 1]
        way = (places - begin) / (end - begin)
        way = way * way * (3.0 - 2.0 * way)
        decibels = np.array(level)[index] * (1.0 - way) + np.array(level)[index + 1] * way
        return np.asarray(10.0 ** (decibels / 20.0), np.float32)

    def _at(self, turn: int) -> int:
        """Return the sample of a turning point: even ones are peaks, odd ones troughs, half a swell later."""
        pulses, half = divmod(turn * self._moves.every, 2)
        if not half:
            return self._pulse.at(pulses)
        return (self._pulse.at(pulses) + self._pulse.at(pulses + 1)) // 2

    def _turn_before(self, place: int) -> int:
        turn = max(0, 2 * self._pulse.before(Samples(place)) // self._moves.every - 1)
        while self._at(turn + 1) <= place:
            turn += 1
        return turn

    def _level(self, turn: int) -> float:
        """Return the gain of a turning point in dB."""
        spread = SWELL_JITTER * uniform(self._seed, turn)
        return -self._moves.by * (1.0 - spread if turn % 2 else spread)


class _NoiseSource:
    """Noise in crossfaded segments, each from a random place of one wavetable: it does not repeat audibly."""

    channels: Literal[1, 2] = 2

    def __init__(self, noise: Noise, seed: int) -> None:
        self._table = noise_table(noise.low, noise.high, noise.falls, TABLE_SAMPLES, seed)
        self._seed = seed

    def scale(self, factor: float) -> None:
        self._table *= np.float32(factor)

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        at, stop = start, start + len(window)
        while at < stop:
            cut, into = divmod(at, SEGMENT_SAMPLES)
            # Up to the end of the crossfade there are two segments, then one.
            until = min(
                stop, cut * SEGMENT_SAMPLES + (CROSSFADE_SAMPLES if into < CROSSFADE_SAMPLES else SEGMENT_SAMPLES)
            )
            piece = self._segment(cut, into, until - at)
            if into < CROSSFADE_SAMPLES:
                seam = slice(into, into + until - at)
                piece = piece * _RISE[seam] + self._segment(cut - 1, SEGMENT_SAMPLES + into, until - at) * _FALL[seam]
            here = slice(at - start, until - start)
            window[here] += piece if gains is None else piece * gains[here, None]
            at = until

    def _segment(self, cut: int, into: int, length: int) -> Stereo:
        """Return samples of a segment; its wavetable is periodic."""
        at = (int(uniform(self._seed, cut) * TABLE_SAMPLES) + into) % TABLE_SAMPLES
        piece = self._table[at : at + length]
        return piece if len(piece) == length else np.concatenate((piece, self._table[: length - len(piece)]))


class _DroneSource:
    """Held notes in a wavetable with whole periods of each, so that it loops without a seam.

    Each is played by three voices that are not quite in tune, the outer ones to the left and to the right.
    """

    channels: Literal[1, 2] = 2

    def __init__(self, drone: Drone) -> None:
        time = np.arange(TABLE_SAMPLES) / TABLE_SAMPLES
        sides = np.zeros((2, TABLE_SAMPLES))
        for number, name in enumerate(drone.notes):
            for voice, (cents, level, pan) in enumerate(DRONE_VOICES):
                # The nearest pitch that has whole periods in the table is at most 0.05 Hz away.
                periods = round(note(name) * 2.0 ** (cents / 1200.0) * TABLE_SAMPLES / SAMPLE_RATE)
                start = uniform(number, voice)  # together they would begin with a crest, every 12 s
                sides += level * _panned(partials((periods * time + start) % 1.0, drone.partials), pan).T
        self._table: Stereo = (sides / np.sqrt(np.mean(sides**2))).astype(np.float32).T

    def scale(self, factor: float) -> None:
        self._table *= np.float32(factor)

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        at = 0
        while at < len(window):
            piece = self._table[(start + at) % TABLE_SAMPLES :][: len(window) - at]
            here = slice(at, at + len(piece))
            window[here] += piece if gains is None else piece * gains[here, None]
            at += len(piece)


class _StrikesSource:
    """Struck notes: each is rendered once, and placed on the pulse; several lie side by side, as on an instrument."""

    channels: Literal[1, 2]

    def __init__(self, strikes: Strikes, pulse: Pulse, seed: int) -> None:
        sound = partial(
            bell,
            levels=strikes.partials,
            attack=samples(strikes.attack),
            decay=strikes.decay,
            length=samples(strikes.attack + RING_SHARE * strikes.decay),
            sinks=strikes.sinks,
        )
        self.channels = 1 if len(strikes.notes) == 1 else 2
        places = np.linspace(-STRIKES_PAN, STRIKES_PAN, len(strikes.notes)) if self.channels == 2 else [0.0]
        notes = [_normalized(sound(note(name))) for name in strikes.notes]
        self._notes = [
            _panned(mono, pan).astype(np.float32) if self.channels == 2 else mono[:, None]
            for mono, pan in zip(notes, places, strict=True)
        ]
        self._strikes, self._pulse, self._seed = strikes, pulse, seed
        self._struck = lru_cache(16)(self._struck_in)

    def scale(self, factor: float) -> None:
        self._notes = [one * np.float32(factor) for one in self._notes]

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        stop, longest = start + len(window), len(self._notes[0])
        for piece in range(max(0, start - longest) // SEGMENT_SAMPLES, (stop - 1) // SEGMENT_SAMPLES + 1):
            for at, which in self._struck(piece):
                begin, end = max(at, start), min(at + longest, stop)
                if begin < end:
                    here, rings = slice(begin - start, end - start), self._notes[which][begin - at : end - at]
                    window[here] += rings if gains is None else rings * gains[here, None]

    def _struck_in(self, piece: int) -> Sequence[tuple[int, int]]:
        """Return the strikes in one piece of the bed: the sample and the index of the note."""
        strikes = self._strikes
        struck = []
        first = self._pulse.before(Samples(piece * SEGMENT_SAMPLES)) // strikes.every
        last = self._pulse.before(Samples((piece + 1) * SEGMENT_SAMPLES)) // strikes.every
        # A strike may be written beyond the end of its bar.
        for bar in range(max(0, first - int(max(strikes.at)) // strikes.every - 1), last + 1):
            for index, place in enumerate(strikes.at):
                number = bar * len(strikes.at) + index
                at = self._at(bar * strikes.every + place)
                if at // SEGMENT_SAMPLES == piece and 100.0 * uniform(self._seed, number) < strikes.chance:
                    struck.append((at, self._which(number)))
        return struck

    def _at(self, pulses: float) -> int:
        whole = int(pulses)
        here, there = self._pulse.at(whole), self._pulse.at(whole + 1)
        return round(here + (pulses - whole) * (there - here))

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


def _panned(mono: NDArray[Any], pan: float) -> NDArray[Any]:
    """Return a sound at a place from -1, left, to 1, right: shape ``(samples, 2)``, equal power, 1 in the middle."""
    angle = np.pi / 4.0 * (1.0 + pan)
    return np.asarray(np.sqrt(2.0) * mono[:, None] * np.array([np.cos(angle), np.sin(angle)]))


def mix_layers(layers: Sequence[tuple[Source, Swell | None]], start: int, stop: int) -> Stereo:
    """Return the sum of sources, each times its swell, shape ``(stop - start, 2)``."""
    middle, channels = silence(stop - start, 1), silence(stop - start)
    for sound, swell in layers:
        sound.add(middle if sound.channels == 1 else channels, start, swell.over(start, stop) if swell else None)
    channels += middle
    return channels
