"""The recipes of beds."""

from __future__ import annotations

from audioguide.model.recipe import Drone, Layer, LayerSound, Moves, MusicBox, Noise, Recipe, Strikes, Tune
from audioguide.reader.fields import Fields
from audioguide.reader.opening import open_file
from audioguide.reader.reading import Reading, joined
from audioguide.reader.tables import RECIPE

_SOUNDS = ("noise", "drone", "strikes", "music_box")


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
    sounds = [name for name in _SOUNDS if name in got.lines]
    if len(sounds) != 1:
        has = joined(sounds, "and") or "no sound"
        reading.wrong(got.line, f"a layer has {has}; it needs one of {joined(_SOUNDS, 'and')}")
        return None
    found: Fields | None = got.get(sounds[0])
    if found is None or not found.whole:
        return None
    sound = _sound(sounds[0], found, reading)
    if sound is None:
        return None
    moves: Fields | None = got.get("moves")
    return Layer(
        sound=sound,
        softer=got["softer"],
        fades=got["fades"],
        moves=Moves(every=moves["every"], by=moves["by"]) if moves is not None and moves.whole else None,
    )


def _sound(name: str, got: Fields, reading: Reading) -> LayerSound | None:
    if name == "noise":
        return Noise(low=got["from"], high=got["to"], falls=got["falls"])
    if name == "music_box":
        return _music_box(got, reading)
    if name == "drone":
        return _drone(got, reading)
    return Strikes(
        notes=tuple(got["notes"]),
        order=got["order"],
        every=got["every"],
        at=tuple(got["at"]),
        chance=got["chance"],
        partials=tuple(got["partials"]),
        attack=got["attack"],
        decay=got["decay"],
        sinks=got["sinks"],
    )


def _drone(got: Fields, reading: Reading) -> Drone | None:
    if ("notes" in got.lines) == ("chords" in got.lines):
        reading.wrong(got.line, "a drone needs either 'notes' or 'chords', for example notes: [D3, A3]")
        return None
    chords = got.get("chords") or [got.get("notes", ())]
    return Drone(chords=tuple(map(tuple, chords)), partials=tuple(got["partials"]))


def _music_box(got: Fields, reading: Reading) -> MusicBox | None:
    whole = [one for one in got["tunes"] if one.whole]
    tunes = [Tune(**one.values) for one in whole]
    for one, tune in zip(whole, tunes, strict=True):
        second = sum(note.beats for note in tune.second)
        if abs(second - tune.beats) > 0.001:
            reading.wrong(one.line, f"the melody of '{tune.title}' lasts {tune.beats:g} beats, its second {second:g}")
    return MusicBox(tunes=tuple(tunes), rest=got["rest"], attack=got["attack"], decay=got["decay"])
