"""A sound file from any sample on, as a WAV file: the same samples as a whole decode, wherever one begins."""

from __future__ import annotations

import os
import random
import wave
from io import BytesIO
from pathlib import Path

import lameenc
import numpy as np
import pytest
import soundfile

from audioguide.errors import SpeakerError
from audioguide.speakers.wave_stream import WaveStream
from audioguide.units import SAMPLE_RATE, samples

HEADER = 44


@pytest.fixture(scope="module", params=["mp3", "flac", "wav"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds of noise."""
    file: Path = tmp_path_factory.mktemp("sound") / f"noise.{request.param}"
    noise = (np.random.default_rng(1).normal(0, 0.1, (3 * SAMPLE_RATE, 2)) * 32767).astype(np.int16)
    if request.param == "mp3":
        encoder = lameenc.Encoder()
        encoder.set_bit_rate(128)
        encoder.set_in_sample_rate(SAMPLE_RATE)
        encoder.set_channels(2)
        encoder.silence()
        file.write_bytes(encoder.encode(noise.tobytes()) + encoder.flush())
    else:
        soundfile.write(file, noise, SAMPLE_RATE)
    return file


def whole(path: Path) -> bytes:
    return bytes(soundfile.read(path, dtype="int16")[0].astype("<i2").tobytes())


@pytest.mark.parametrize("start", [0, 1, 1151, 50_000, SAMPLE_RATE * 2 + 7])
def test_it_is_the_session_from_there_on(path: Path, start: int) -> None:
    with WaveStream(path, samples(start / SAMPLE_RATE)) as stream, wave.open(BytesIO(stream.read())) as read:
        assert (read.getframerate(), read.getnchannels(), read.getsampwidth()) == (SAMPLE_RATE, 2, 2)
        found = np.frombuffer(read.readframes(read.getnframes()), "<i2").astype(int)
    wanted = np.frombuffer(whole(path), "<i2").astype(int)[2 * start :]
    assert len(found) == len(wanted)
    assert np.abs(found - wanted).max() <= 1  # an MP3 decoder rounds a little differently after a jump


def test_any_reads_give_the_same_bytes(path: Path) -> None:
    chance = random.Random(4)  # noqa: S311 - not for secrets
    with WaveStream(path, samples(0.5)) as stream:
        at_once = stream.read()
        for _ in range(50):
            begin, size = chance.randrange(len(at_once)), chance.randrange(3000)
            assert stream.seek(begin) == stream.tell() == begin
            wanted, found = at_once[begin : begin + size], stream.read(size)
            assert len(found) == len(wanted)
            if begin < HEADER:
                assert found[: HEADER - begin] == wanted[: HEADER - begin]
        assert stream.seek(-4, os.SEEK_END) == len(at_once) - 4
        assert len(stream.read(100)) == 4
        assert stream.read(100) == b""


def test_it_counts_what_was_taken(path: Path) -> None:
    with WaveStream(path, samples(1)) as stream:
        stream.read(1000)
        stream.seek(0)
        assert stream.taken == 0
        stream.read(HEADER)
        assert stream.taken == 0
        for _ in range(10):
            stream.read(4096)
        assert stream.taken == 10 * 1024


def test_after_the_end_there_is_nothing(path: Path) -> None:
    with WaveStream(path, samples(60)) as stream:
        assert len(stream.read()) == HEADER


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "session.mp3").write_text("no sound")
    for name in ("session.mp3", "missing.mp3"):
        with pytest.raises(SpeakerError, match=f"cannot read .*{name}"):
            WaveStream(tmp_path / name, samples(0))
