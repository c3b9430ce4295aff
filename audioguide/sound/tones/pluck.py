"""The soft pluck that stands on the pulse where a repetition begins, and says when the hand starts.

A tongue of metal on felt, as of a kalimba or a music box. Its modes are those of a bar that is clamped at one end
(Fletcher and Rossing, The Physics of Musical Instruments, 1998, chapter 2), the higher ones dying away much sooner.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from audioguide.sound.room import TONES_DB, echoes
from audioguide.sound.scale import step_hz
from audioguide.sound.synth import Low, ring_modes

TONGUE = ((1.0, 1.0, 1.3), (6.27, 0.12, 0.35), (17.55, 0.04, 0.15))
"""Frequency, amplitude, and seconds in which it falls by 60 dB, of each mode."""
ATTACK_SECONDS = 0.04
"""Shorter than of anything else that sounds, as it is 3 dB under the tone at least: it has to mark a moment."""
SECONDS = 1.2


@lru_cache(8)
def pluck(step: int) -> tuple[Low, Low]:
    """Return a note and what the room gives back of it, at a peak of 1: read-only.

    Args:
        step: of the scale, above the tonic.
    """
    mono = ring_modes(step_hz(step), TONGUE, attack=ATTACK_SECONDS, seconds=SECONDS)
    dry: Low = np.stack((mono, mono)).astype(np.float32)
    wet = echoes(dry, TONES_DB)
    dry.flags.writeable = wet.flags.writeable = False
    return dry, wet
