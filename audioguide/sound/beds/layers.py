"""The layers of a bed: endless, without a seam, and any window of them computable by itself.

What is random in them depends on a place and a seed alone. All time is counted in pulses, so a bed keeps to the
strokes and slows down with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from audioguide.model.audio import Mono, Stereo, silence
from audioguide.model.recipe import Drone, Moves, Noise, Strikes
from audioguide.model.timeline import Pulse
from audioguide.sound.scale import note
from audioguide.sound.synth import bell, noise_table, partials
from audioguide.units import SAMPLE_RATE, Samples, samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

STOCK = 1 << 19
"""Samples of noise that a layer is cut from, anew each time: 12 s."""
CUT = 1 << 18
"""Samples from one cut to the next."""
SEAM = 1 << 14
"""Samples in which one cut gives way to the next, at equal power."""
GRID = 2048
"""Samples between two values of a swell."""
JITTER = 0.3
"""How unlike the tops, and the bottoms, of a swell are to each other."""
RINGS = 0.8
"""How much of its decay a note rings: then it is 48 dB down, and faded out."""
LINGERS = 4
"""Notes that a walk takes from one turning point to the next."""

_RISE = np.sin(np.pi / 2 * (np.arange(SEAM) + 0.5) / SEAM).astype(np.float32)[:, None]
_FALL = _RISE[::-1]
_RAMP = (np.arange(GRID) / GRID).astype(np.float32)


class Source(Protocol):
    """One endless sound."""

    sides: Literal[1, 2]
    """How many it has: what has a pitch stays in the middle, and has one for both."""

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        """Add it to what a window, shape ``(samples, sides)``, has from `start` on; each sample times its gain."""

    def scale(self, factor: float) -> None:
        """Make it louder or softer, once, before it is heard."""


def source(sound: Noise | Drone | Strikes, pulse: Pulse, seed: int) -> Source:
    """Make the sound of a layer; `seed` tells it from others that are written alike."""
    if isinstance(sound, Noise):
        return _Hiss(sound, seed)
    if isinstance(sound, Drone):
        return _Hum(sound)
    return _Bells(sound, pulse, seed)


def chance(seed: int, place: int) -> float:
    """Return a number from 0 to 1 that depends on a place alone (the finisher of SplitMix64)."""
    mixed = (place + 0x9E3779B97F4A7C15 * (seed + 1)) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & 0xFFFFFFFFFFFFFFFF
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & 0xFFFFFFFFFFFFFFFF
    return ((mixed ^ (mixed >> 31)) >> 11) / (1 << 53)


class Swell:
    """A slow movement between loud and soft: a top every so many pulses, a bottom halfway."""

    def __init__(self, moves: Moves, pulse: Pulse, seed: int) -> None:
        self._moves, self._pulse, self._seed = moves, pulse, seed

        self._gains = lru_cache(4)(self._gains_of)

    def over(self, start: int, stop: int) -> Mono:
        """Return the gain of each sample, shape ``(stop - start,)``."""
        first, last = start // GRID, -(-stop // GRID)
        pieces = [
            self._gains(piece)[max(0, first - piece * CUT // GRID) : last + 1 - piece * CUT // GRID]
            for piece in range(first * GRID // CUT, (last * GRID - 1) // CUT + 1)
        ]
        # A piece ends with the value that the next one begins with.
        gains = np.concatenate([*(piece[:-1] for piece in pieces[:-1]), pieces[-1]])
        straight: Mono = (gains[1:] - gains[:-1])[:, None] * _RAMP
        straight += gains[:-1, None]
        return straight.ravel()[start - first * GRID : stop - first * GRID]

    def _gains_of(self, piece: int) -> NDArray[np.float32]:
        """Return the gains of one piece of the bed, as long as a cut of noise, with those at both its ends."""
        places = np.arange(piece * CUT, (piece + 1) * CUT + GRID, GRID)
        turn = self._turn_before(piece * CUT)
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
        """Where a turning point falls; even ones are tops, odd ones bottoms, half a swell later."""
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
        """Return the dB of a turning point."""
        spread = JITTER * chance(self._seed, turn)
        return -self._moves.by * (1.0 - spread if turn % 2 else spread)


class _Hiss:
    """Noise, cut from a stock at places that chance chooses: no two cuts are alike."""

    sides: Literal[1, 2] = 2

    def __init__(self, noise: Noise, seed: int) -> None:
        self._stock = noise_table(noise.low, noise.high, noise.falls, STOCK, seed)
        self._seed = seed

    def scale(self, factor: float) -> None:
        self._stock *= np.float32(factor)

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        at, stop = start, start + len(window)
        while at < stop:
            cut, into = divmod(at, CUT)
            # What is before the seam's end is made of two cuts, the rest of one.
            until = min(stop, cut * CUT + (SEAM if into < SEAM else CUT))
            piece = self._cut(cut, into, until - at)
            if into < SEAM:
                seam = slice(into, into + until - at)
                piece = piece * _RISE[seam] + self._cut(cut - 1, CUT + into, until - at) * _FALL[seam]
            here = slice(at - start, until - start)
            window[here] += piece if gains is None else piece * gains[here, None]
            at = until

    def _cut(self, cut: int, into: int, length: int) -> Stereo:
        """Return a piece of a cut; the stock that it is from goes round."""
        at = (int(chance(self._seed, cut) * STOCK) + into) % STOCK
        piece = self._stock[at : at + length]
        return piece if len(piece) == length else np.concatenate((piece, self._stock[: length - len(piece)]))


class _Hum:
    """Held notes: whole periods of them fit into a table, which goes round without a seam."""

    sides: Literal[1, 2] = 1

    def __init__(self, drone: Drone) -> None:
        time = np.arange(STOCK) / STOCK
        mono = np.zeros(STOCK)
        for name in drone.notes:
            # The nearest pitch that has whole periods in the table is at most 0.05 Hz away.
            periods = round(note(name) * STOCK / SAMPLE_RATE)
            mono += partials(periods * time % 1.0, drone.partials)
        self._table = (mono / np.sqrt(np.mean(mono**2))).astype(np.float32)

    def scale(self, factor: float) -> None:
        self._table *= np.float32(factor)

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        at = 0
        while at < len(window):
            piece = self._table[(start + at) % STOCK :][: len(window) - at]
            here = slice(at, at + len(piece))
            window[here, 0] += piece if gains is None else piece * gains[here]
            at += len(piece)


class _Bells:
    """Struck notes: each is made once, and placed where the pulse has it."""

    sides: Literal[1, 2] = 1

    def __init__(self, strikes: Strikes, pulse: Pulse, seed: int) -> None:
        sound = partial(
            bell,
            levels=strikes.partials,
            attack=samples(strikes.attack),
            decay=strikes.decay,
            length=samples(strikes.attack + RINGS * strikes.decay),
            sinks=strikes.sinks,
        )
        self._notes = [_unit(sound(note(name))) for name in strikes.notes]
        self._strikes, self._pulse, self._seed = strikes, pulse, seed
        self._struck = lru_cache(16)(self._struck_in)

    def scale(self, factor: float) -> None:
        self._notes = [one * np.float32(factor) for one in self._notes]

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        stop, longest = start + len(window), len(self._notes[0])
        for piece in range(max(0, start - longest) // CUT, (stop - 1) // CUT + 1):
            for at, which in self._struck(piece):
                begin, end = max(at, start), min(at + longest, stop)
                if begin < end:
                    here, rings = slice(begin - start, end - start), self._notes[which][begin - at : end - at]
                    window[here, 0] += rings if gains is None else rings * gains[here]

    def _struck_in(self, piece: int) -> Sequence[tuple[int, int]]:
        """Return what is struck in one piece of the bed: where, and which note."""
        strikes = self._strikes
        struck = []
        first = self._pulse.before(Samples(piece * CUT)) // strikes.every
        last = self._pulse.before(Samples((piece + 1) * CUT)) // strikes.every
        # A strike may be written beyond the end of its bar.
        for bar in range(max(0, first - int(max(strikes.at)) // strikes.every - 1), last + 1):
            for index, place in enumerate(strikes.at):
                number = bar * len(strikes.at) + index
                at = self._at(bar * strikes.every + place)
                if at // CUT == piece and 100.0 * chance(self._seed, number) < strikes.chance:
                    struck.append((at, self._which(number)))
        return struck

    def _at(self, pulses: float) -> int:
        whole = int(pulses)
        here, there = self._pulse.at(whole), self._pulse.at(whole + 1)
        return round(here + (pulses - whole) * (there - here))

    def _which(self, number: int) -> int:
        """Choose the note of a strike."""
        count = len(self._notes)
        if self._strikes.order == "turns":
            return number % count
        turn, on = divmod(number, LINGERS)
        here, there = (chance(self._seed + 1, one) * count for one in (turn, turn + 1))
        return min(count - 1, int(here + (there - here) * on / LINGERS))


def _unit(mono: NDArray[np.float64]) -> Mono:
    return np.asarray(mono / np.abs(mono).max(), np.float32)


def mixed(layers: Sequence[tuple[Source, Swell | None]], start: int, stop: int) -> Stereo:
    """Add up sounds, each with its swell."""
    middle, sides = silence(stop - start, 1), silence(stop - start)
    for sound, swell in layers:
        sound.add(middle if sound.sides == 1 else sides, start, swell.over(start, stop) if swell else None)
    sides += middle
    return sides
