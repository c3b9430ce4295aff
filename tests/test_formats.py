"""FLAC and WAV, read by mutagen and, where it is installed, by ffprobe. (What every encoder promises: contracts/.)"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from fakes.sessions import TIMELINE
from mutagen import File
from mutagen.flac import FLAC

from audioguide.audio import Block
from audioguide.encoders.flac import Flac
from audioguide.encoders.pcm import sixteen_bits
from audioguide.encoders.wav import Wav
from audioguide.errors import EncoderError
from audioguide.plugins import Encoder
from audioguide.session import Tags
from audioguide.units import Samples, samples

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

each_format = pytest.mark.parametrize("make", [Flac, Wav])


def kept(make: Callable[[], Encoder], folder: Path, tags: Tags = TAGS) -> Path:
    encoder = make()
    pieces = [
        encoder.encode((start, end), [Block(start=start, sound=NOISE[start:end])], folder)
        for start, end in encoder.pieces(TIMELINE)
    ]
    path = folder / f"session{encoder.suffix}"
    path.write_bytes(b"".join(encoder.join(TIMELINE, pieces, tags)))
    return path


@each_format
def test_every_sample_is_kept_to_16_bits(make: Callable[[], Encoder], tmp_path: Path) -> None:
    heard, _ = soundfile.read(kept(make, tmp_path), dtype="int16", always_2d=True)
    assert (heard == sixteen_bits(NOISE)).all()


def test_full_scale_is_cut_off_and_never_wrapped() -> None:
    loud = np.array([[1.5, -1.5], [1.0, -1.0]], np.float32)
    assert sixteen_bits(loud).tolist() == [[32767, -32768], [32767, -32768]]


def test_a_flac_tells_everything(tmp_path: Path) -> None:
    file = FLAC(kept(Flac, tmp_path))
    assert {name: file[name] for name in ("TITLE", "ALBUM", "LANGUAGE", "DATE", "COMMENT", "LYRICS")} == {
        "TITLE": ["Вечер"],
        "ALBUM": ["Everyday"],
        "LANGUAGE": ["deu"],
        "DATE": ["2027-03-01"],
        "COMMENT": ["Öl: nie auf Wunden."],
        "LYRICS": ["From hip to ankle."],
    }
    assert (file["CHAPTER001"], file["CHAPTER001NAME"]) == (["00:00:16.000"], ["Goodbye"])
    assert [picture.data for picture in file.pictures] == [TAGS.cover]


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


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
@each_format
def test_ffprobe_sees_the_chapters(make: Callable[[], Encoder], tmp_path: Path) -> None:
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_chapters", "-show_format", str(kept(make, tmp_path))]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, timeout=60)
    seen: dict[str, Any] = json.loads(run.stdout)
    assert [(chapter["tags"]["title"], float(chapter["start_time"])) for chapter in seen["chapters"]] == [
        ("Right leg", 0.0),
        ("Goodbye", 16.0),
    ]
    assert float(seen["format"]["duration"]) == pytest.approx(40.0)
