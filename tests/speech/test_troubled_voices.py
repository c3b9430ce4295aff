"""What becomes of a voice that stumbles, of one that fails, and of one that cannot slow down."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes.clips import TEXT, speak
from fakes.voices import SAMPLE_RATE as VOICE_RATE
from fakes.voices import ToneVoice, TroubledVoice

from audioguide.cache import Cache
from audioguide.errors import VoiceError
from audioguide.model.audio import Mono

NOTHING = np.zeros(0, np.float32)
SILENCE = np.zeros(VOICE_RATE, np.float32)
NOISE = np.full(VOICE_RATE, np.nan, np.float32)
CLICK = np.eye(1, VOICE_RATE, 100, np.float32)[0]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def test_a_voice_that_cannot_slow_down_is_taken_as_it_is(cache: Cache) -> None:
    class Stubborn(ToneVoice):
        def speak(self, text: str, rate: float) -> tuple[Mono, int]:
            self.asked.append((text, rate))
            sound, sample_rate = ToneVoice().speak(text, 300.0)
            return sound, sample_rate

    voice = Stubborn()
    assert speak(cache, voice, "Rest both hands.").length > 0
    assert len(voice.asked) == 3


@pytest.mark.parametrize("trouble", [VoiceError("stumbled"), NOTHING, SILENCE, NOISE, CLICK])
def test_a_voice_that_stumbles_gets_a_second_chance(cache: Cache, trouble: VoiceError | Mono) -> None:
    voice = TroubledVoice(trouble, times=1)
    assert np.array_equal(speak(cache, voice, "Hold.").sound, speak(cache, ToneVoice(), "Hold.").sound)
    assert len(voice.asked) == 2


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (VoiceError("the engine is gone"), "the engine is gone"),
        (NOTHING, "the voice stayed silent"),
        (SILENCE, "the voice stayed silent"),
        (NOISE, "the voice gave noise instead of speech"),
        (CLICK, "the voice gave a click instead of speech"),
    ],
)
def test_a_voice_that_fails_twice_is_an_error_that_names_the_cue(
    cache: Cache, trouble: VoiceError | Mono, reason: str
) -> None:
    with pytest.raises(VoiceError, match=f"^cannot say '{TEXT}': {reason}$"):
        speak(cache, TroubledVoice(trouble, times=1000))
    assert cache.size() == 0


@pytest.mark.parametrize("text", ["", "...", " — "])
def test_a_cue_without_words_is_an_error(cache: Cache, text: str) -> None:
    with pytest.raises(VoiceError, match="there is nothing to say in"):
        speak(cache, ToneVoice(), text)
