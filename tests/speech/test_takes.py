"""What a microphone has heard: where somebody speaks in it, what is wrong with it, and in which file it may come."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from fakes.speech import SAMPLE_RATE, click, in_a_room, quiet, save, syllables

from audioguide.errors import SoundError
from audioguide.speech.recordings import Take, faults, listen, speech_of, takes_in

FFMPEG = shutil.which("ffmpeg") or ""
WITH_FFMPEG = pytest.mark.skipif(not FFMPEG, reason="needs ffmpeg")


def test_speech_is_cut_out_without_the_silence_and_the_clicks_of_the_button() -> None:
    take = in_a_room(quiet(0.1), click(), quiet(1.2), syllables(2.0), quiet(0.9), click(), quiet(0.1))
    speech = speech_of(take)
    assert speech is not None
    assert speech.seconds == pytest.approx(2.0, abs=0.12)


def test_one_short_word_in_a_long_silence_is_found() -> None:
    speech = speech_of(in_a_room(quiet(9), syllables(0.5), quiet(9)))
    assert speech is not None
    assert speech.seconds == pytest.approx(0.5, abs=0.12)


def test_a_recording_without_speech_has_none() -> None:
    for take in (in_a_room(quiet(2)), in_a_room(quiet(1), click(0.9), quiet(1)), in_a_room(quiet(0.001))):
        assert speech_of(take) is None
        assert list(faults(take, fits=5, usual=2)) == ["nothing is to be heard"]


def test_a_good_recording_has_no_faults() -> None:
    assert list(faults(in_a_room(quiet(1), syllables(3), quiet(1)), fits=5, usual=3)) == []


@pytest.mark.parametrize(
    ("take", "fault"),
    [
        (in_a_room(quiet(0.5), syllables(7), quiet(0.5)), "too long: 7.1 s, 5 s fit"),
        (in_a_room(quiet(1), syllables(0.5), quiet(1)), "too short: 0.6 s for words that take about 3 s"),
        (in_a_room(quiet(0.5), syllables(3, level=3.0), quiet(0.5)), "clipped: too close or too loud"),
        (in_a_room(quiet(0.5), syllables(3, level=0.003), quiet(0.5), noise=1e-5), "too quiet: -5"),
        (in_a_room(quiet(0.5), syllables(3), quiet(0.5), noise=0.03), "noisy: the room is only 1"),
    ],
)
def test_what_is_wrong_is_told_in_half_a_sentence(take: Take, fault: str) -> None:
    [told] = faults(take, fits=5, usual=3)
    assert told.startswith(fault)


@pytest.mark.parametrize("sample_rate", [8_000, 11_025, 22_050])
@pytest.mark.parametrize("count", [1, 2, 30])
def test_many_lines_in_one_go_are_cut_apart_where_it_is_quiet(sample_rate: int, count: int) -> None:
    # Inside a line somebody may pause for a second and a half.
    words = syllables(1.0, sample_rate=sample_rate)
    line = np.concatenate((words, quiet(1.4, sample_rate), words))
    take = in_a_room(quiet(2, sample_rate), *((line, quiet(2.5, sample_rate)) * count), sample_rate=sample_rate)
    takes = takes_in(take)
    assert [one.seconds for one in takes] == pytest.approx([3.4] * count, abs=0.15)
    energy = np.square(take.sound).sum()
    assert sum(np.square(one.sound).sum() for one in takes) == pytest.approx(energy, rel=0.01)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".mp3", ".aiff"])
def test_common_formats_are_read_without_any_program(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    take = in_a_room(syllables(1))
    heard = listen(save(tmp_path / f"1{suffix}", take))
    assert heard.seconds == pytest.approx(1.0, abs=0.06)
    assert np.abs(heard.sound).max() == pytest.approx(np.abs(take.sound).max(), rel=0.05)


def test_a_stereo_recording_becomes_mono(tmp_path: Path) -> None:
    sound = syllables(1)
    soundfile.write(tmp_path / "1.wav", np.stack((sound, sound), axis=1), SAMPLE_RATE, subtype="FLOAT")
    assert np.allclose(listen(tmp_path / "1.wav").sound, sound, atol=1e-6)


@WITH_FFMPEG
def test_what_phones_record_is_read_through_ffmpeg(tmp_path: Path) -> None:
    take = in_a_room(syllables(2))
    save(tmp_path / "1.wav", take)
    subprocess.run([FFMPEG, "-v", "error", "-i", "1.wav", "1.m4a"], cwd=tmp_path, check=True)
    heard = listen(tmp_path / "1.m4a")
    assert heard.seconds == pytest.approx(2.0, abs=0.1)
    assert np.abs(heard.sound).max() == pytest.approx(np.abs(take.sound).max(), rel=0.1)


def test_without_ffmpeg_a_phone_recording_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "1.m4a").write_bytes(b"\0\0\0\x20ftypM4A ")
    with pytest.raises(SoundError, match=r"'1.m4a' cannot be read as sound; save it as WAV, .*, or install ffmpeg"):
        listen(tmp_path / "1.m4a")


@WITH_FFMPEG
def test_what_is_no_sound_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "1.wav").write_text("not a sound")
    with pytest.raises(SoundError, match=r"'1.wav' cannot be read as sound; save it as WAV"):
        listen(tmp_path / "1.wav")
