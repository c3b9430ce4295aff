"""Recipes of beds: what is left out has its default."""

from __future__ import annotations

from audioguide.model.recipe import Drone, Layer, MusicBox, Noise, Strikes
from audioguide.reader import read_recipe

SHORTEST = """\
version: 1
title: Harbour
layers:
  - noise: {from: 150, to: 900}
  - drone: {notes: [D3, A3]}
  - strikes: {notes: [D5]}
  - music_box: {tunes: [{title: Steps, source: "Mine, 2027", melody: D5, second: D4}]}
"""


def test_what_a_recipe_leaves_out_has_its_default() -> None:
    recipe = read_recipe(SHORTEST, source="harbour.yaml")
    noise, drone, strikes, box = recipe.layers
    assert recipe.tempo is None
    assert noise == Layer(sound=Noise(low=150.0, high=900.0, falls=3.0), softer=0.0, moves=None, fades=0.0)
    assert drone.sound == Drone(chords=(("D3", "A3"),), partials=(1.0, 0.3, 0.1))
    assert strikes.sound == Strikes(
        notes=("D5",),
        order="turns",
        every=1,
        at=(0.0,),
        chance=100.0,
        partials=(1.0, 0.3, 0.1),
        attack=0.08,
        decay=2.0,
        sinks=0.0,
    )
    assert isinstance(box.sound, MusicBox)
    assert (box.sound.rest, box.sound.attack, box.sound.decay) == (4.0, 0.06, 4.0)
