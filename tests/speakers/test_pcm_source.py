"""A session from any sample on: the same samples as a whole decode, wherever one begins."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import lameenc
import numpy as np
import pytest
import soundfile

from audioguide.errors import SpeakerError
from audioguide.speakers.airplay.pcm_source import PcmSource
from audioguide.units import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

PACKET = 352


@pytest.fixture(scope="module", params=["mp3", "flac", "wav", "mono"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds of noise."""
    suffix = {"mono": "wav"}.get(request.param, request.param)
    file: Path = tmp_path_factory.mktemp("sound") / f"noise.{suffix}"
    noise = (np.random.default_rng(1).normal(0, 0.1, (3 * SAMPLE_RATE, 2)) * 32767).astype(np.int16)
    if request.param == "mp3":
        encoder = lameenc.Encoder()
        encoder.set_bit_rate(128)
        encoder.set_in_sample_rate(SAMPLE_RATE)
        encoder.set_channels(2)
        encoder.silence()
        file.write_bytes(encoder.encode(noise.tobytes()) + encoder.flush())
    else:
        soundfile.write(file, noise[:, 0] if request.param == "mono" else noise, SAMPLE_RATE)
    return file


async def taken(source: PcmSource) -> list[bytes]:
    packets = []
    while packet := await source.readframes(PACKET):
        packets.append(packet)
    return packets


@pytest.mark.parametrize("start", [0, 1, 1151, 50_000, SAMPLE_RATE * 2 + 7])
def test_it_is_the_session_from_there_on(path: Path, start: int) -> None:
    source = PcmSource(path, Samples(start))
    packets = asyncio.run(taken(source))
    found = np.frombuffer(b"".join(packets), ">i2").astype(int).reshape(-1, 2)
    wanted = soundfile.read(path, dtype="int16", always_2d=True)[0].astype(int)[start:]
    assert found.shape == (len(wanted), 2)
    assert np.abs(found - wanted).max() <= 1  # an MP3 decoder rounds a little differently after a jump
    assert source.taken == len(wanted)
    assert {len(packet) for packet in packets[:-1]} == {4 * PACKET}  # pyatv fills up a short one with silence


def test_what_has_another_sample_rate_is_resampled_and_begins_where_it_should(tmp_path: Path) -> None:
    path, rate = tmp_path / "tone.opus", 48_000
    soundfile.write(path, _sweep(rate), rate, format="OGG", subtype="OPUS")
    wanted = _sweep(SAMPLE_RATE)
    for start in (0, SAMPLE_RATE, 2 * SAMPLE_RATE + 7):
        source = PcmSource(path, Samples(start))
        found = np.frombuffer(b"".join(asyncio.run(taken(source))), ">i2").reshape(-1, 2) / 32768
        assert abs(len(found) - (len(wanted) - start)) <= 2
        assert source.taken == len(found)
        middle = slice(SAMPLE_RATE // 10, len(found) - SAMPLE_RATE // 10)
        assert np.abs(found[middle, 0] - wanted[start:][middle]).max() < 0.05  # a codec is not exact


def _sweep(rate: int) -> NDArray[np.float64]:
    """Three seconds, each instant of which sounds unlike the others."""
    time = np.arange(3 * rate) / rate
    return 0.3 * np.sin(2 * np.pi * (200 + 100 * time) * time)


def test_after_the_end_there_is_nothing(path: Path) -> None:
    assert asyncio.run(taken(PcmSource(path, Samples(60 * SAMPLE_RATE)))) == []


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "session.mp3").write_text("no sound")
    for name in ("session.mp3", "missing.mp3"):
        with pytest.raises(SpeakerError, match=f"cannot read .*{name}"):
            PcmSource(tmp_path / name, Samples(0))
