"""How the gain of a layer changes: slow swells, never twice the same, and a fall over a session."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from audioguide.model.audio import Mono
from audioguide.model.recipe import Moves
from audioguide.model.timeline import Pulse
from audioguide.sound.chance import uniform
from audioguide.sound.synth import smoothstep
from audioguide.units import Samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

GAIN_STEP_SAMPLES = 2048
"""Between two gain values of a swell, which is linear between them."""
PIECE_SAMPLES = 1 << 18
"""Gain values are cached for so many samples."""
PIECE_GAINS = PIECE_SAMPLES // GAIN_STEP_SAMPLES
SWELL_JITTER = 0.3
"""The random share of a swell's depth by which its peaks, and its troughs, differ."""

_RAMP = (np.arange(GAIN_STEP_SAMPLES) / GAIN_STEP_SAMPLES).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A steady fall, from the beginning of a session to its end."""

    by: float
    """dB."""
    over: int
    """Samples."""


NO_FALL = Fall(by=0.0, over=1)
STILL = Moves(every=64, by=0.0)
"""What does not move of itself."""


class Swell:
    """A slow change of gain: a peak every so many pulses, a trough halfway; and a fall over a session."""

    def __init__(self, moves: Moves, pulse: Pulse, seed: int, fall: Fall = NO_FALL) -> None:
        """Take what moves, the pulse that it is counted in, a seed of its chance, and how it falls."""
        self._moves, self._pulse, self._seed, self._fall = moves, pulse, seed, fall
        self._gains = lru_cache(4)(self._gains_of)

    def over(self, start: int, stop: int) -> Mono:
        """Return the gain of each sample, shape ``(stop - start,)``."""
        first, last = start // GAIN_STEP_SAMPLES, -(-stop // GAIN_STEP_SAMPLES)
        pieces = [
            self._gains(piece)[max(0, first - piece * PIECE_GAINS) : last + 1 - piece * PIECE_GAINS]
            for piece in range(first // PIECE_GAINS, (last - 1) // PIECE_GAINS + 1)
        ]
        # A piece ends with the value that the next one begins with.
        gains = np.concatenate([*(piece[:-1] for piece in pieces[:-1]), pieces[-1]])
        straight: Mono = (gains[1:] - gains[:-1])[:, None] * _RAMP
        straight += gains[:-1, None]
        return straight.ravel()[start - first * GAIN_STEP_SAMPLES : stop - first * GAIN_STEP_SAMPLES]

    def _gains_of(self, piece: int) -> NDArray[np.float32]:
        """Return the gain values of one piece of the bed, `PIECE_SAMPLES` long, both ends included."""
        places = piece * PIECE_SAMPLES + GAIN_STEP_SAMPLES * np.arange(PIECE_GAINS + 1)
        turn = self._turn_before(piece * PIECE_SAMPLES)
        at, level = [self._at(turn)], [self._level(turn)]
        while at[-1] <= places[-1]:
            turn += 1
            at.append(self._at(turn))
            level.append(self._level(turn))
        index = np.searchsorted(at, places, "right") - 1
        begin, end = np.array(at)[index], np.array(at)[index + 1]
        way = smoothstep((places - begin) / (end - begin))
        decibels = np.array(level)[index] * (1.0 - way) + np.array(level)[index + 1] * way
        decibels -= self._fall.by * np.minimum(places / self._fall.over, 1.0)
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
