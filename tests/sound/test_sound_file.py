"""A sound file of anybody's: no more of it is decoded than is heard, and none of it ends in a traceback."""

from __future__ import annotations

import errno
import os
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from audioguide.errors import SoundError
from audioguide.model.timeline import Pulse
from audioguide.rendering.bed import open_bed
from audioguide.sound.beds.music import Music
from audioguide.sound.sound_file import HIGHEST_RATE, LOWEST_RATE
from audioguide.speech.recordings import listen, takes
from audioguide.units import SAMPLE_RATE, Samples, samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

PULSE = Pulse(tempo=60.0)


def as_bed(path: Path) -> object:
    return open_bed(str(path), PULSE, (), samples(100)).render(Samples(0), samples(1))


READERS = (as_bed, listen)


def wav(path: Path, *, rate: int = 44_100, channels: int = 1, bits: int = 16, kind: int = 1, data: bytes = b"") -> Path:
    """Write a WAV file whose head says what no program would write."""
    frame = channels * bits // 8
    head = struct.pack("<HHIIHH", kind, channels, rate, rate * frame, frame, bits)
    chunks = b"fmt " + struct.pack("<I", len(head)) + head + b"data" + struct.pack("<I", len(data)) + data
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)
    return path


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("head", "message"),
    [
        ({"rate": 0}, "0 samples a second|cannot be read|can be read|ffmpeg"),
        ({"rate": 1}, "has 1 samples a second; it goes from 4000 to 768000"),
        ({"rate": 768_001}, "has 768001 samples a second; it goes from 4000 to 768000"),
        ({"channels": 0}, "cannot be read|can be read|ffmpeg"),
        ({"kind": 3, "bits": 32, "data": np.full(200_000, np.nan, "<f4").tobytes()}, "samples that are no numbers"),
        ({"kind": 3, "bits": 32, "data": np.full(200_000, np.inf, "<f4").tobytes()}, "samples that are no numbers"),
        ({"kind": 3, "bits": 32, "data": np.full(200_000, 1e38, "<f4").tobytes()}, "no numbers of a sound"),
    ],
    ids=["0 Hz", "1 Hz", "768001 Hz", "0 channels", "NaN", "infinity", "1e38"],
)
def test_what_nobody_records_is_refused_in_one_line(
    reader: Callable[[Path], object], head: dict[str, int | bytes], message: str, tmp_path: Path
) -> None:
    path = wav(tmp_path / "odd.wav", **{"data": bytes(200_000), **head})  # type: ignore[arg-type]
    with pytest.raises(SoundError, match=message) as caught:
        reader(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_ends_within_is_damaged(reader: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "cut.flac"
    soundfile.write(path, np.random.default_rng(1).uniform(-0.3, 0.3, 60_000), 8_000)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(SoundError, match=r"cut\.flac' is damaged: "):
        reader(path)


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_may_not_be_read_tells_why(
    reader: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    soundfile.write(tmp_path / "song.wav", np.zeros(16_000), 8_000)
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(SoundError, match=r"song\.wav' cannot be read: Permission denied$"):
        reader(tmp_path / "song.wav")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipe in a folder")
def test_a_pipe_is_refused_which_nobody_may_ever_write_into(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "song.wav")
    with pytest.raises(
        SoundError, match=r"^'song\.wav' is a device, a pipe or a folder, and no sound file; name a file$"
    ):
        listen(tmp_path / "song.wav")


@pytest.mark.parametrize("reader", READERS)
def test_samples_without_a_head_are_refused_in_one_line(reader: Callable[[Path], object], tmp_path: Path) -> None:
    (tmp_path / "song.raw").write_bytes(bytes(200_000))
    with pytest.raises(SoundError, match=r"song\.raw' cannot be read as sound; save it as WAV, FLAC, OGG or MP3"):
        reader(tmp_path / "song.raw")


@pytest.mark.parametrize("rate", [LOWEST_RATE, 192_000])
def test_what_somebody_records_is_read(rate: int, tmp_path: Path) -> None:
    sound = np.sin(2 * np.pi * 330 * np.arange(3 * rate) / rate).astype(np.float32) / 2
    soundfile.write(tmp_path / "fine.wav", sound, rate)
    as_bed(tmp_path / "fine.wav")
    assert listen(tmp_path / "fine.wav").seconds == pytest.approx(3.0)
    assert HIGHEST_RATE == 768_000


def test_no_more_of_a_bed_is_decoded_than_is_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = 0
    blocks = soundfile.SoundFile.blocks

    def counted(self: soundfile.SoundFile, *arguments: object, **more: object) -> object:
        nonlocal frames
        for block in blocks(self, *arguments, **more):
            frames += len(block)
            yield block

    rate = 8_000
    noise = np.random.default_rng(1).uniform(-0.3, 0.3, 60 * rate)
    soundfile.write(tmp_path / "long.flac", noise, rate)
    whole = open_bed(str(tmp_path / "long.flac"), PULSE)
    monkeypatch.setattr(soundfile.SoundFile, "blocks", counted)
    part = open_bed(str(tmp_path / "long.flac"), PULSE, (), samples(5))
    assert frames <= 22 * rate  # 5 s, 8 s to fade over, and a block of the file
    first, second = (bed.render(Samples(0), samples(5)) for bed in (whole, part))
    assert (
        np.abs(first - second).max() < 0.002 * np.abs(first).max()
    )  # what is heard is the same, and levelled by itself
    assert np.abs(second[-SAMPLE_RATE:]).max() > 0.5 * np.abs(second).max()  # it does not end before


def test_a_recording_that_never_ends_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(takes, "LONGEST_SECONDS", 3)
    for name, seconds, rate in (("fits.wav", 3, 8_000), ("long.wav", 4, 8_000), ("fine.wav", 3, 96_000)):
        soundfile.write(tmp_path / name, np.zeros(seconds * rate), rate)
    assert listen(tmp_path / "fits.wav").seconds == 3.0
    for name in ("long.wav", "fine.wav"):  # that one has as many samples as six seconds of a usual one
        with pytest.raises(SoundError, match=rf"'{name}' lasts longer than .* read the lines in several recordings"):
            listen(tmp_path / name)


def test_a_full_temporary_folder_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soundfile.write(tmp_path / "song.wav", np.random.default_rng(1).uniform(-0.3, 0.3, 40_000), 8_000)
    monkeypatch.setattr("tempfile.TemporaryFile", lambda **_: open("/dev/full", "wb"))  # noqa: SIM115, PTH123
    with pytest.raises(SoundError, match=r"song.wav' cannot be kept in the temporary folder: No space left on device$"):
        Music(tmp_path / "song.wav", -31.0)


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_breaks_off_with_an_error_is_refused(
    reader: Callable[[Path], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> Iterator[NDArray[np.float32]]:
        yield np.zeros((8_000, 1), np.float32)
        raise soundfile.LibsndfileError(0, "flac decoder lost sync")

    soundfile.write(tmp_path / "song.wav", np.zeros(16_000), 8_000)
    monkeypatch.setattr(soundfile.SoundFile, "blocks", broken)
    with pytest.raises(SoundError, match=r"song.wav' is damaged"):
        reader(tmp_path / "song.wav")
