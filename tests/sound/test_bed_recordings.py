"""Beds from recordings: levelled, and going round without a seam."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audioguide.errors import SoundError
from audioguide.model.audio import Stereo
from audioguide.model.timeline import Pulse
from audioguide.rendering.bed import open_bed
from audioguide.repertoire.beds import identity_of
from audioguide.sound.loudness import loudness
from audioguide.units import SAMPLE_RATE, Samples, samples

PULSE = Pulse(tempo=60.0)


def tone(seconds: float, rate: int = SAMPLE_RATE, channels: int = 1, level: float = 0.3) -> Stereo:
    time = np.arange(round(seconds * rate)) / rate
    return np.repeat(level * np.sin(2 * np.pi * 330 * time)[:, None], channels, axis=1).astype(np.float32)


@pytest.fixture
def music(tmp_path: Path) -> Path:
    chance = np.random.default_rng(5)
    sound = chance.standard_normal((12 * SAMPLE_RATE, 2)).astype(np.float32) * 0.1
    soundfile.write(tmp_path / "song.flac", sound, SAMPLE_RATE)
    return tmp_path / "song.flac"


@pytest.mark.parametrize(
    ("suffix", "rate", "channels"), [("wav", 48_000, 1), ("flac", 44_100, 2), ("ogg", 22_050, 2), ("mp3", 44_100, 1)]
)
def test_music_of_any_kind_is_levelled(tmp_path: Path, suffix: str, rate: int, channels: int) -> None:
    file = tmp_path / f"song.{suffix}"
    soundfile.write(file, tone(20, rate, channels), rate)
    sound = open_bed(str(file), PULSE).render(samples(3), samples(12))
    assert sound.shape == (samples(12), 2)
    assert loudness(sound) == pytest.approx(-30.5, abs=0.3)  # 330 Hz: a small speaker plays all but 0.4 dB of it


def test_music_goes_round_without_a_seam(music: Path) -> None:
    sound = open_bed(str(music), PULSE).render(Samples(0), samples(60))
    level = [20 * np.log10(np.sqrt(np.mean(one**2))) for one in np.array_split(sound, 600)]
    assert np.ptp(level) < 1.0  # equal power: the crossfade of two noises is as loud as either
    assert np.abs(np.diff(sound, axis=0)).max() < 12 * np.std(sound)


def test_any_window_of_music_is_the_same_as_in_the_whole(music: Path) -> None:
    made = open_bed(str(music), PULSE)
    whole = made.render(Samples(0), samples(40))
    for start, stop in ((0, 5), (8 * SAMPLE_RATE, 13 * SAMPLE_RATE), (samples(17.7), samples(33.3))):
        assert np.array_equal(made.render(Samples(start), Samples(stop - start)), whole[start:stop])


def test_a_short_recording_goes_round_too(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "drop.wav", tone(2.5), SAMPLE_RATE)
    sound = open_bed(str(tmp_path / "drop.wav"), PULSE).render(Samples(0), samples(20))
    assert np.abs(sound[samples(2) :]).max() > 0.001


@pytest.mark.parametrize(
    ("name", "sound", "message"),
    [
        ("hush.wav", tone(5, level=0.0), "is silent"),
        ("tick.wav", tone(1), "too short for a background; it lasts 1.0 s"),
    ],
)
def test_what_is_no_background_is_refused(tmp_path: Path, name: str, sound: Stereo, message: str) -> None:
    soundfile.write(tmp_path / name, sound, SAMPLE_RATE)
    with pytest.raises(SoundError, match=message):
        open_bed(str(tmp_path / name), PULSE)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_what_libsndfile_cannot_read_is_read_by_ffmpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_: object) -> None:
        raise soundfile.LibsndfileError(1)

    soundfile.write(tmp_path / "song.wav", tone(20, 22_050), 22_050)
    monkeypatch.setattr(soundfile, "SoundFile", unreadable)
    sound = open_bed(str(tmp_path / "song.wav"), PULSE).render(samples(3), samples(12))
    assert sound.shape == (samples(12), 2)
    assert loudness(sound) == pytest.approx(-30.5, abs=1.0)


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.m4a").write_text("Dear baby")
    with pytest.raises(SoundError, match=r"letter\.m4a' cannot be read as sound; save it as WAV"):
        open_bed(str(tmp_path / "letter.m4a"), PULSE)


def test_a_file_is_known_by_what_is_in_it(music: Path) -> None:
    before = identity_of(str(music))
    renamed = music.rename(music.with_name("other.flac"))
    assert identity_of(str(renamed)) == before
    soundfile.write(renamed, tone(9), SAMPLE_RATE)
    assert identity_of(str(renamed)) != before
    assert identity_of("ocean") == "ocean"
