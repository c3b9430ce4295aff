"""What every installed encoder promises (`audioguide.plugins.Encoder`)."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile
import soxr
from numpy.typing import NDArray

from audioguide import plugins
from audioguide.errors import PluginError
from audioguide.model.audio import Block
from audioguide.model.chapters import Chapter
from audioguide.model.session import Tags
from audioguide.model.timeline import Pulse, Timeline
from audioguide.units import SAMPLE_RATE, Samples

Sound = NDArray[np.float32]

TAGS = Tags(title="Evening calm", artist="hibari", album="audioguide", language="en", comment="Warm hands.")
NONE = Samples(0)


def installed(name: str) -> bool:
    """Whether what the encoder needs is there: some come with an extra."""
    try:
        plugins.find("encoders", name)
    except PluginError:
        return False
    return True


INSTALLED = [name for name in plugins.names("encoders") if installed(name)]


@pytest.fixture(params=INSTALLED)
def encoder(request: pytest.FixtureRequest) -> plugins.Encoder:
    made: plugins.Encoder = plugins.find("encoders", request.param)()
    return made


def timeline(length: int) -> Timeline:
    middle = Samples(length // 2)
    return Timeline(
        length=Samples(length),
        pulse=Pulse(tempo=60),
        events=(),
        chapters=(
            Chapter(start=NONE, end=middle, title="Legs"),
            Chapter(start=middle, end=Samples(length), title="Tummy"),
        ),
        lead_in=NONE,
        fade_in=NONE,
        fade_out=NONE,
        silence=NONE,
    )


def blocks(sound: Sound, span: tuple[int, int], size: int) -> Iterable[Block]:
    start, end = span
    for at in range(start, end, size):
        yield Block(start=Samples(at), sound=sound[at : min(at + size, end)])


def encoded(encoder: plugins.Encoder, sound: Sound, folder: Path, size: int = 11_025) -> bytes:
    plan = timeline(len(sound))
    folder.mkdir(exist_ok=True)
    pieces = [encoder.encode(span, blocks(sound, span, size), folder) for span in encoder.pieces(plan)]
    return b"".join(encoder.join(plan, pieces, TAGS))


def decoded(data: bytes, path: Path) -> Sound:
    """Decode a file, as it says that it is to be heard; at 44,100 Hz."""
    path.write_bytes(data)
    if path.suffix in (".m4a", ".m4b"):
        return edited(path, data)
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    assert sound.shape[1] == 2
    heard: Sound = sound if rate == SAMPLE_RATE else soxr.resample(sound, rate, SAMPLE_RATE)
    return heard


def edited(path: Path, data: bytes) -> Sound:
    """Decode every frame, and keep what the edit list does (ISO 14496-12, 8.6.6).

    By hand, since FFmpeg drops an edit of less than 13 ms. Longer ones it keeps: tests/encoders/test_formats.py.
    """
    with av.open(str(path), options={"ignore_editlist": "1"}) as file:
        assert file.streams.audio[0].rate == SAMPLE_RATE
        planes = np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)
    _, entries, length, start = struct.unpack_from(">IIIi", data, data.index(b"elst") + 4)
    assert entries == 1
    heard: Sound = planes.T[start : start + length]
    return heard


def music(length: int) -> Sound:
    time = np.arange(length) / SAMPLE_RATE
    sides = [0.2 * np.sin(2 * np.pi * pitch * time) * np.sin(2 * np.pi * 0.7 * time) for pitch in (330, 440)]
    return np.stack(sides, axis=1).astype(np.float32)


def test_all_of_ours_are_tried() -> None:
    assert {"flac", "m4a", "m4b", "mp3", "opus", "wav"} <= set(INSTALLED)


def test_it_names_itself(encoder: plugins.Encoder) -> None:
    assert encoder.suffix.startswith(".")
    assert encoder.suffix == encoder.suffix.lower()
    assert encoder.media_type.startswith("audio/")


@pytest.mark.parametrize("length", [2, 1151, 1152, 44_100, 300_001, 2_000_003])
def test_the_pieces_cover_the_timeline(encoder: plugins.Encoder, length: int) -> None:
    spans = encoder.pieces(timeline(length))
    assert spans[0][0] == 0
    assert spans[-1][1] == length
    assert all(before[0] < after[0] <= before[1] < after[1] for before, after in pairwise(spans))
    assert all(start < end for start, end in spans)


@pytest.mark.parametrize("length", [2, 1151, 1152, 44_100, 300_001])
def test_it_is_exactly_as_long(encoder: plugins.Encoder, length: int, tmp_path: Path) -> None:
    data = encoded(encoder, music(length), tmp_path)
    assert len(decoded(data, tmp_path / f"session{encoder.suffix}")) == length


def test_it_sounds_the_same_and_at_the_same_time(encoder: plugins.Encoder, tmp_path: Path) -> None:
    sound = music(200_000)
    heard = decoded(encoded(encoder, sound, tmp_path), tmp_path / f"session{encoder.suffix}")
    error = np.square(heard - sound).mean() / np.square(sound).mean()
    assert 10 * np.log10(error) < -30
    assert 10 * np.log10(np.square(heard).mean() / np.square(sound).mean()) == pytest.approx(0.0, abs=0.1)


@pytest.mark.parametrize("size", [997, 44_100, 100_000])
def test_the_bytes_do_not_depend_on_the_blocks(encoder: plugins.Encoder, size: int, tmp_path: Path) -> None:
    sound = music(100_000)
    usual = encoded(encoder, sound, tmp_path / "usual")
    other = encoded(encoder, sound, tmp_path / "other", size)
    assert usual == other


def test_the_pieces_may_be_encoded_in_any_order(encoder: plugins.Encoder, tmp_path: Path) -> None:
    sound = music(1_000_001)
    plan = timeline(len(sound))
    spans = encoder.pieces(plan)
    backwards = [encoder.encode(span, blocks(sound, span, 11_025), tmp_path) for span in reversed(spans)]
    joined = b"".join(encoder.join(plan, backwards[::-1], TAGS))
    assert joined == encoded(encoder, sound, tmp_path / "forwards")


def test_silence_stays_silence(encoder: plugins.Encoder, tmp_path: Path) -> None:
    data = encoded(encoder, np.zeros((50_000, 2), np.float32), tmp_path)
    # Opus's decoder adds some 1e-34, so that processors need not reckon with even smaller numbers.
    assert np.abs(decoded(data, tmp_path / f"session{encoder.suffix}")).max() < 1e-30
