"""How repetitions begin, end, differ from one another and ring on in the room."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from math import ceil

import numpy as np
import pytest
from fakes.scripts import stroke

from audioguide.model.audio import Stereo
from audioguide.model.geometry import parse_path
from audioguide.model.stroke import Stroke
from audioguide.model.timeline import Beat
from audioguide.repertoire import vocabulary
from audioguide.sound.loudness import loudness
from audioguide.sound.scale import nearest_step, note
from audioguide.sound.synth import LOW_STEP, upsample
from audioguide.sound.tones.pluck import pluck
from audioguide.sound.tones.stroke import TIMBRES, StrokeTones
from audioguide.units import SAMPLE_RATE, Samples, decibels, gain, samples

LANDMARKS = vocabulary().landmarks
STROKE_TONES = StrokeTones(LANDMARKS)
HANDS = StrokeTones(LANDMARKS, replace(TIMBRES["soft"], pluck_db=-120.0))
"""The hand alone, without plucks."""
STROKES = [one for one in vocabulary().strokes.values() if one.seconds <= 12]

every_stroke = pytest.mark.parametrize("of", STROKES, ids=[one.id for one in STROKES])


def beat(of: Stroke, index: int = 0) -> Beat:
    """A repetition, one of five that follow one another."""
    length = samples(ceil(round(0.95 * of.seconds, 6)))
    side = "right" if of.sides == "each" else of.sides
    return Beat(
        start=Samples(length * index), end=Samples(length * (index + 1)), stroke=of, side=side, index=index, of=5
    )


def sound(tones: StrokeTones, one: Beat) -> Stereo:
    return upsample(tones(one).dry, 0, one.end - one.start)


def test_the_last_repetition_ends_on_two_soft_notes() -> None:
    usual, last = (sound(STROKE_TONES, beat(stroke(), index)) for index in (1, 4))
    end = slice(-samples(0.3), None)
    assert loudness(last[end]) > loudness(usual[end])
    assert decibels(float(np.abs(last[end]).max())) < -18.0 - 4.0
    first, second = (strength(last, at, note(name)) for at, name in ((-0.4, "E5"), (-0.2, "A5")))
    assert first > 3.0 * strength(usual, -0.4, note("E5"))
    assert second > 3.0 * strength(usual, -0.2, note("A5"))


def strength(of: Stereo, second: float, frequency: float) -> float:
    """How much of a pitch there is in the 0.2 s after a moment; below 0 it counts from the end."""
    piece = np.roll(of, -samples(second), axis=0)[: samples(0.2)].sum(axis=1) * np.hanning(samples(0.2))
    return float(np.abs(piece @ np.exp(-2j * np.pi * frequency * np.arange(len(piece)) / SAMPLE_RATE)))


def reached(of: Stereo, share: float) -> float:
    """Seconds until a share of the peak."""
    size = np.sqrt(np.square(of.astype(np.float64)).sum(axis=1))
    return float(np.argmax(size > share * size.max()) / SAMPLE_RATE)


@every_stroke
def test_a_tone_is_there_when_the_hand_starts(of: Stroke) -> None:
    one = beat(of)
    assert reached(sound(STROKE_TONES, one)[: samples(0.15)], 0.1) < 0.015  # the pluck, on the pulse
    assert reached(sound(HANDS, one), 10**-0.5) < 0.12  # the tone is at -10 dB


def test_a_pluck_is_3_db_softer_than_its_tone_at_least() -> None:
    of = vocabulary().strokes["leg_indian_milk"]
    tone = max(loudness(part) for part in np.array_split(sound(HANDS, beat(of))[samples(0.8) :], 10))
    step = nearest_step(note("A4")) + 5
    notes = upsample(pluck(step)[0], 0, samples(0.4)) * gain(TIMBRES["soft"].pluck_db)
    assert loudness(notes.astype(np.float32)) < tone - 3.0


def test_a_pluck_is_soft() -> None:
    mono = pluck(5)[0][0].astype(np.float64)
    size = np.abs(mono)
    reached = np.argmax(size > 0.9 * size.max()) * LOW_STEP / SAMPLE_RATE
    assert 0.025 < reached < 0.05
    power = np.abs(np.fft.rfft(mono)) ** 2
    frequency = np.fft.rfftfreq(len(mono), LOW_STEP / SAMPLE_RATE)
    assert power[frequency > 3000].sum() < 0.02 * power.sum()


@pytest.mark.parametrize("of", ["leg_indian_milk", "leg_rest", "tummy_clock"])
def test_no_two_repetitions_are_equal_and_all_follow_the_hand(of: str) -> None:
    one = vocabulary().strokes[of]
    repetitions = [beat(one, index) for index in range(5)]
    sounds = [sound(STROKE_TONES, repetition) for repetition in repetitions]
    assert all(not np.array_equal(here, there) for here, there in combinations(sounds, 2))
    assert np.ptp([loudness(heard) for heard in sounds]) < 2.5
    hands = [sound(HANDS, repetition) for repetition in repetitions]
    for place in (0.1, 0.9):  # each begins and ends where the hand does
        middle = round(place * len(hands[0]))
        pieces = [hand[middle - samples(0.2) : middle + samples(0.2)].sum(axis=1) for hand in hands]
        peaks = [np.abs(np.fft.rfft(piece * np.hanning(len(piece)))).argmax() for piece in pieces]
        assert np.ptp(peaks) <= 1


def test_the_hands_of_an_open_book_open() -> None:
    open_book = sound(STROKE_TONES, beat(vocabulary().strokes["chest_open_book"]))

    def width(piece: Stereo) -> float:
        return float(np.square(piece[:, 0] - piece[:, 1]).sum() / np.square(piece.sum(axis=1)).sum())

    first, later = open_book[: samples(0.5)], open_book[samples(1.5) : samples(4.0)]
    assert width(later) > 3.0 * width(first)


def test_a_last_tone_rings_on_in_the_room_for_about_a_second() -> None:
    one = STROKE_TONES(beat(stroke(path=parse_path("hold(knee_{S})"), seconds=4.0, toward="none")))
    tail = upsample(one.together(), LOW_STEP * one.dry.shape[1], LOW_STEP * one.wet.shape[1])
    left = np.cumsum(np.square(tail, dtype=np.float64).sum(axis=1)[::-1])[::-1]
    level = 10 * np.log10(left / left[0] + 1e-12)
    seconds = [np.argmax(level < fallen) / SAMPLE_RATE for fallen in (-5.0, -25.0)]
    assert 0.8 < 3.0 * (seconds[1] - seconds[0]) < 1.5
