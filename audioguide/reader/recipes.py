"""The recipes of beds."""

from __future__ import annotations

from audioguide.model.recipe import Drone, Layer, Moves, Noise, Recipe, Strikes
from audioguide.reader.fields import Fields
from audioguide.reader.opening import open_file
from audioguide.reader.reading import Reading, joined
from audioguide.reader.tables import RECIPE


def read_recipe(text: str, *, source: str) -> Recipe:
    """Read the recipe of a bed.

    Raises:
        RoutineError: with every mistake.
    """
    reading, got = open_file(text, source, RECIPE)
    layers = [_layer(one, reading) for one in got.get("layers", ())]
    reading.finish()
    return Recipe(
        title=got["title"], tempo=got.get("tempo"), layers=tuple(layer for layer in layers if layer is not None)
    )


def _layer(got: Fields, reading: Reading) -> Layer | None:
    sounds = [name for name in ("noise", "drone", "strikes") if name in got.lines]
    if len(sounds) != 1:
        has = joined(sounds, "and") or "no sound"
        reading.wrong(got.line, f"a layer has {has}; it needs one of noise, drone and strikes")
        return None
    found: Fields | None = got.get(sounds[0])
    if found is None or not found.whole:
        return None
    moves: Fields | None = got.get("moves")
    return Layer(
        sound=_sound(sounds[0], found),
        softer=got.get("softer", 0.0),
        moves=Moves(every=moves["every"], by=moves["by"]) if moves is not None and moves.whole else None,
    )


def _sound(name: str, got: Fields) -> Noise | Drone | Strikes:
    if name == "noise":
        return Noise(low=got["from"], high=got["to"], falls=got.get("falls", 3.0))
    notes, partials = tuple(got["notes"]), tuple(got.get("partials", (1.0, 0.3, 0.1)))
    if name == "drone":
        return Drone(notes=notes, partials=partials)
    return Strikes(
        notes=notes,
        order=got.get("order", "turns"),
        every=got.get("every", 1),
        at=tuple(got.get("at", (0.0,))),
        chance=got.get("chance", 100.0),
        partials=partials,
        attack=got.get("attack", 0.08),
        decay=got.get("decay", 2.0),
        sinks=got.get("sinks", 0.0),
    )
