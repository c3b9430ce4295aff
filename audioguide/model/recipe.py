"""What a bed is made of: layers of noise, of held notes and of struck ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from audioguide.model.stroke import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """A steady noise between two frequencies."""

    low: float
    """Hz."""
    high: float
    """Hz."""
    falls: float
    """dB for each octave; 3 is pink."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drone:
    """Notes that are held."""

    notes: tuple[str, ...]
    """Of the scale: D3, F#4."""
    partials: tuple[float, ...]
    """Amplitudes of the fundamental and what is above it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strikes:
    """Notes that are struck softly and die away."""

    notes: tuple[str, ...]
    order: Literal["turns", "walk"]
    """One after the other, or up and down as a slow melody does."""
    every: int
    """Pulses of a bar."""
    at: tuple[float, ...]
    """Where in the bar they are struck, in pulses from its beginning."""
    chance: float
    """How many of them sound, in percent."""
    partials: tuple[float, ...]
    attack: float
    """Seconds."""
    decay: float
    """Seconds in which they fall by 60 dB."""
    sinks: float
    """Semitones by which the pitch sinks meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """A slow swell, never twice the same."""

    every: int
    """Pulses from one top to the next."""
    by: float
    """dB between top and bottom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One sound of a bed."""

    sound: Noise | Drone | Strikes
    softer: float
    """dB in loudness under the loudest layer. The bed as a whole is levelled when it is made."""
    moves: Moves | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A bed, as it is written."""

    title: Text
    tempo: float | None
    """Pulses a minute that it asks of a session; None goes with any."""
    layers: tuple[Layer, ...]
