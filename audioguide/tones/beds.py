"""The background that goes on under everything, locked to the pulse."""

from __future__ import annotations

import hashlib
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from audioguide import plugins
from audioguide.audio import Block, Stereo, silence
from audioguide.errors import SoundError
from audioguide.loudness import Meter
from audioguide.plugins import Bed
from audioguide.reader import read_recipe
from audioguide.recipe import Recipe
from audioguide.timeline import Pulse
from audioguide.tones.layers import Source, Swell, mixed, source
from audioguide.tones.music import Music
from audioguide.units import Samples, gain

LEVEL = -35.0
"""LUFS: 17 dB under the voice, before ducking."""
RECIPES = (".yaml", ".yml")
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
        meter.add(Block(start=Samples(0), sound=self.render(Samples(0), pulse.at(HEARD))))
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
    if found.suffix in RECIPES:
        return Layered(_read(found), pulse)
    return Music(found, LEVEL)


def bed_file(name: str) -> Path | None:
    """Return the file that a bed is made from, or None where `name` is an installed bed.

    Raises:
        SoundError: it is neither.
    """
    if name in plugins.names("beds"):
        return None
    path = Path(name)
    if not path.is_file():
        known = ", ".join(plugins.names("beds"))
        msg = f"there is no bed '{name}', and no such file; there are {known}"
        raise SoundError(msg)
    return path


def tempo_of(name: str) -> float | None:
    """Return the pulses a minute that a bed asks for, or None where it goes with any.

    Raises:
        SoundError: there is no such bed.
        RoutineError: its recipe has mistakes.
    """
    file = bed_file(name)
    if file is not None and file.suffix in RECIPES:
        return _read(file).tempo
    return recipe(name).tempo if name in recipes() else None


def identity_of(name: str) -> str:
    """Return what tells a bed from others: its name, or a hash of its file."""
    file = bed_file(name)
    if file is None:
        return name
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@cache
def recipe(name: str) -> Recipe:
    """Return a built-in recipe."""
    file = _sounds().joinpath(f"{name}.yaml")
    return read_recipe(file.read_text("utf-8"), source=file.name)


def recipes() -> tuple[str, ...]:
    """Name the built-in recipes."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _sounds().iterdir() if file.name.endswith(".yaml")))


def _read(file: Path) -> Recipe:
    return read_recipe(file.read_text("utf-8"), source=str(file))


def _sounds() -> Traversable:
    """The folder of recipes: in the package where it is installed, beside it in a checkout."""
    installed = files("audioguide").joinpath("sounds")
    return installed if installed.is_dir() else Path(__file__).parents[2] / "sounds"


def _built_in(name: str, pulse: Pulse) -> Layered:
    return Layered(recipe(name), pulse)


heartbeat = partial(_built_in, "heartbeat")
womb = partial(_built_in, "womb")
ocean = partial(_built_in, "ocean")
rain = partial(_built_in, "rain")
pink = partial(_built_in, "pink")
lullaby = partial(_built_in, "lullaby")
bowl = partial(_built_in, "bowl")
