"""What a clip sounds like: level, trimmed, calm, with a quiet room between its phrases."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fakes.clips import speak
from fakes.voices import ToneVoice

from audioguide.cache import Cache
from audioguide.model.audio import Mono
from audioguide.sound.loudness import loudness, true_peak
from audioguide.units import SAMPLE_RATE, gain


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def sounding(sound: Mono, floor: float = -50.0) -> list[tuple[float, float]]:
    """Where there is sound, in seconds, between silences of at least 100 ms."""
    loud = np.flatnonzero(np.abs(sound) > gain(floor))
    edges = np.flatnonzero(np.diff(loud) > 0.1 * SAMPLE_RATE)
    starts, ends = loud[[0, *(edges + 1)]], loud[[*edges, -1]]
    return [(start / SAMPLE_RATE, end / SAMPLE_RATE) for start, end in zip(starts, ends, strict=True)]


def test_a_clip_is_level_trimmed_and_cannot_be_changed(cache: Cache) -> None:
    for loud in (0.001, 0.9):
        voice = ToneVoice(level=loud)
        voice.identity = f"tone at {loud}"
        sound = speak(cache, voice).sound
        assert sound.dtype == np.float32
        assert loudness(sound) == pytest.approx(-18.0, abs=0.5)
        assert true_peak(sound) <= -4.5 + 0.1
        [(start, _), *_, (_, end)] = sounding(sound)
        assert start <= 0.030
        assert len(sound) / SAMPLE_RATE - end <= 0.030
        assert np.abs(sound[[0, -1]]).max() < gain(-60.0)
        assert not sound.flags.writeable


def test_phrases_are_apart_and_sentences_farther(cache: Cache) -> None:
    spans = sounding(speak(cache, ToneVoice()).sound)
    gaps = [after[0] - before[1] for before, after in pairwise(spans)]
    assert gaps == pytest.approx([0.6, 1.0], abs=0.06)


def test_between_phrases_there_is_a_quiet_room_and_never_digital_silence(cache: Cache, tmp_path: Path) -> None:
    sound = speak(cache, ToneVoice()).sound
    for (_, before), (after, _) in pairwise(sounding(sound)):
        pause = sound[round((before + 0.05) * SAMPLE_RATE) : round((after - 0.05) * SAMPLE_RATE)]
        assert 20 * np.log10(np.sqrt(np.mean(np.square(pause, dtype=np.float64)))) == pytest.approx(-68.0, abs=1.5)
        assert np.count_nonzero(pause) > 0.99 * len(pause)
    assert np.array_equal(speak(Cache(tmp_path / "other"), ToneVoice()).sound, sound)


def test_a_phrase_lasts_as_long_as_it_was_spoken(cache: Cache) -> None:
    spans = sounding(speak(cache, ToneVoice()).sound)
    assert [end - start for start, end in spans] == pytest.approx([words * 60 / 140.0 for words in (3, 5, 2)], abs=0.02)


def test_a_hurried_voice_is_asked_to_slow_down(cache: Cache) -> None:
    voice = ToneVoice(hurry=1.4)
    for (start, end), words in zip(sounding(speak(cache, voice).sound), (3, 5, 2), strict=True):
        assert words * 60 / (end - start) <= 165.0
    assert len(voice.asked) == 6


def test_the_phrases_of_a_cue_are_spoken_at_one_rate(cache: Cache) -> None:
    class Hasty(ToneVoice):
        """A voice that hurries through one of the phrases."""

        def speak(self, text: str, rate: float) -> tuple[Mono, int]:
            self.asked.append((text, rate))
            hurry = 2.0 if text.startswith("one hand") else 1.0
            return ToneVoice(hurry=hurry).speak(text, rate)

    voice = Hasty()
    sound = speak(cache, voice).sound
    assert [text for text, _ in voice.asked] == 2 * ["Hip to ankle,", "one hand after the other.", "Then swap."]
    assert len({rate for _, rate in voice.asked[3:]}) == 1
    spoken = sum(end - start for start, end in sounding(sound))
    assert 10 * 60 / spoken <= 165.0
