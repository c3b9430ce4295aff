"""Sound as it travels between the stages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audioguide.units import Samples

Mono = NDArray[np.float32]
"""Shape ``(samples,)``, 44,100 Hz, full scale at 1.0."""

Stereo = NDArray[np.float32]
"""Shape ``(samples, 2)``, left and right, 44,100 Hz, full scale at 1.0.

Ours lie in memory one side after the other, so that what both sides have in common is worked out once. Any other order
is as good, only slower.
"""


def silence(length: int, sides: int = 2) -> Stereo:
    """Return a window in which nothing sounds yet, shape ``(length, sides)``."""
    return np.zeros((length, sides), np.float32, order="F")


def to_stereo(mono: Mono) -> Stereo:
    """Return a sound that is the same on both sides, shape ``(samples, 2)``, read-only: they share their samples."""
    return np.broadcast_to(mono[:, None], (len(mono), 2))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clip:
    """One spoken cue: trimmed, levelled to -18 LUFS, read-only."""

    sound: Mono

    @property
    def length(self) -> Samples:
        """How long it lasts."""
        return Samples(len(self.sound))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """A piece of the mix."""

    start: Samples
    """Where it begins in the session."""
    sound: Stereo
