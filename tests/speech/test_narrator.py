"""Cues become clips: each is spoken once, by one process or by more, and no longer than needed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Barrier, get_ident

import pytest
from fakes.clips import speak
from fakes.voices import ToneVoice, TroubledVoice
from fakes.waiting import PATIENCE

from audioguide.cache import Cache
from audioguide.errors import VoiceError
from audioguide.model.audio import Mono
from audioguide.model.script import Cue
from audioguide.speech.narrator import narrate, unspoken


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def test_each_distinct_cue_is_spoken_once(cache: Cache) -> None:
    voice = ToneVoice()
    cues = [Cue(text="Hold.", role="cue"), Cue(text="Rest.", role="line"), Cue(text="Hold.", role="name")]
    clips = narrate(cues, voice, cache, language="en")
    assert list(clips) == ["Hold.", "Rest."]
    assert voice.texts == ["Hold.", "Rest."]


def test_what_another_program_spoke_meanwhile_is_not_spoken_again(cache: Cache) -> None:
    cues = [Cue(text=text, role="cue") for text in ("Hold.", "Rest.", "Thank you.")]

    class Together(ToneVoice):
        """Speaks its first cue as slowly as another program speaks all of them."""

        def speak(self, text: str, rate: float) -> tuple[Mono, int]:
            if not self.texts:
                narrate(cues, ToneVoice(), cache, language="en")
            return super().speak(text, rate)

    voice = Together()
    clips = narrate(cues, voice, cache, language="en")
    assert voice.texts == ["Hold."]
    assert [len(clips[cue.text].sound) for cue in cues] == [*clips.lengths.values()]


class CountedVoice(ToneVoice):
    """Knows which threads ask it; so many of them wait for one another."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.threads: set[int] = set()
        self._all_here = Barrier(most)

    def speak(self, text: str, rate: float) -> tuple[Mono, int]:
        self.threads.add(get_ident())
        self._all_here.wait(PATIENCE)
        return super().speak(text, rate)


@pytest.mark.parametrize(("cues", "most"), [(6, 1), (12, 2)])
def test_few_new_cues_are_spoken_by_one_process_and_many_by_more(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, cues: int, most: int
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    narrate([Cue(text=name, role="cue") for name in names], ToneVoice(), cache, language="en")
    voice = CountedVoice(most)
    narrate([Cue(text=f"{name} more", role="cue") for name in names[:cues]], voice, cache, language="en")
    assert len(voice.threads) == most


def test_what_has_to_be_spoken_can_be_counted_beforehand(cache: Cache) -> None:
    speak(cache, ToneVoice(), "Hold.")
    cues = [Cue(text=text, role="cue") for text in ("Hold.", "Rest.", "Thank you.", "Rest.")]
    silent = ToneVoice()
    assert unspoken(cues, silent, cache, language="en", pronounce={}) == 2
    assert silent.asked == []


class LearnedVoice(ToneVoice):
    """A voice that takes phonemes."""

    def phonetic(self, word: str, phonemes: str) -> str:
        return f"{word}={phonemes}"


def test_a_voice_that_takes_phonemes_gets_them_and_another_gets_letters(cache: Cache) -> None:
    cue = [Cue(text="Thank Mia, thank Ann.", role="cue")]
    pronounce = {"Mia": "Mee-ah /mia/", "Ann": "/an/"}
    for voice, heard in (
        (ToneVoice(), ["Thank Mee-ah,", "thank Ann."]),
        (LearnedVoice(), ["Thank Mee-ah=mia,", "thank Ann=an."]),
    ):
        narrate(cue, voice, cache, language="en", pronounce=pronounce)
        assert voice.texts == heard


class CarefulVoice(ToneVoice):
    """A voice that takes phonemes, and is asked for them by one thread, a word at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[tuple[str, int]] = []

    def phonetic(self, word: str, phonemes: str) -> str:  # noqa: ARG002 - a plug-in takes both
        self.words.append((word, get_ident()))
        return word


def test_a_voice_is_asked_once_how_a_word_is_written_however_many_cues_are_spoken(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    voice = CarefulVoice()
    cues = [Cue(text=f"Thank Mia, {number} times.", role="cue") for number in range(2, 14)]
    narrate(cues, voice, cache, language="en", pronounce={"Mia": "/mia/", "Ann": "/an/"})
    assert voice.words == [("Mia", get_ident()), ("Ann", get_ident())]


class ReleasedVoice(TroubledVoice):
    """Counts how often it was let go."""

    released = 0

    def release(self) -> None:
        self.released += 1


def test_the_voice_is_let_go_when_all_is_spoken_and_when_it_fails(cache: Cache) -> None:
    voice = ReleasedVoice(VoiceError("the engine is gone"), times=2)
    with pytest.raises(VoiceError):
        speak(cache, voice)
    assert voice.released == 1
    speak(cache, voice)
    assert voice.released == 2


def test_progress_tells_the_cue_that_is_being_spoken(cache: Cache) -> None:
    told: list[tuple[int, int, str]] = []

    def progress(done: int, of: int, text: str) -> None:
        told.append((done, of, text))

    texts: Sequence[str] = ("Hold.", "Rest.", "Swap.")
    narrate([Cue(text=text, role="cue") for text in texts], ToneVoice(), cache, language="en", progress=progress)
    assert told == [(0, 3, "Hold."), (1, 3, "Rest."), (2, 3, "Swap.")]
