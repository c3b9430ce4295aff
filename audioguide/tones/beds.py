"""The background that goes on under everything, locked to the pulse."""

from __future__ import annotations

from functools import partial

from audioguide import plugins
from audioguide.audio import Block, Stereo, silence
from audioguide.loudness import Meter
from audioguide.plugins import Bed
from audioguide.recipe import Recipe
from audioguide.timeline import Pulse
from audioguide.tones.layers import Source, Swell, mixed, source
from audioguide.tones.music import Music
from audioguide.tones.recipes import bed_file, is_recipe, read_file, recipe
from audioguide.units import Samples, gain

LEVEL = -35.0
"""LUFS: 17 dB under the voice, before ducking."""
HEARD = 24
"""Pulses that are measured to set the level."""


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
        """Take what it is made of, and the pulse that it keeps to."""
        self._layers: list[tuple[Source, Swell | None]] = []
        for seed, layer in enumerate(recipe.layers):
            sound = source(layer.sound, pulse, seed)
            sound.scale(gain(-layer.softer))
            self._layers.append((sound, Swell(layer.moves, pulse, seed) if layer.moves else None))
        meter = Meter()
        for pulses in range(HEARD):  # one by one, in the memory of one
            start, end = pulse.at(pulses), pulse.at(pulses + 1)
            meter.add(Block(start=start, sound=self.render(start, Samples(end - start))))
        for sound, _ in self._layers:
            sound.scale(gain(LEVEL - meter.loudness))

    def render(self, start: Samples, length: Samples) -> Stereo:
        """Return any window of it, shape ``(length, 2)``."""
        return mixed(self._layers, start, start + length)


def bed(name: str, pulse: Pulse) -> Bed:
    """Return a bed by its name, from a recipe, or from a recording.

    Args:
        name: of an installed bed; or a file: a recipe (``.yaml``), or any sound.
        pulse: what it keeps to; a recording does not.

    Raises:
        SoundError: there is no such bed, or the file cannot be read.
        RoutineError: the recipe has mistakes.
    """
    found = bed_file(name)
    if found is None:
        made: Bed = plugins.find("beds", name)(pulse)
        return made
    if is_recipe(found):
        return Layered(read_file(found), pulse)
    return Music(found, LEVEL)


def _built_in(name: str, pulse: Pulse) -> Layered:
    return Layered(recipe(name), pulse)


heartbeat = partial(_built_in, "heartbeat")
womb = partial(_built_in, "womb")
ocean = partial(_built_in, "ocean")
rain = partial(_built_in, "rain")
pink = partial(_built_in, "pink")
lullaby = partial(_built_in, "lullaby")
bowl = partial(_built_in, "bowl")
