"""The signals that open and close every session, always the same: babies learn them."""

from __future__ import annotations

from functools import cache

import numpy as np

from audioguide.model.audio import Stereo, to_stereo
from audioguide.sound.scale import STEPS_PER_OCTAVE, pitch
from audioguide.sound.synth import Signal, bell
from audioguide.units import gain, samples

OPENING_STEPS = (0, 3, STEPS_PER_OCTAVE)
"""D, A, D: rising; in steps of the scale above the tonic."""
CLOSING_STEPS = (STEPS_PER_OCTAVE, 3, 0)
"""D, A, D: falling."""
NOTE_SPACING_SAMPLES = samples(0.6)
NOTE_ATTACK_SAMPLES = samples(0.9)
"""Slow, as the opening comes out of complete silence."""
NOTE_SAMPLES = samples(1.8)
NOTE_PEAK_DB = -29.0
"""Peak of each note in dBFS, as loud as the stroke tones."""


def opening() -> Stereo:
    """Return the signal that opens a session: 3 s, shape ``(samples, 2)``."""
    return _melody(OPENING_STEPS)


def closing() -> Stereo:
    """Return the signal that closes it, of the same shape."""
    return _melody(CLOSING_STEPS)


def _melody(steps: tuple[int, ...]) -> Stereo:
    sound = np.zeros(NOTE_SPACING_SAMPLES * (len(steps) - 1) + NOTE_SAMPLES)
    for place, step in enumerate(steps):
        sound[place * NOTE_SPACING_SAMPLES : place * NOTE_SPACING_SAMPLES + NOTE_SAMPLES] += _note(step)
    return to_stereo((gain(NOTE_PEAK_DB) * sound).astype(np.float32))


@cache
def _note(step: int) -> Signal:
    frequency = float(pitch(np.array([float(step)]))[0])
    note = bell(frequency, (1.0, 0.3, 0.1), attack=NOTE_ATTACK_SAMPLES, decay=3.0, length=NOTE_SAMPLES)
    note /= np.abs(note).max()
    return note
