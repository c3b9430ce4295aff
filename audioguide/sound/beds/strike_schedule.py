"""Sounds that are struck at places of the pulse, and ring on over the next ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from audioguide.model.audio import Mono, Stereo
from audioguide.model.timeline import Pulse
from audioguide.units import Samples

PIECE_SAMPLES = 1 << 18
"""What is struck is looked up for so many samples at a time."""
RING_SHARE = 0.8
"""The share of its 60 dB decay that a note is rendered for: then it is 48 dB down, and faded out."""


class StrikeSchedule:
    """All that is struck, piece by piece."""

    def __init__(self, struck_in: Callable[[int, int], Sequence[tuple[int, Stereo]]], longest: int) -> None:
        """Take what tells the sounds that begin from one sample to another, and how long the longest is."""
        self._longest = longest
        self._piece = lru_cache(16)(lambda piece: struck_in(piece * PIECE_SAMPLES, (piece + 1) * PIECE_SAMPLES))

    def forget(self) -> None:
        """Ask again for everything: the sounds are others now."""
        self._piece.cache_clear()

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        """Add it from `start` on to a window; see `layers.Source`."""
        stop = start + len(window)
        for piece in range(max(0, start - self._longest) // PIECE_SAMPLES, (stop - 1) // PIECE_SAMPLES + 1):
            for at, sound in self._piece(piece):
                begin, end = max(at, start), min(at + len(sound), stop)
                if begin < end:
                    here, rings = slice(begin - start, end - start), sound[begin - at : end - at]
                    window[here] += rings if gains is None else rings * gains[here, None]


def sample_at(pulse: Pulse, pulses: float) -> int:
    """Return the sample of a place between two pulses, or on one."""
    whole = int(pulses)
    here, there = pulse.at(whole), pulse.at(whole + 1)
    return round(here + (pulses - whole) * (there - here))


def pulses_within(pulse: Pulse, start: int, stop: int) -> tuple[int, int]:
    """Return the last pulse at or before either place."""
    return pulse.before(Samples(start)), pulse.before(Samples(stop))
