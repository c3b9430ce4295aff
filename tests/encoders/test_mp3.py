"""An MP3 as other programs see it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from mutagen.mp3 import MP3, BitrateMode
from numpy.typing import NDArray

from audioguide.encoders.mp3 import CYCLE_SAMPLES, Mp3
from audioguide.errors import EncoderError
from audioguide.model.audio import Block
from audioguide.model.chapters import Chapter
from audioguide.model.session import Tags
from audioguide.model.timeline import Pulse, Timeline
from audioguide.units import SAMPLE_RATE, Samples, samples

Sound = NDArray[np.float32]

TAGS = Tags(title="Evening calm", artist="hibari", album="audioguide", language="en", comment="Warm hands.")
NONE = Samples(0)
# Around every border that matters: LAME's 576, the decoder's 529, both, and whole frames of 1,152.
ODD_LENGTHS = [1, 2, 528, 529, 575, 576, 577, 1104, 1105, 1106, 1151, 1152, 1153, 1727, 1728, 1729, 44_101, 1_322_999]


def timeline(length: int) -> Timeline:
    whole = Chapter(start=NONE, end=Samples(length), title="Whole")
    return Timeline(
        length=Samples(length),
        pulse=Pulse(tempo=60),
        events=(),
        chapters=(whole,),
        lead_in=NONE,
        fade_in=NONE,
        fade_out=NONE,
        silence=NONE,
    )


def blocks(sound: Sound, size: int = 11_025) -> list[Block]:
    return [Block(start=Samples(at), sound=sound[at : at + size]) for at in range(0, len(sound), size)]


class InOnePiece(Mp3):
    """What every cut is compared with."""

    def pieces(self, timeline: Timeline) -> Sequence[tuple[Samples, Samples]]:
        return ((NONE, timeline.length),)


def make(folder: Path, sound: Sound, *, as_if: int | None = None, mp3: Mp3 | None = None) -> Path:
    mp3 = mp3 or Mp3()
    plan = timeline(as_if or len(sound))
    pieces = [mp3.encode(span, blocks(sound[span[0] : span[1]]), folder) for span in mp3.pieces(plan)]
    path = folder / f"session{mp3.suffix}"
    path.write_bytes(b"".join(mp3.join(plan, pieces, TAGS)))
    return path


def by_soundfile(path: Path) -> Sound:
    sound: Sound = soundfile.read(path, dtype="float32", always_2d=True)[0]
    return sound


def by_ffmpeg(path: Path) -> Sound:
    decode = ["ffmpeg", "-nostdin", "-v", "error", "-i", path.name, "-f", "f32le", "-"]
    raw = subprocess.run(decode, capture_output=True, check=True, cwd=path.parent).stdout
    return np.frombuffer(raw, np.float32).reshape(-1, 2)


def by_mpg123(path: Path) -> Sound:
    decode = ["mpg123", "-q", "-s", "-e", "f32", path.name]
    raw = subprocess.run(decode, capture_output=True, check=True, cwd=path.parent).stdout
    return np.frombuffer(raw, np.float32).reshape(-1, 2)


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


DECODERS = [
    pytest.param(by_soundfile, id="libsndfile"),
    pytest.param(by_ffmpeg, id="ffmpeg", marks=needs("ffmpeg")),
    pytest.param(by_mpg123, id="mpg123", marks=needs("mpg123")),
]


def noise(length: int) -> Sound:
    """Soft dark noise, different on both sides: what an MP3 keeps best."""
    white = np.random.default_rng(0).standard_normal((length + 40, 2))
    sums = np.cumsum(white, axis=0)
    dark: Sound = ((sums[40:] - sums[:-40]) * 0.01).astype(np.float32)
    return dark


@pytest.mark.parametrize("decode", DECODERS)
@pytest.mark.parametrize("length", ODD_LENGTHS)
def test_it_is_as_long_as_the_timeline(tmp_path: Path, decode: Callable[[Path], Sound], length: int) -> None:
    assert len(decode(make(tmp_path, np.zeros((length, 2), np.float32)))) == length


@pytest.mark.parametrize("decode", DECODERS)
def test_it_is_where_it_was_and_as_loud(tmp_path: Path, decode: Callable[[Path], Sound]) -> None:
    sound = noise(100_003)
    decoded = decode(make(tmp_path, sound))
    spectra = np.fft.rfft(decoded, axis=0) * np.conj(np.fft.rfft(sound, axis=0))
    assert np.fft.irfft(spectra.sum(axis=1)).argmax() == 0
    assert 10 * np.log10(np.square(decoded).sum() / np.square(sound).sum()) == pytest.approx(0.0, abs=0.1)
    for side in (0, 1):
        assert np.corrcoef(decoded[:, side], sound[:, side])[0, 1] > 0.98


@pytest.mark.parametrize("decibels", [-6, -20, -40])
def test_lames_level_loss_is_made_good(tmp_path: Path, decibels: float) -> None:
    tone = 10 ** (decibels / 20) * np.sin(2 * np.pi * 440 * np.arange(SAMPLE_RATE) / SAMPLE_RATE)
    sound = np.stack((tone, tone), axis=1).astype(np.float32)
    middle = slice(5000, -5000)
    ratio = np.square(by_soundfile(make(tmp_path, sound))[middle]).sum() / np.square(sound[middle]).sum()
    assert 10 * np.log10(ratio) == pytest.approx(0.0, abs=0.02)


@pytest.mark.parametrize("onset", [10_000, 30_007])
def test_an_onset_stays_within_a_millisecond(tmp_path: Path, onset: int) -> None:
    sound = np.zeros((SAMPLE_RATE, 2), np.float32)
    sound[onset:] = 0.3 * np.sin(2 * np.pi * 1000 * np.arange(SAMPLE_RATE - onset) / SAMPLE_RATE)[:, None]
    decoded = np.abs(by_soundfile(make(tmp_path, sound))[:, 0])
    assert np.flatnonzero(decoded > 0.15)[0] == pytest.approx(onset + 7, abs=44)


def test_too_loud_is_cut_off_and_never_wrapped(tmp_path: Path) -> None:
    tone = 1.5 * np.sin(2 * np.pi * 100 * np.arange(SAMPLE_RATE) / SAMPLE_RATE)
    sound = np.stack((tone, tone), axis=1).astype(np.float32)
    decoded = by_soundfile(make(tmp_path, sound))
    assert np.corrcoef(decoded[:, 0], sound[:, 0])[0, 1] > 0.95


def test_mutagen_sees_a_constant_bit_rate_and_lame(tmp_path: Path) -> None:
    info: Any = MP3(make(tmp_path, noise(100_003))).info
    assert info.bitrate == pytest.approx(128_000, abs=1)
    assert info.bitrate_mode == BitrateMode.CBR
    assert info.encoder_info.startswith("LAME ")
    assert info.encoder_settings == "-b 128"
    assert info.length == pytest.approx(100_003 / SAMPLE_RATE, abs=1e-6)
    assert (info.channels, info.sample_rate, info.mode, info.sketchy) == (2, SAMPLE_RATE, 1, False)


@needs("ffprobe")
def test_ffprobe_sees_a_constant_bit_rate_and_lame(tmp_path: Path) -> None:
    path = make(tmp_path, noise(100_003))
    show = ["ffprobe", "-v", "warning", "-show_streams", "-show_chapters", "-of", "json", path.name]
    found = subprocess.run(show, capture_output=True, check=True, cwd=tmp_path)
    assert found.stderr == b""
    document = json.loads(found.stdout)
    (stream,) = document["streams"]
    assert (stream["bit_rate"], stream["channels"], stream["sample_rate"]) == ("128000", 2, "44100")
    assert stream["tags"]["encoder"].startswith("LAME")
    # It counts the frames, with the sound's delay and padding in them.
    assert 0 <= float(stream["duration"]) - 100_003 / SAMPLE_RATE < 0.06
    assert [chapter["tags"]["title"] for chapter in document["chapters"]] == ["Whole"]


def test_blocks_that_do_not_make_up_the_timeline_are_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="do not fit together"):
        make(tmp_path, noise(44_100), as_if=88_200)


def speech(length: int) -> Sound:
    """Buzzes of a moving pitch, in syllables with gaps: what a voice does to an encoder."""
    time = np.arange(length) / SAMPLE_RATE
    phase = 2 * np.pi * np.cumsum(120 + 25 * np.sin(2 * np.pi * 0.4 * time)) / SAMPLE_RATE
    buzz = sum(np.sin(number * phase) / number for number in range(1, 40))
    syllables = np.clip(np.sin(2 * np.pi * 2.3 * time), 0, 1) * (np.sin(2 * np.pi * 0.21 * time) > -0.3)
    sound: Sound = np.repeat((0.15 * buzz * syllables)[:, None], 2, axis=1).astype(np.float32)
    return sound


def tones(length: int) -> Sound:
    time = np.arange(length)[:, None] / SAMPLE_RATE
    pitches = np.array([[220.0, 221.0], [440.0, 330.0], [3000.0, 5000.0]])
    sound: Sound = (0.1 * np.sin(2 * np.pi * time * pitches[:, None]).sum(axis=0)).astype(np.float32)
    return sound


def clicks(length: int) -> Sound:
    sound = np.zeros((length, 2), np.float32)
    click = np.exp(-np.arange(300) / 60)[:, None] * np.random.default_rng(1).standard_normal((300, 2))
    for at in range(0, length - 300, 5113):
        sound[at : at + 300] = 0.2 * click
    return sound


def hiss(length: int) -> Sound:
    """Loud white noise: no frame can save anything for the next."""
    sound: Sound = (0.2 * np.random.default_rng(2).standard_normal((length, 2))).astype(np.float32)
    return sound


def after_a_burst(length: int) -> Sound:
    """Loud before the cut, soft from there on: the first piece comes with an empty reservoir."""
    sound = hiss(length)
    sound[length // 2 :] *= 0.001
    return sound


@pytest.mark.parametrize("signal", [speech, tones, noise, clicks, hiss, after_a_burst])
def test_no_seam_is_heard(tmp_path: Path, signal: Callable[[int], Sound]) -> None:
    length = 24 * SAMPLE_RATE
    sound = signal(length)
    (_, _), (cut, _) = Mp3().pieces(timeline(length))
    error = by_soundfile(make(tmp_path, sound)) - sound
    usual = by_soundfile(make(tmp_path, sound, mp3=InOnePiece())) - sound
    # Power of the coding noise in frames of 26 ms. LAME hears alike wherever it began, after one cycle.
    in_pieces, in_one = (
        np.square(noise[: length // 1152 * 1152]).reshape(-1, 2 * 1152).mean(axis=1) + 1e-12 for noise in (error, usual)
    )
    near = slice(cut // 1152 + 20, cut // 1152 + 80)
    assert in_pieces[near].sum() <= 1.03 * in_one[near].sum()
    assert in_pieces[near].max() <= in_one.max()
    far = np.r_[: near.start, near.stop : len(in_one)]
    np.testing.assert_allclose(in_pieces[far], in_one[far], rtol=1e-3)


def test_a_cut_does_not_change_the_size(tmp_path: Path) -> None:
    sound = speech(24 * SAMPLE_RATE)
    cut, whole = make(tmp_path, sound).stat().st_size, make(tmp_path, sound, mp3=InOnePiece()).stat().st_size
    assert cut == whole


@pytest.mark.parametrize(
    ("duration", "count"), [(0.01, 1), (19.0, 1), (25.0, 2), (300.0, 2), (600.0, 4), (900.0, 6), (7200.0, 44)]
)
def test_the_timeline_decides_about_the_pieces(duration: float, count: int) -> None:
    spans = Mp3().pieces(timeline(samples(duration)))
    assert len(spans) == count
    for (_, end), (start, _) in pairwise(spans):
        assert start % CYCLE_SAMPLES == 0
        assert CYCLE_SAMPLES < end - start < 2 * CYCLE_SAMPLES
