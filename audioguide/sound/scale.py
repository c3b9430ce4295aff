"""The scale of a session, shared by strokes, beds and signals, so that all of it is consonant.

It is D major pentatonic: five notes an octave, no two of them a semitone or a tritone apart.
"""

from __future__ import annotations

import numpy as np

from audioguide.sound.synth import Signal

TONIC_HZ = 293.66
"""D4: above the heartbeat, below the bright part of the voice."""
SCALE_SEMITONES = (0, 2, 4, 7, 9)
"""D, E, F sharp, A and B, above D."""
NOTE_NAMES = ("D", "E", "F#", "A", "B")
STEPS_PER_OCTAVE = len(SCALE_SEMITONES)
"""Steps of the scale in an octave."""

_SEMITONES = np.array([12 * octave + step for octave in range(-3, 4) for step in SCALE_SEMITONES], np.float64)
"""Semitones above the tonic of every note, from D1 on."""
_LINGERING = 0.8
"""How much a glide slows down on a note: 0 goes through at an even pace, 1 stands still for a moment."""


def pitch(steps: Signal) -> Signal:
    """Return Hz for steps of the scale, of any shape: whole numbers are notes, 0 is the tonic."""
    whole = np.floor(steps)
    between = steps - whole
    between = between - _LINGERING / (2.0 * np.pi) * np.sin(2.0 * np.pi * between)
    place = whole.astype(np.intp) + 3 * STEPS_PER_OCTAVE
    semitones = _SEMITONES[place] + (_SEMITONES[place + 1] - _SEMITONES[place]) * between
    frequencies: Signal = TONIC_HZ * np.exp2(semitones / 12.0)
    return frequencies


def step_hz(step: int) -> float:
    """Return Hz for one step of the scale; 0 is the tonic."""
    return float(pitch(np.array([float(step)]))[0])


def note(name: str) -> float:
    """Return Hz for a note of the scale by its name: ``D3``, ``F#4``."""
    # Octave numbers change at C, so A and B are above the D of the same number.
    step = NOTE_NAMES.index(name[:-1]) + STEPS_PER_OCTAVE * (int(name[-1]) - 4)
    return step_hz(step)


def nearest_step(frequency: float) -> int:
    """Return the step of the scale that is nearest to a frequency in Hz; 0 is the tonic."""
    return int(np.abs(_SEMITONES - 12.0 * np.log2(frequency / TONIC_HZ)).argmin()) - 3 * STEPS_PER_OCTAVE
