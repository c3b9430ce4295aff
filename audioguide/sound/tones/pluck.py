"""The soft pluck that stands on the pulse where a repetition begins, and says when the hand starts.

A tongue of metal on felt, as of a kalimba or a music box: a bar that is clamped at one end, whose higher modes die away
much sooner.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from audioguide.sound.room import TONES_DB, echoes
from audioguide.sound.scale import step_hz
from audioguide.sound.synth import BAR_RATIOS, Low, ring_modes

AMPLITUDES = (1.0, 0.12, 0.04)
"""Of each mode."""
DECAY_SECONDS = (1.3, 0.35, 0.15)
"""In which each mode falls by 60 dB."""
ATTACK_SECONDS = 0.04
"""Shorter than of anything else that sounds, as it is 3 dB under the tone at least: it has to mark a moment."""
SECONDS = 1.2


@lru_cache(8)
def pluck(step: int) -> tuple[Low, Low]:
    """Return a note and what the room gives back of it, at a peak of 1: read-only.

    Args:
        step: of the scale, above the tonic.
    """
    modes = tuple(zip(BAR_RATIOS, AMPLITUDES, DECAY_SECONDS, strict=True))
    mono = ring_modes(step_hz(step), modes, attack=ATTACK_SECONDS, seconds=SECONDS)
    dry: Low = np.stack((mono, mono)).astype(np.float32)
    wet = echoes(dry, TONES_DB)
    dry.flags.writeable = wet.flags.writeable = False
    return dry, wet
