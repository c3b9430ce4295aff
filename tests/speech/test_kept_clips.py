"""What was spoken is kept, and spoken again where it was damaged or lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes.clips import TEXT, speak
from fakes.voices import ToneVoice

from audioguide.cache import Cache
from audioguide.errors import VoiceError
from audioguide.model.audio import Mono
from audioguide.model.script import Cue
from audioguide.speech.narrator import narrate


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def test_what_was_spoken_before_comes_from_the_cache(cache: Cache) -> None:
    first = speak(cache, ToneVoice())
    silent = ToneVoice()
    assert np.array_equal(speak(cache, silent).sound, first.sound)
    assert silent.asked == []


def test_another_voice_language_or_pronunciation_is_another_clip(cache: Cache) -> None:
    class Other(ToneVoice):
        identity = "tone 2"

    cue = [Cue(text="Thank Mia.", role="cue")]
    narrate(cue, ToneVoice(), cache, language="en")
    for voice, language, pronounce in (
        (Other(), "en", {}),
        (ToneVoice(), "de", {}),
        (ToneVoice(), "en", {"Mia": "Mee-ah"}),
    ):
        narrate(cue, voice, cache, language=language, pronounce=pronounce)
        assert len(voice.asked) == 1


def test_a_kept_clip_that_was_cut_short_is_made_again(cache: Cache, tmp_path: Path) -> None:
    first = speak(cache, ToneVoice())
    [kept] = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept.write_bytes(kept.read_bytes()[:-1000])
    again = ToneVoice()
    assert np.array_equal(speak(cache, again).sound, first.sound)
    assert again.asked


def test_a_kept_clip_that_was_damaged_inside_is_made_again_when_it_is_heard(cache: Cache, tmp_path: Path) -> None:
    first = speak(cache, ToneVoice())
    [kept] = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept.write_bytes(bytes(1000) + kept.read_bytes()[1000:])
    again = ToneVoice()
    assert np.array_equal(speak(cache, again).sound, first.sound)
    assert again.asked


def test_without_room_for_clips_they_are_still_spoken(tmp_path: Path) -> None:
    (tmp_path / "no folder").write_bytes(b"")
    assert speak(Cache(tmp_path / "no folder"), ToneVoice()).length > 0


def test_a_clip_is_read_when_it_is_heard(tmp_path: Path) -> None:
    voice = ToneVoice()
    cues = [Cue(text="Hold.", role="cue"), Cue(text="Rest.", role="line")]
    clips = narrate(cues, voice, Cache(tmp_path), language="en")
    assert clips.lengths == {text: clip.length for text, clip in clips.items()}
    assert clips["Rest."] is clips["Rest."]
    Cache(tmp_path).clean()
    assert clips["Rest."].length == clips.lengths["Rest."]
    assert voice.texts == ["Hold.", "Rest."]
    assert clips["Hold."].length == clips.lengths["Hold."]
    assert voice.texts == ["Hold.", "Hold.", "Rest."]


def test_a_clip_that_another_program_kept_meanwhile_is_taken(tmp_path: Path) -> None:
    class Slow(ToneVoice):
        """Another program says the same meanwhile."""

        def speak(self, text: str, rate: float) -> tuple[Mono, int]:
            narrate(cues, ToneVoice(hurry=0.9), Cache(tmp_path), language="en")
            return super().speak(text, rate)

    cues = [Cue(text="Hold.", role="cue")]
    clips = narrate(cues, Slow(), Cache(tmp_path), language="en")
    kept = narrate(cues, ToneVoice(), Cache(tmp_path), language="en")
    assert clips.lengths == kept.lengths
    assert np.array_equal(clips["Hold."].sound, kept["Hold."].sound)


def test_a_clip_that_was_lost_and_cannot_be_spoken_alike_is_an_error(tmp_path: Path) -> None:
    voice = ToneVoice()
    clips = narrate([Cue(text=TEXT, role="cue")], voice, Cache(tmp_path), language="en")
    Cache(tmp_path).clean()
    voice.hurry = 0.5
    with pytest.raises(VoiceError, match="was lost while the session was made; make it again"):
        clips[TEXT]
