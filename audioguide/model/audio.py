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

Our own arrays are in Fortran order (one channel after the other), so that a mono signal is computed once and used for
both channels. C order is accepted, only slower.
"""


def silence(length: int, channels: int = 2) -> Stereo:
    """Return zeros, shape ``(length, channels)``, in Fortran order."""
    return np.zeros((length, channels), np.float32, order="F")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clip:
    """One spoken cue: trimmed, levelled to -18 LUFS, read-only."""

    sound: Mono

    @property
    def length(self) -> Samples:
        """In samples."""
        return Samples(len(self.sound))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """A piece of the mix."""

    start: Samples
    """Where it begins in the session, in samples."""
    sound: Stereo
