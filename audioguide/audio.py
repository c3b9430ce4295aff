"""Sound as it travels between the stages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audioguide.units import Samples

Mono = NDArray[np.float32]
"""Shape ``(samples,)``, 44,100 Hz, full scale at 1.0."""

Stereo = NDArray[np.float32]
"""Shape ``(samples, 2)``, left and right, 44,100 Hz, full scale at 1.0."""


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
