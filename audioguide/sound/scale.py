"""The notes of a session: one scale for strokes, beds and signals, so that whatever sounds together agrees.

It is the major pentatonic on D: five notes an octave, none a half tone or a tritone from another.
"""

from __future__ import annotations

import numpy as np

from audioguide.sound.synth import Signal

HOME = 293.66
"""Hz, D4: over the heartbeat, under the voice's bright part."""
SEMITONES = (0, 2, 4, 7, 9)
"""D, E, F sharp, A and B over D."""
NAMES = ("D", "E", "F#", "A", "B")
OCTAVE = len(SEMITONES)
"""Steps of the scale in an octave."""

_LADDER = np.array([12 * octave + step for octave in range(-3, 4) for step in SEMITONES], np.float64)
"""Semitones over home of every note, from D1 on."""
_LINGER = 0.25
"""How much of the way between two notes is spent on each of them: a slide is a run of notes, softly bound."""


def pitch(steps: Signal) -> Signal:
    """Return Hz for places on the scale: whole numbers are notes, 0 is home; between two it lingers on both."""
    whole = np.floor(steps)
    between = np.clip((steps - whole - _LINGER) / (1.0 - 2.0 * _LINGER), 0.0, 1.0)
    between = between * between * (3.0 - 2.0 * between)
    place = whole.astype(np.intp) + 3 * OCTAVE
    semitones = _LADDER[place] + (_LADDER[place + 1] - _LADDER[place]) * between
    frequencies: Signal = HOME * np.exp2(semitones / 12.0)
    return frequencies


def note(name: str) -> float:
    """Return Hz for a note of the scale: ``D3``, ``F#4``."""
    # An octave's number changes at C: A and B lie over the D of the same number.
    step = NAMES.index(name[:-1]) + OCTAVE * (int(name[-1]) - 4)
    return float(pitch(np.array([float(step)]))[0])
