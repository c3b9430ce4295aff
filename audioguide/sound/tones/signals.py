"""The same short sounds at the beginning and at the end of every session: babies learn the signal."""

from __future__ import annotations

from functools import cache

import numpy as np

from audioguide.model.audio import Stereo, to_stereo
from audioguide.sound.scale import OCTAVE, pitch
from audioguide.sound.synth import Signal, bell
from audioguide.units import gain, samples

OPENING = (0, 3, OCTAVE)
"""D, A, D: up to something, in steps over home."""
CLOSING = (OCTAVE, 3, 0)
"""And down to rest."""
APART = samples(0.6)
ATTACK = samples(0.9)
"""Nothing is as quiet as the silence before the opening: it rises as slowly as the tones."""
LENGTH = samples(1.8)
LEVEL = -29.0
"""dB of each note's peak: as loud as the tones are."""


def opening() -> Stereo:
    """Return the sound that opens a session: three seconds."""
    return _melody(OPENING)


def closing() -> Stereo:
    """Return the sound that closes it."""
    return _melody(CLOSING)


def _melody(steps: tuple[int, ...]) -> Stereo:
    sound = np.zeros(APART * (len(steps) - 1) + LENGTH)
    for place, step in enumerate(steps):
        sound[place * APART : place * APART + LENGTH] += _note(step)
    return to_stereo((gain(LEVEL) * sound).astype(np.float32))


@cache
def _note(step: int) -> Signal:
    frequency = float(pitch(np.array([float(step)]))[0])
    note = bell(frequency, (1.0, 0.3, 0.1), attack=ATTACK, decay=3.0, length=LENGTH)
    note /= np.abs(note).max()
    return note
