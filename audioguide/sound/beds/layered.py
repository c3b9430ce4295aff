"""A bed made from a recipe: layers of noise, drones, strikes and tunes, brought to one loudness."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from audioguide.errors import SoundError
from audioguide.model.audio import Block, Stereo, silence
from audioguide.model.chapters import Chapter
from audioguide.model.recipe import Layer, Recipe
from audioguide.model.timeline import Pulse
from audioguide.sound.beds.layers import Source, mix_layers, source
from audioguide.sound.beds.swell import NO_FALL, STILL, Fall, Swell
from audioguide.sound.loudness import Meter
from audioguide.units import Samples, gain

BED_LUFS = -31.0
"""Integrated loudness of every bed, before ducking, as a small speaker plays it: on a large one it is a little more."""
LEVELLING_PULSES = 24
"""Pulses over which the loudness is measured to set the level: the first ones, or those from where a layer is first
heard, if that is after half of them."""

MOST_CHORDS = 8
"""Chapters after which the chords of a recipe have all been heard."""


class Silence:
    """No bed: the voice and the tones alone."""

    def __init__(self, _: Pulse) -> None:
        """Take the pulse, as every bed does."""

    def render(self, start: Samples, length: Samples) -> Stereo:  # noqa: ARG002 - silence is everywhere the same
        """Return silence."""
        return silence(length)


class Layered:
    """A bed that is made from a recipe."""

    def __init__(self, recipe: Recipe, pulse: Pulse, chapters: Sequence[Chapter] = ()) -> None:
        """Take the recipe, the pulse that times are counted in, and the chapters of the session.

        With chapters, chords change where one begins, and what thins out or fades does so until the last one ends.

        Raises:
            SoundError: there is nothing to be heard, of it all or of one layer.
        """
        self._layers: list[tuple[Source, Swell | None]] = []
        begins = []
        for seed, layer in enumerate(recipe.layers):
            sound = source(layer.sound, pulse, chapters, seed)
            moving = sound, _swell(layer, pulse, chapters, seed)
            loudness = _measured([moving], pulse, sound.begins, Meter(), f"layer {seed + 1} of the bed")
            sound.scale(gain(-layer.softer - loudness))
            self._layers.append(moving)
            begins.append((layer.softer, sound.begins))
        _, loudest_begins = min(begins)
        small = Meter(through_small_speaker=True)
        level = gain(
            BED_LUFS - _measured(self._layers, pulse, loudest_begins, small, "the bed, as a small speaker plays it")
        )
        for sound, _ in self._layers:
            sound.scale(level)
        for chapter in chapters[:MOST_CHORDS]:  # makes its chord now, while nothing else needs memory
            self.render(chapter.start, Samples(1))

    def render(self, start: Samples, length: Samples) -> Stereo:
        """Return any window of it, shape ``(length, 2)``."""
        return mix_layers(self._layers, start, start + length)


def _swell(layer: Layer, pulse: Pulse, chapters: Sequence[Chapter], seed: int) -> Swell | None:
    """Return how the gain of a layer changes; None where it does not."""
    fall = Fall(by=layer.fades, over=chapters[-1].end) if layer.fades and chapters else NO_FALL
    if layer.moves is None and fall is NO_FALL:
        return None
    return Swell(layer.moves or STILL, pulse, seed, fall)


def _measured(
    layers: Sequence[tuple[Source, Swell | None]], pulse: Pulse, begins: int, meter: Meter, name: str
) -> float:
    """Return the loudness in LUFS of layers that are first heard on the pulse `begins`; `name` is for the message."""
    first = begins if 2 * begins >= LEVELLING_PULSES else 0
    for pulses in range(first, first + LEVELLING_PULSES):  # one at a time, to need the memory of one
        start, end = pulse.at(pulses), pulse.at(pulses + 1)
        meter.add(Block(start=start, sound=mix_layers(layers, start, end)))
    loudness = meter.loudness
    if not isfinite(loudness):
        msg = f"nothing is heard of {name}; it is silent, or too low"
        raise SoundError(msg)
    return loudness
