"""What beds play in a session: a chord a chapter, and the tunes of a music box."""

from __future__ import annotations

from functools import cache
from itertools import accumulate, pairwise

import numpy as np
import pytest

from audioguide.model.audio import Stereo
from audioguide.model.chapters import Chapter
from audioguide.model.recipe import MusicBox, TuneNote
from audioguide.model.timeline import Pulse
from audioguide.plugins import Bed
from audioguide.reader import read_recipe
from audioguide.rendering.bed import open_bed
from audioguide.repertoire.beds import recipe
from audioguide.sound.beds.layered import Layered
from audioguide.sound.loudness import loudness
from audioguide.sound.scale import note
from audioguide.units import SAMPLE_RATE, Samples, samples

PULSE = Pulse(tempo=72.0)
EDGES = [samples(minutes * 60) for minutes in (0, 1, 2.5, 4, 6)]
CHAPTERS = tuple(Chapter(start=start, end=end, title="Part") for start, end in pairwise(EDGES))

CHORDS = """
version: 1
title: Chords
layers:
  - drone: {chords: [[D4, A4], [B3, F#4], [E4, B4]], partials: [1]}
"""


@cache
def made(name: str) -> Bed:
    return open_bed(name, PULSE, CHAPTERS)


def strength(sound: Stereo, name: str) -> float:
    """How much of a sound is within 12 Hz of a note: the middle of its two sides."""
    mono = sound.mean(axis=1, dtype=np.float64) * np.hanning(len(sound))
    spectrum, frequency = np.abs(np.fft.rfft(mono)), np.fft.rfftfreq(len(mono), 1 / SAMPLE_RATE)
    return float(np.sqrt(np.square(spectrum[np.abs(frequency - note(name)) < 12.0]).sum()) / len(mono))


def test_each_chapter_has_the_next_chord_and_after_the_last_comes_the_first() -> None:
    bed = Layered(read_recipe(CHORDS, source="t.yaml"), PULSE, CHAPTERS)
    names = ("D4", "A4", "B3", "F#4", "E4", "B4")
    for chapter, chord in zip(CHAPTERS, (("D4", "A4"), ("B3", "F#4"), ("E4", "B4"), ("D4", "A4")), strict=True):
        sound = bed.render(Samples(chapter.start + samples(10)), samples(12))
        heard = {name: strength(sound, name) for name in names}
        assert min(heard[name] for name in chord) > 10 * max(heard[name] for name in names if name not in chord)


def test_a_chord_gives_way_to_the_next_one_within_six_seconds_and_as_loud() -> None:
    bed = Layered(read_recipe(CHORDS, source="t.yaml"), PULSE, CHAPTERS)
    start = CHAPTERS[1].start
    before, amid, after = (bed.render(Samples(start + samples(at)), samples(1)) for at in (-1.0, 2.5, 6.0))
    assert strength(before, "F#4") == pytest.approx(0.0, abs=1e-5)
    assert strength(after, "A4") == pytest.approx(0.0, abs=1e-5)
    assert strength(amid, "F#4") > 0.3 * strength(after, "F#4")
    assert loudness(amid) == pytest.approx(loudness(before), abs=2.5)


@pytest.mark.parametrize("name", ["bowl", "heartbeat", "lullaby", "strings"])
def test_a_chapter_is_as_loud_as_another_and_any_window_of_it_the_same(name: str) -> None:
    around = Samples(CHAPTERS[1].start - 20_000)
    whole = made(name).render(around, Samples(400_000))
    assert np.array_equal(made(name).render(Samples(around + 12_345), Samples(45_678)), whole[12_345:58_023])
    levels = [loudness(made(name).render(Samples(one.start + samples(8)), samples(24))) for one in CHAPTERS]
    assert np.ptp(levels) < 3.0


@pytest.mark.parametrize(("name", "less"), [("strings", "B4"), ("bowl", "A4"), ("heartbeat", "D4")])
def test_what_is_bright_fades_over_a_session(name: str, less: str) -> None:
    endless, heard = open_bed(name, PULSE), made(name)
    start = Samples(CHAPTERS[-1].end - samples(30))
    assert strength(heard.render(start, samples(24)), less) < 0.8 * strength(endless.render(start, samples(24)), less)


def box() -> MusicBox:
    [sound] = [layer.sound for layer in recipe("lullaby").layers if isinstance(layer.sound, MusicBox)]
    return sound


def test_the_lullaby_plays_the_tunes_that_are_written_in_turn_a_beat_on_every_pulse() -> None:
    first_pulse = 0
    for tune in box().tunes:
        second = dict(zip(_begins(tune.second), tune.second, strict=True))
        before = (tune.melody[0].name, *(one.name for one in tune.melody))
        for beat, one, last in zip(_begins(tune.melody), tune.melody, before, strict=False):
            if beat != int(beat) or one.name in (None, last):  # the same note again would be heard ringing
                continue
            at = PULSE.at(first_pulse + int(beat))
            earlier, after = (made("lullaby").render(Samples(at + by), samples(0.4)) for by in (-17640, 2205))
            others = {"D5", "E5", "F#5", "A5", "B5", "D6", one.name} - {second[beat].name if beat in second else None}
            rise = {name: strength(after, name) - strength(earlier, name) for name in others if name}
            assert max(rise, key=rise.__getitem__) == one.name
        first_pulse += int(tune.beats + box().rest)


def _begins(notes: tuple[TuneNote, ...]) -> list[float]:
    """Where each note begins, in beats."""
    return list(accumulate((one.beats for one in notes[:-1]), initial=0.0))


def test_its_tunes_are_named_dated_and_printed_before_1900() -> None:
    for tune in box().tunes:
        years = [int(word.strip(",;")) for word in tune.source.split() if word.strip(",;").isdigit()]
        assert tune.title
        assert years
        assert max(years) < 1900
        assert sum(one.beats for one in tune.second) == tune.beats


def test_over_a_session_the_second_voice_thins_out() -> None:
    written = " ".join(["A3"] * 8)
    text = f"""
version: 1
title: Thin
layers:
  - music_box: {{decay: 0.5, rest: 0, tunes: [{{title: A, source: B, melody: "-*8", second: {written}}}]}}
"""
    bed = Layered(read_recipe(text, source="t.yaml"), PULSE, CHAPTERS)
    early, late = (_onsets(bed, start) for start in (0, CHAPTERS[-1].end - samples(60)))
    assert early > 60
    assert 20 < late < 45


def _onsets(bed: Bed, start: int) -> int:
    """How many of the 72 beats of a minute are struck."""
    sound = bed.render(Samples(start), samples(60))[:, 0]
    beats = sound[: 72 * 36750].reshape(72, 36750)
    return int(np.count_nonzero(np.abs(beats[:, :8000]).max(axis=1) > 0.5 * np.abs(sound).max()))


def test_a_note_of_a_tune_is_read_with_its_beats() -> None:
    assert box().tunes[0].melody[:3] == (
        TuneNote(name="F#5", beats=1.5),
        TuneNote(name="A5", beats=0.5),
        TuneNote(name="A5", beats=2.0),
    )
