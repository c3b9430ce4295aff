"""Cues become clips: spoken once, calm, trimmed, level, kept."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from threading import Barrier, get_ident

import numpy as np
import pytest
from fakes.voices import SAMPLE_RATE as VOICE_RATE
from fakes.voices import ToneVoice, TroubledVoice

from audioguide.cache import Cache
from audioguide.errors import VoiceError
from audioguide.model.audio import Clip, Mono
from audioguide.model.script import Cue
from audioguide.plugins import Voice
from audioguide.sound.loudness import loudness, true_peak
from audioguide.speech.narrator import narrate, unspoken
from audioguide.units import SAMPLE_RATE, gain

TEXT = "Hip to ankle, one hand after the other. Then swap."


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def speak(cache: Cache, voice: Voice, text: str = TEXT) -> Clip:
    return narrate([Cue(text=text, role="cue")], voice, cache, language="en")[text]


def sounding(sound: Mono, floor: float = -50.0) -> list[tuple[float, float]]:
    """Where there is sound, in seconds, between silences of at least 100 ms."""
    loud = np.flatnonzero(np.abs(sound) > gain(floor))
    edges = np.flatnonzero(np.diff(loud) > 0.1 * SAMPLE_RATE)
    starts, ends = loud[[0, *(edges + 1)]], loud[[*edges, -1]]
    return [(start / SAMPLE_RATE, end / SAMPLE_RATE) for start, end in zip(starts, ends, strict=True)]


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
        self._all_here.wait(60)
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


def test_what_was_spoken_before_comes_from_the_cache(cache: Cache) -> None:
    first = speak(cache, ToneVoice())
    silent = ToneVoice()
    assert np.array_equal(speak(cache, silent).sound, first.sound)
    assert silent.asked == []


def test_what_has_to_be_spoken_can_be_counted_beforehand(cache: Cache) -> None:
    speak(cache, ToneVoice(), "Hold.")
    cues = [Cue(text=text, role="cue") for text in ("Hold.", "Rest.", "Thank you.", "Rest.")]
    silent = ToneVoice()
    assert unspoken(cues, silent, cache, language="en", pronounce={}) == 2
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


def test_a_clip_is_level_trimmed_and_cannot_be_changed(cache: Cache) -> None:
    for loud in (0.001, 0.9):
        voice = ToneVoice(level=loud)
        voice.identity = f"tone at {loud}"
        sound = speak(cache, voice).sound
        assert sound.dtype == np.float32
        assert loudness(sound) == pytest.approx(-18.0, abs=0.5)
        assert true_peak(sound) <= -4.0
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


def test_a_voice_that_cannot_slow_down_is_taken_as_it_is(cache: Cache) -> None:
    class Stubborn(ToneVoice):
        def speak(self, text: str, rate: float) -> tuple[Mono, int]:
            self.asked.append((text, rate))
            sound, sample_rate = ToneVoice().speak(text, 300.0)
            return sound, sample_rate

    voice = Stubborn()
    assert speak(cache, voice, "Rest both hands.").length > 0
    assert len(voice.asked) == 3


NOTHING = np.zeros(0, np.float32)
SILENCE = np.zeros(VOICE_RATE, np.float32)
NOISE = np.full(VOICE_RATE, np.nan, np.float32)
CLICK = np.eye(1, VOICE_RATE, 100, np.float32)[0]


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
