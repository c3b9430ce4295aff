"""Beds by name, and from recipes."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import find_peaks  # type: ignore[import-untyped]

from audioguide.errors import RoutineError, SoundError
from audioguide.model.recipe import Drone, Moves, Noise, Strikes
from audioguide.model.timeline import Pulse
from audioguide.planning.measure import beat_pulses
from audioguide.reader import read_recipe
from audioguide.rendering.bed import open_bed
from audioguide.rendering.request import prepare
from audioguide.repertoire import vocabulary
from audioguide.repertoire.beds import bed_file, names, recipe, recipes, tempo_of
from audioguide.sound.beds.layered import Layered
from audioguide.sound.beds.swell import Swell
from audioguide.sound.chance import uniform
from audioguide.sound.loudness import loudness, true_peak
from audioguide.units import SAMPLE_RATE, Samples, samples

PULSE = Pulse(tempo=60.0)

HARBOUR = """
version: 1
title: Harbour
layers:
  - noise: {from: 150, to: 800, falls: 4}
    moves: {every: 6, by: 8}
  - drone: {notes: [D3, A3]}
    softer: 12
  - strikes: {notes: [D5], every: 4, at: [0, 2.5], chance: 50, decay: 3}
    softer: 6
"""


def test_every_recipe_is_an_installed_bed() -> None:
    assert set(recipes()) | {"none"} == set(names())
    for name in recipes():
        assert recipe(name).title.say("en")


def test_a_recipe_is_read_to_layers() -> None:
    noise, drone, strikes = read_recipe(HARBOUR, source="harbour.yaml").layers
    assert (noise.sound, noise.moves) == (Noise(low=150, high=800, falls=4), Moves(every=6, by=8))
    assert (drone.sound, drone.softer) == (Drone(chords=(("D3", "A3"),), partials=(1.0, 0.3, 0.1)), 12)
    assert isinstance(strikes.sound, Strikes)
    assert (strikes.sound.at, strikes.sound.order, strikes.sound.attack) == ((0.0, 2.5), "turns", 0.08)


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ("{softer: 3}", "a layer has no sound; it needs one of noise, drone, strikes and music_box"),
        ("{drone: {notes: [D3]}, noise: {from: 100, to: 200}}", "a layer has noise and drone; it needs one"),
        ("{drone: {notes: [C3]}}", "'C3' is not a note of the scale"),
        ("{drone: {partials: [1]}}", "a drone needs either 'notes' or 'chords', for example notes: [D3, A3]"),
        ("{drone: {notes: [D3], chords: [[D3]]}}", "a drone needs either 'notes' or 'chords'"),
        ("{drone: {chords: [[D3], [C4]]}}", "'C4' is not a note of the scale"),
        ("{music_box: {tunes: [{title: A, source: B, melody: D4*x, second: D4}]}}", "'D4*x' is not a note of a tune"),
        ("{music_box: {tunes: [{title: A, source: B, melody: G4, second: D4}]}}", "'G4' is not a note of the scale"),
        (
            "{music_box: {tunes: [{title: A, source: B, melody: D4*2 | E4, second: '- D4*1.5'}]}}",
            "the melody of 'A' lasts 3 beats, its second 2.5",
        ),
        ("{strikes: {notes: [D3], attack: 0.01}}", "attack: '0.01' should be a number from 0.06 to 10"),
        ("{strikes: {notes: [D3], partials: [0]}}", "partials are all 0; one at least has to be heard"),
        ("{drone: {notes: [D3], partials: [0, 0.0]}}", "partials are all 0; one at least has to be heard"),
        ("{hiss: 3}", "unknown key 'hiss' in a layer"),
        ("{noise: {from: 100}}", "a noise needs 'to', for example to: 900"),
    ],
)
def test_a_mistake_in_a_recipe_has_its_line(layer: str, message: str) -> None:
    with pytest.raises(RoutineError) as caught:
        read_recipe(f"version: 1\ntitle: T\nlayers:\n  - {layer}\n", source="t.yaml")
    assert str(caught.value).splitlines()[0].startswith("t.yaml:4: ")
    assert message in str(caught.value)


def test_a_melody_is_told_at_its_own_line_also_where_one_before_it_has_a_mistake() -> None:
    broken = "{title: A, source: S, melody: D4*x, second: D4}"
    uneven = "{title: B, source: S, melody: D4*2, second: D4}"
    even = "{title: C, source: S, melody: D4, second: D4}"
    tunes = "".join(f"        - {tune}\n" for tune in (broken, uneven, even))
    with pytest.raises(RoutineError) as caught:
        read_recipe(f"version: 1\ntitle: T\nlayers:\n  - music_box:\n      tunes:\n{tunes}", source="t.yaml")
    assert [line.split(" ")[0] for line in str(caught.value).splitlines()] == ["t.yaml:6:", "t.yaml:7:"]
    assert str(caught.value).endswith("t.yaml:7: the melody of 'B' lasts 2 beats, its second 1")


def test_strikes_that_walk_go_by_steps_and_sound_in_every_window_the_same() -> None:
    """Turns would jump from the highest note to the lowest after five strikes."""
    strikes = "{notes: [D4, E4, F#4, A4, B4], order: walk, every: 1, partials: [1], decay: 0.3}"
    own = read_recipe(f"version: 1\ntitle: T\nlayers:\n  - strikes: {strikes}\n", source="t.yaml")
    bed = Layered(own, Pulse(tempo=60.0))
    whole = bed.render(Samples(0), samples(40))
    assert np.array_equal(bed.render(samples(13), samples(5)), whole[samples(13) : samples(18)])
    scale = [293.66, 329.63, 369.99, 440.0, 493.88]  # Hz
    heard = []
    for second in range(40):
        spectrum = np.abs(np.fft.rfft(whole[samples(second) : samples(second + 0.6), 0], SAMPLE_RATE))
        heard.append(int(np.argmax([spectrum[round(one) - 3 : round(one) + 4].max() for one in scale])))
    assert max(abs(one - other) for one, other in pairwise(heard)) <= 1
    assert len(set(heard)) >= 3


def test_a_bar_of_the_lullaby_is_a_long_stroke() -> None:
    assert (tempo_of("lullaby"), tempo_of("ocean"), tempo_of("none")) == (72.0, None, None)
    with_lullaby = prepare("everyday", bed="lullaby", voice="system")
    assert with_lullaby.script.tempo == 72.0
    assert with_lullaby.notes == ("the bed 'lullaby' sets the pulse: 72 a minute instead of 60",)
    assert beat_pulses(vocabulary().strokes["leg_indian_milk"], 72.0) == 6


def test_a_recipe_of_ones_own_is_a_bed(tmp_path: Path) -> None:
    file = tmp_path / "harbour.yaml"
    file.write_text(HARBOUR)
    sound = open_bed(str(file), PULSE).render(Samples(0), samples(30))
    assert -31.0 < loudness(sound) < -26.0  # and -31 as a small speaker plays it


def test_a_recipe_that_is_no_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "garden.yaml"
    file.write_bytes(HARBOUR.replace("Harbour", "Bäche").encode("latin-1"))
    for read in (tempo_of, lambda name: open_bed(name, PULSE)):
        with pytest.raises(RoutineError, match=r"garden\.yaml:1: is not a text file in UTF-8; save it as UTF-8"):
            read(str(file))


QUIET = "noise: {from: 150, to: 800}"
RESTS = "tunes: [{title: A, source: B, melody: '-*30 D5*4', second: '-*34'}]"


@pytest.mark.parametrize(
    ("late", "early"),
    [
        ("strikes: {notes: [D4], every: 60, at: [30], decay: 8}", [QUIET]),
        ("strikes: {notes: [D4], every: 60, at: [30], decay: 8}", [f"{QUIET}\n    softer: 60"]),
        ("strikes: {notes: [D4], every: 60, at: [30], decay: 8}", []),
        ("strikes: {notes: [D4], every: 60, at: [23.9], attack: 10, decay: 8}", []),
        ("strikes: {notes: [D4], every: 16, chance: 5, decay: 8}", []),
        (f"music_box: {{{RESTS}}}", []),
        (f"music_box: {{{RESTS}}}", [QUIET]),
    ],
)
def test_what_is_first_heard_late_is_as_loud_as_what_is_there_from_the_beginning(late: str, early: list[str]) -> None:
    layers = "".join(f"  - {layer}\n" for layer in (*early, late))
    bed = Layered(read_recipe(f"version: 1\ntitle: T\nlayers:\n{layers}", source="t.yaml"), PULSE)
    sounds = [bed.render(samples(minute * 60), samples(60)) for minute in range(10)]
    assert -32.0 < max(map(loudness, sounds)) < -25.0  # and -31 as a small speaker plays it
    assert max(map(true_peak, sounds)) < -12.0


def test_partials_that_no_sound_file_can_hold_are_left_out() -> None:
    """The twelfth of B6 would be at 23.7 kHz; folded back it would be at 20.4."""
    within, beyond = ("1" + 10 * ", 1", "1" + 14 * ", 1")
    for layer in ("drone: {notes: [B6], partials: [%s]}", "strikes: {notes: [B6], partials: [%s]}"):
        one, other = (
            Layered(read_recipe(f"version: 1\ntitle: T\nlayers: [{{{layer % some}}}]\n", source="t.yaml"), PULSE)
            for some in (within, beyond)
        )
        assert np.array_equal(one.render(Samples(0), samples(2)), other.render(Samples(0), samples(2)))


def test_a_bed_whose_only_partial_cannot_be_heard_is_refused() -> None:
    partials = f"[{11 * '0, '}1]"
    for layer in (f"drone: {{notes: [B6], partials: {partials}}}", f"strikes: {{notes: [B6], partials: {partials}}}"):
        own = read_recipe(f"version: 1\ntitle: T\nlayers: [{{{QUIET}}}, {{{layer}}}]\n", source="t.yaml")
        with pytest.raises(SoundError, match="nothing is heard of layer 2 of the bed; it is silent, or too low"):
            Layered(own, PULSE)


HIGH, LOW = "noise: {from: 2000, to: 3000}", "strikes: {notes: [D4], partials: [1], attack: 0.1, decay: 1}"


@pytest.mark.parametrize(("loud", "soft", "difference"), [(HIGH, LOW, 6.0), (LOW, HIGH, -6.0)])
def test_softer_is_the_same_for_noise_and_for_what_is_struck(
    tmp_path: Path, loud: str, soft: str, difference: float
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"version: 1\ntitle: Mine\nlayers:\n  - {loud}\n  - {soft}\n    softer: 6\n")
    sound = open_bed(str(file), PULSE).render(Samples(0), samples(24))
    spectrum = np.fft.rfft(sound, axis=0)
    spectrum[: 24 * 1000] = 0.0  # 1 kHz lies between the two
    high = np.fft.irfft(spectrum, len(sound), axis=0).astype(np.float32)
    assert loudness(high) - loudness(sound - high) == pytest.approx(difference, abs=1.0)


@pytest.mark.parametrize("tempo", [60.0, 72.0])
def test_the_heart_beats_on_every_pulse(tempo: float) -> None:
    pulse = Pulse(tempo=tempo)
    heart = open_bed("heartbeat", pulse)
    beats = np.array([heart.render(pulse.at(one), pulse.at(1))[:, 0] ** 2 for one in range(2, 82)])
    twentieths = np.array([part.mean() for part in np.array_split(beats.mean(axis=0), 20)])
    assert twentieths.argmax() in (1, 2, 3)  # soon after the pulse
    assert twentieths[7:10].max() > 2 * twentieths[6]  # and again a third later
    assert twentieths[-1] < 0.3 * twentieths.max()


def test_a_swell_is_never_twice_the_same() -> None:
    swell = Swell(Moves(every=8, by=10), PULSE, 3)
    level = 20 * np.log10(
        np.concatenate([swell.over(at, at + SAMPLE_RATE)[::441] for at in range(0, samples(120), SAMPLE_RATE)])
    )
    tops, _ = find_peaks(level, distance=300)
    assert len(tops) == pytest.approx(15, abs=1)
    assert len({round(float(level[top]), 3) for top in tops}) == len(tops)
    assert level.max() <= 0.01
    assert -10.01 <= level.min() < -7


def test_chance_is_even_and_depends_on_its_place_alone() -> None:
    drawn = [uniform(2, place) for place in range(2000)]
    assert np.histogram(drawn, 10, (0, 1))[0].min() > 140
    assert drawn[7] == uniform(2, 7)
    assert uniform(3, 7) != uniform(2, 7)


def test_what_is_not_there_is_told_with_what_is() -> None:
    with pytest.raises(SoundError, match=r"there is no bed 'brass', and no such file; there are bowl, heartbeat,"):
        bed_file("brass")
