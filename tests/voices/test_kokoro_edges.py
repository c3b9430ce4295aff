"""Kokoro, slowed down, voices the pauses around a phrase; what it adds is taken away, and no more."""
# ruff: noqa: RUF001 - sounds are written in the International Phonetic Alphabet

from __future__ import annotations

import numpy as np
import pytest

from audioguide.voices.kokoro.edges import words_alone

RATE = 24_000
UNIT = 0.025
"""Seconds: what one symbol's length is counted in."""


def voice(seconds: float, level: float = 0.5) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    time = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * 200 * time)).astype(np.float32)


def hiss(seconds: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    return (0.2 * np.random.default_rng(1).standard_normal(round(seconds * RATE))).astype(np.float32)


def alone(parts: list[np.ndarray[tuple[int], np.dtype[np.float32]]], units: list[int], sounds: str) -> np.ndarray:
    sound = np.concatenate(parts)
    kept = words_alone(sound, np.array(units, np.float32), list(sounds))
    return np.concatenate((np.zeros(len(sound) - len(kept), np.float32), kept))  # as late as in the whole


def loud(sound: np.ndarray, start: float, end: float) -> float:
    return float(np.sqrt(np.mean(np.square(sound[round(start * RATE) : round(end * RATE)], dtype=np.float64))))


def test_no_vowel_is_left_before_a_stop() -> None:
    """A vowel until 0.45 s, closed lips, and the p of "posez" from 0.5 s on."""
    heard = alone([voice(0.45), np.zeros(1_200, np.float32), voice(0.4)], [20, 4, 12, 1], "po")
    assert loud(heard, 0.0, 0.48) == 0.0
    assert loud(heard, 0.5, 0.8) == pytest.approx(0.354, abs=0.01)


@pytest.mark.parametrize("early", [0.03, 0.06, 0.1])
def test_an_s_that_begins_early_is_heard_whole(early: float) -> None:
    """Cut short, "sous" would be heard as "tous"."""
    heard = alone([voice(0.5 - early), hiss(early + 0.1), voice(0.3)], [20, 4, 12, 1], "su")
    assert loud(heard, 0.0, 0.5 - early - 0.02) == 0.0
    assert loud(heard, 0.5 - early + 0.02, 0.6) == pytest.approx(0.2, abs=0.02)


def test_the_voice_within_closed_lips_is_left() -> None:
    """Without it "bercez" would be heard as "percez"."""
    heard = alone([voice(0.4), voice(0.1, 0.05), voice(0.4)], [20, 4, 12, 1], "bɛ")
    assert loud(heard, 0.0, 0.43) == 0.0
    assert loud(heard, 0.465, 0.5) == pytest.approx(0.035, abs=0.005)


@pytest.mark.parametrize("sounds", ["do", "doː", "dɑ̃"])
def test_the_last_vowel_ends_and_does_not_hum(sounds: str) -> None:
    """Humming, "dos" would be heard as "dauf". It fades within 60 ms of where it has fallen by 10 dB."""
    units = [20, 4, *[(6 if index else 14) for index in range(len(sounds) - 1)], 8, 1]
    heard = alone([np.zeros(14_400, np.float32), voice(0.2), voice(0.3, 0.1)], units, sounds + ".")
    assert loud(heard, 0.65, 0.79) == pytest.approx(0.354, abs=0.01)
    assert loud(heard, 0.88, 1.1) == 0.0


def test_the_last_vowel_does_not_hiss() -> None:
    """Hissing, "plat" would be heard as "place". It fades within its last 30 ms."""
    heard = alone([np.zeros(14_400, np.float32), voice(0.2), hiss(0.2)], [20, 4, 6, 8, 1], "la.")
    assert loud(heard, 0.65, 0.77) == pytest.approx(0.354, abs=0.01)
    assert loud(heard, 0.81, 1.0) == 0.0


def test_a_last_vowel_that_comes_before_its_time_is_all_that_is_left() -> None:
    """It is due at 0.85 s, where there is noise only."""
    heard = alone([np.zeros(14_400, np.float32), voice(0.23), hiss(0.2)], [20, 4, 10, 8, 1], "ba.")
    assert loud(heard, 0.65, 0.8) == pytest.approx(0.354, abs=0.01)
    assert loud(heard, 0.86, 1.0) == 0.0


@pytest.mark.parametrize("before", [hiss(0.05), np.zeros(1_200, np.float32)])
def test_a_consonant_that_hisses_is_followed_by_its_vowel(before: np.ndarray) -> None:
    """The s of "glissez", or the t of "petit" after closed teeth: its noise comes where the vowel is due, at 0.6 s."""
    heard = alone([np.zeros(14_400, np.float32), before, hiss(0.05), voice(0.3)], [20, 4, 2, 10, 1], "se.")
    assert loud(heard, 0.655, 0.69) == pytest.approx(0.2, abs=0.03)
    assert loud(heard, 0.71, 0.95) == pytest.approx(0.354, abs=0.01)


def test_a_last_consonant_is_left_however_soft() -> None:
    sound = [np.zeros(14_400, np.float32), voice(0.2), voice(0.3, 0.05)]
    assert loud(alone(sound, [20, 4, 8, 12, 1], "dob"), 0.9, 1.0) == pytest.approx(0.035, abs=0.005)


def test_the_sound_that_was_given_stays_as_it_is() -> None:
    sound = np.concatenate([voice(0.5), voice(0.5, 0.05)])
    before = sound.copy()
    words_alone(sound, np.array([4, 4, 12, 1], np.float32), list("do"))
    assert np.array_equal(sound, before)
