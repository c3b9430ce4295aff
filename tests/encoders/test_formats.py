"""FLAC, WAV, Opus, M4A and M4B, read by mutagen and, where they are installed, by other programs.

What every encoder promises: contracts/.
"""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr
from fakes.sessions import TIMELINE
from mutagen import File
from mutagen.flac import FLAC, Picture
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus
from numpy.typing import NDArray

from audioguide.encoders.flac import Flac
from audioguide.encoders.mp4 import m4a, m4b
from audioguide.encoders.opus import Opus
from audioguide.encoders.pcm import sixteen_bits
from audioguide.encoders.wav import Wav
from audioguide.errors import EncoderError
from audioguide.model.audio import Block
from audioguide.model.chapters import Chapter
from audioguide.model.session import Tags
from audioguide.model.timeline import Timeline
from audioguide.plugins import Encoder
from audioguide.units import Samples, samples

if sys.platform != "win32":
    import resource

Sound = NDArray[np.float32]

TAGS = Tags(
    title="Вечер",
    artist="audioguide",
    album="Everyday",
    language="de",
    comment="Öl: nie auf Wunden.",
    date="2027-03-01",
    cover=b"\x89PNG\r\n\x1a\n",
)
NOISE = np.random.default_rng(1).uniform(-0.9, 0.9, (TIMELINE.length, 2)).astype(np.float32)

each_format = pytest.mark.parametrize("make", [Flac, Wav, Opus, m4a, m4b])
each_mp4 = pytest.mark.parametrize("make", [m4a, m4b])
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
CHAPTERS = [("Right leg", 0.0), ("Goodbye", 16.0)]


def kept(
    make: Callable[[], Encoder], folder: Path, tags: Tags = TAGS, timeline: Timeline = TIMELINE, sound: Sound = NOISE
) -> Path:
    encoder = make()
    pieces = [
        encoder.encode((start, end), [Block(start=start, sound=sound[start:end])], folder)
        for start, end in encoder.pieces(timeline)
    ]
    path = folder / f"session{encoder.suffix}"
    path.write_bytes(b"".join(encoder.join(timeline, pieces, tags)))
    return path


def decoded(path: Path) -> Sound:
    """Decode a file with FFmpeg's own program, at whatever rate it has."""
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-f", "f32le", "-"]
    run = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return np.frombuffer(run.stdout, np.float32).reshape(-1, 2)


@pytest.mark.parametrize("make", [Flac, Wav])
def test_every_sample_is_kept_to_16_bits(make: Callable[[], Encoder], tmp_path: Path) -> None:
    heard, _ = soundfile.read(kept(make, tmp_path), dtype="int16", always_2d=True)
    assert (heard == sixteen_bits(NOISE)).all()


def test_full_scale_is_cut_off_and_never_wrapped() -> None:
    loud = np.array([[1.5, -1.5], [1.0, -1.0]], np.float32)
    assert sixteen_bits(loud).tolist() == [[32767, -32768], [32767, -32768]]


@pytest.mark.parametrize(("make", "read"), [(Flac, FLAC), (Opus, OggOpus)])
def test_comments_tell_everything(make: Callable[[], Encoder], read: Callable[[Path], Any], tmp_path: Path) -> None:
    file = read(kept(make, tmp_path))
    names = ("TITLE", "ALBUM", "TRACKNUMBER", "TRACKTOTAL", "LANGUAGE", "DATE", "COMMENT", "LYRICS")
    assert {name: file[name] for name in names} == {
        "TITLE": ["Вечер"],
        "ALBUM": ["Everyday"],
        "TRACKNUMBER": ["1"],
        "TRACKTOTAL": ["1"],
        "LANGUAGE": ["deu"],
        "DATE": ["2027-03-01"],
        "COMMENT": ["Öl: nie auf Wunden."],
        "LYRICS": ["From hip to ankle."],
    }
    assert (file["CHAPTER001"], file["CHAPTER001NAME"]) == (["00:00:16.000"], ["Goodbye"])
    assert "ENCODER" not in file


def test_flac_and_opus_have_the_cover(tmp_path: Path) -> None:
    assert [picture.data for picture in FLAC(kept(Flac, tmp_path)).pictures] == [TAGS.cover]
    (picture,) = OggOpus(kept(Opus, tmp_path))["METADATA_BLOCK_PICTURE"]
    assert Picture(base64.b64decode(picture)).data == TAGS.cover


def test_a_wav_has_the_same_tag_as_an_mp3(tmp_path: Path) -> None:
    tags = File(kept(Wav, tmp_path)).tags
    assert [str(frame.sub_frames["TIT2"]) for frame in tags.getall("CHAP")] == ["Right leg", "Goodbye"]
    assert str(tags["TIT2"]) == "Вечер"


@each_format
def test_what_is_not_known_is_left_out(make: Callable[[], Encoder], tmp_path: Path) -> None:
    path = kept(make, tmp_path, replace(TAGS, cover=b"", date=""))
    names = {name[:4] for name in File(path).tags}
    assert not {"APIC", "TDRC", "DATE"} & names


def test_what_a_wav_cannot_hold_is_told_beforehand() -> None:
    long = replace(TIMELINE, length=Samples(samples(7 * 3600)))
    with pytest.raises(EncoderError, match="more than six hours; take flac"):
        next(iter(Wav().join(long, [], TAGS)))


@each_mp4
def test_an_mp4_tells_everything(make: Callable[[], Encoder], tmp_path: Path) -> None:
    file = MP4(kept(make, tmp_path))
    assert {name: file[f"\xa9{name}"] for name in ("nam", "alb", "day", "cmt", "lyr", "too")} == {
        "nam": ["Вечер"],
        "alb": ["Everyday"],
        "day": ["2027-03-01"],
        "cmt": ["Öl: nie auf Wunden."],
        "lyr": ["From hip to ankle."],
        "too": ["audioguide"],
    }
    assert file["trkn"] == [(1, 1)]
    assert [bytes(cover) for cover in file["covr"]] == [TAGS.cover]
    assert [(chapter.title, chapter.start) for chapter in file.chapters or ()] == CHAPTERS


def test_an_audiobook_says_that_it_is_one(tmp_path: Path) -> None:
    book, song = kept(m4b, tmp_path), kept(m4a, tmp_path)
    assert (book.read_bytes()[4:12], MP4(book)["stik"]) == (b"ftypM4B ", [2])
    assert (song.read_bytes()[4:12], MP4(song).get("stik")) == (b"ftypM4A ", None)


def test_what_a_browser_needs_first_stands_first(tmp_path: Path) -> None:
    content = kept(m4b, tmp_path).read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.skipif(sys.platform == "win32", reason="no file is limited there")
@pytest.mark.parametrize("make", [Flac, Opus, m4a])
def test_a_disk_that_is_full_at_the_tags_is_told_by_its_own_name(
    make: Callable[[], Encoder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = replace(TIMELINE, length=Samples(44_100), events=(), chapters=())
    room = kept(make, tmp_path, timeline=second).stat().st_size + 1_000
    encoder = make()
    piece = encoder.encode((Samples(0), second.length), [Block(start=Samples(0), sound=NOISE[:44_100])], tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            next(encoder.join(second, [piece], replace(TAGS, cover=bytes(100_000))))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@needs_ffmpeg
@pytest.mark.parametrize("length", [576, 1023, 1024, 1025, 44_100, 100_001])
@pytest.mark.parametrize(("make", "rate"), [(m4b, 44_100), (Opus, 48_000)])
def test_ffmpeg_decodes_exactly_what_was_mixed(
    make: Callable[[], Encoder], rate: int, length: int, tmp_path: Path
) -> None:
    chapters = (Chapter(start=Samples(0), end=Samples(length), title="All"),)
    timeline = replace(TIMELINE, length=Samples(length), events=(), chapters=chapters)
    tone = 0.3 * np.sin(2 * np.pi * 300 * np.arange(length) / 44_100)
    sound = np.stack([tone, -tone], axis=1).astype(np.float32)
    heard = decoded(kept(make, tmp_path, timeline=timeline, sound=sound))
    assert len(heard) == round(length * rate / 44_100)
    if length >= 44_100:  # and at the same time: one sample off would be -27 dB
        error = soxr.resample(heard, rate, 44_100)[:length] - sound
        assert 10 * np.log10(np.square(error)[2000:-2000].mean() / np.square(sound).mean()) < -31


@needs_ffmpeg
@each_format
def test_ffprobe_sees_the_chapters(make: Callable[[], Encoder], tmp_path: Path) -> None:
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_chapters", "-show_format", str(kept(make, tmp_path))]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    seen: dict[str, Any] = json.loads(run.stdout)
    assert [(one["tags"]["title"], float(one["start_time"])) for one in seen["chapters"]] == CHAPTERS
    unheard = 312 / 48_000 if make is Opus else 0.0  # ffprobe counts what a decoder leaves out at the beginning
    assert float(seen["format"]["duration"]) == pytest.approx(40.0 + unheard)
