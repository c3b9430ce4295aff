"""What a bed is made of: layers of noise, of held notes and of struck ones, and tunes."""

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

    chords: tuple[tuple[str, ...], ...]
    """Of the scale: D3, F#4. Each chapter of a session has the next chord; after the last comes the first."""
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
class TuneNote:
    """A note of a tune, or a rest."""

    name: str | None
    """Of the scale: D5; None is a rest."""
    beats: float
    """How long it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tune:
    """A melody, and what goes with it."""

    title: str
    source: str
    """Where it comes from, and when."""
    melody: tuple[TuneNote, ...]
    second: tuple[TuneNote, ...]
    """The other voice: it lasts as long as the melody."""

    @property
    def beats(self) -> float:
        """How long it is, in beats."""
        return sum(note.beats for note in self.melody)


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicBox:
    """Tunes of two voices, one after the other; a beat is a pulse."""

    tunes: tuple[Tune, ...]
    rest: float
    """Beats between one tune and the next."""
    attack: float
    """Seconds."""
    decay: float
    """Seconds in which a note falls by 60 dB."""


LayerSound = Noise | Drone | Strikes | MusicBox


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

    sound: LayerSound
    softer: float
    """dB in loudness under the loudest layer. The bed as a whole is levelled when it is made."""
    moves: Moves | None
    fades: float
    """dB by which it is softer at the end of a session than at its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A bed, as it is written."""

    title: Text
    tempo: float | None
    """Pulses a minute that it asks of a session; None goes with any."""
    layers: tuple[Layer, ...]
