"""The signals that open and close every session, always the same: babies learn them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from audioguide.sound.room import TONES_DB, InRoom, echoes
from audioguide.sound.scale import STEPS_PER_OCTAVE, step_hz
from audioguide.sound.synth import LOW_RATE, Low, ring_modes
from audioguide.units import gain

OPENING_STEPS = (0, 3, STEPS_PER_OCTAVE)
"""D, A, D: rising; in steps of the scale above the tonic."""
CLOSING_STEPS = (STEPS_PER_OCTAVE, 3, 0)
"""D, A, D: falling."""
BOWL = ((1.0, 1.0, 4.5), (2.71, 0.2, 2.0), (5.2, 0.05, 0.8))
"""Frequency, amplitude, and seconds in which it falls by 60 dB, of each mode of a small bowl (Inacio, Henrique and
Antunes, The dynamics of Tibetan singing bowls, 2006)."""
SPACING_SECONDS = 1.1
"""From one note to the next: far enough apart to be three notes."""
ATTACK_SECONDS, NOTE_SECONDS = 0.08, 3.0
NOTE_PEAKS_DB = (-27.5, -25.0, -24.0)
"""Peak of each note in dBFS: the first comes softly, as it comes out of next to nothing."""


def opening() -> InRoom:
    """Return the signal that opens a session: 5.2 s."""
    return _melody(OPENING_STEPS, NOTE_PEAKS_DB)


def closing() -> InRoom:
    """Return the signal that closes it, as long: each note softer than the one before."""
    return _melody(CLOSING_STEPS, NOTE_PEAKS_DB[::-1])


def _melody(steps: Sequence[int], peaks_db: Sequence[float]) -> InRoom:
    spacing, length = round(SPACING_SECONDS * LOW_RATE), round(NOTE_SECONDS * LOW_RATE)
    mono = np.zeros(spacing * (len(steps) - 1) + length)
    for place, (step, peak) in enumerate(zip(steps, peaks_db, strict=True)):
        mono[place * spacing : place * spacing + length] += gain(peak) * ring_modes(
            step_hz(step), BOWL, attack=ATTACK_SECONDS, seconds=NOTE_SECONDS
        )
    dry: Low = np.stack((mono, mono)).astype(np.float32)
    return InRoom(dry=dry, wet=echoes(dry, TONES_DB))
