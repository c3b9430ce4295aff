"""The layers of a bed: endless, seamless, and any window of them computable by itself.

All time is counted in pulses, so a bed stays in time with the strokes, also where they slow down.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from audioguide.model.audio import Mono, Stereo, silence
from audioguide.model.chapters import Chapter
from audioguide.model.recipe import Drone, LayerSound, Noise, Strikes
from audioguide.model.timeline import Pulse
from audioguide.sound.beds.drone import DroneSource
from audioguide.sound.beds.music_box import MusicBoxSource
from audioguide.sound.beds.noise import NoiseSource
from audioguide.sound.beds.strikes import StrikesSource
from audioguide.sound.beds.swell import Swell


class Source(Protocol):
    """One endless sound."""

    channels: Literal[1, 2]
    """1 where it is the same on both sides, as a single note that is struck is."""

    @property
    def begins(self) -> int:
        """The pulse on which, or after which, it is first heard."""

    def add(self, window: Stereo, start: int, gains: Mono | None) -> None:
        """Add it from `start` on to a window, shape ``(samples, channels)``; `gains` has shape ``(samples,)``."""

    def scale(self, factor: float) -> None:
        """Multiply it by a factor, for good."""


def source(sound: LayerSound, pulse: Pulse, chapters: Sequence[Chapter], seed: int) -> Source:
    """Make the source of a layer's sound; with another `seed`, equal layers sound different."""
    if isinstance(sound, Noise):
        return NoiseSource(sound, seed)
    if isinstance(sound, Drone):
        return DroneSource(sound, chapters)
    if isinstance(sound, Strikes):
        return StrikesSource(sound, pulse, seed)
    return MusicBoxSource(sound, pulse, chapters, seed)


def mix_layers(layers: Sequence[tuple[Source, Swell | None]], start: int, stop: int) -> Stereo:
    """Return the sum of sources, each times its swell, shape ``(stop - start, 2)``."""
    middle, channels = silence(stop - start, 1), silence(stop - start)
    for sound, swell in layers:
        sound.add(middle if sound.channels == 1 else channels, start, swell.over(start, stop) if swell else None)
    channels += middle
    return channels
