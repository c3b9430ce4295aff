"""A bed made from a recipe: layers of noise, drones and strikes, brought to one loudness."""

from __future__ import annotations

from audioguide.model.audio import Block, Stereo, silence
from audioguide.model.recipe import Recipe
from audioguide.model.timeline import Pulse
from audioguide.sound.beds.layers import Source, Swell, mix_layers, source
from audioguide.sound.loudness import Meter
from audioguide.units import Samples, gain

BED_LUFS = -35.0
"""Integrated loudness of every bed: 17 dB under speech, before ducking."""
LEVELLING_PULSES = 24
"""Pulses over which the loudness is measured to set the level."""


class Silence:
    """No bed: the voice and the tones alone."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse

    def render(self, start: Samples, length: Samples) -> Stereo:  # noqa: ARG002 - silence is everywhere the same
        """Return silence."""
        return silence(length)


class Layered:
    """A bed that is made from a recipe."""

    def __init__(self, recipe: Recipe, pulse: Pulse) -> None:
        """Take the recipe, and the pulse that times are counted in."""
        self._layers: list[tuple[Source, Swell | None]] = []
        for seed, layer in enumerate(recipe.layers):
            sound = source(layer.sound, pulse, seed)
            sound.scale(gain(-layer.softer))
            self._layers.append((sound, Swell(layer.moves, pulse, seed) if layer.moves else None))
        meter = Meter()
        for pulses in range(LEVELLING_PULSES):  # one at a time, to need the memory of one
            start, end = pulse.at(pulses), pulse.at(pulses + 1)
            meter.add(Block(start=start, sound=self.render(start, Samples(end - start))))
        for sound, _ in self._layers:
            sound.scale(gain(BED_LUFS - meter.loudness))

    def render(self, start: Samples, length: Samples) -> Stereo:
        """Return any window of it, shape ``(length, 2)``."""
        return mix_layers(self._layers, start, start + length)
