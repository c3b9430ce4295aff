"""The Info frame, byte by byte."""

from __future__ import annotations

import lameenc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.encoders.info_frame import (
    ENCODER_DELAY_SAMPLES,
    FRAME_SAMPLES,
    FrameStats,
    info_frame,
    read_header,
    scan_frames,
)
from audioguide.errors import EncoderError
from audioguide.units import Samples

LENGTH = Samples(100_000)


def lame() -> bytes:
    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(44_100)
    encoder.set_channels(2)
    encoder.set_bit_rate(128)
    encoder.silence()
    return bytes(encoder.encode(bytes(4 * LENGTH)) + encoder.flush())


STREAM = lame()
FRAMES = 88


def crc_16(data: bytes) -> int:
    """CRC-16/ARC, bit by bit."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


CRC = crc_16(STREAM)


@pytest.mark.parametrize(
    ("word", "kilobits", "size"),
    [(0xFFFB9064, 128, 417), (0xFFFB9264, 128, 418), (0xFFFBE000, 320, 1044), (0xFFFB5400, 64, 192)],
)
def test_headers_are_read(word: int, kilobits: int, size: int) -> None:
    header = read_header(word)
    assert (header.kilobits, header.size) == (kilobits, size)


@pytest.mark.parametrize("word", [0, 0x49443303, 0xFFFB0064, 0xFFFBF064, 0xFFFB9C64, 0xFFF39064])
def test_what_is_no_frame_is_refused(word: int) -> None:
    with pytest.raises(EncoderError, match="no player knows"):
        read_header(word)


@given(cuts=st.lists(st.integers(0, len(STREAM)), max_size=10).map(sorted))
def test_a_stream_may_be_cut_anywhere(cuts: list[int]) -> None:
    chunks = [STREAM[start:end] for start, end in zip([0, *cuts], [*cuts, len(STREAM)], strict=True)]
    first = int.from_bytes(STREAM[:4], "big")
    assert scan_frames(chunks) == FrameStats(first=first, frames=FRAMES, size=len(STREAM), crc=CRC)


@pytest.mark.parametrize("stream", [b"", STREAM[:3], STREAM[:416], STREAM[:-1]])
def test_half_a_frame_is_refused(stream: bytes) -> None:
    with pytest.raises(EncoderError, match="middle of a frame"):
        scan_frames([stream])


def test_the_frame_says_what_the_format_asks_for() -> None:
    frame = info_frame(scan_frames([STREAM]), LENGTH, b"LAME4.0")
    size = 417 + len(STREAM)
    assert len(frame) == 417
    assert frame[:2] == b"\xff\xfb"
    assert not any(frame[4:36])
    assert frame[36:44] == b"Info\0\0\0\x0f"
    assert int.from_bytes(frame[44:48], "big") == FRAMES
    assert int.from_bytes(frame[48:52], "big") == size
    assert frame[156:165] == b"LAME4.0\0\0"
    assert frame[165:167] == bytes((1, 170))
    assert frame[176] == 128
    assert (
        frame[177:180].hex()
        == f"{ENCODER_DELAY_SAMPLES:03x}{FRAMES * FRAME_SAMPLES - ENCODER_DELAY_SAMPLES - LENGTH:03x}"
    )
    assert int.from_bytes(frame[184:188], "big") == size
    assert int.from_bytes(frame[188:190], "big") == CRC
    assert int.from_bytes(frame[190:192], "big") == crc_16(frame[:190])
    assert not any(frame[192:])


def test_places_lead_to_their_time() -> None:
    frame = info_frame(scan_frames([STREAM]), LENGTH, b"LAME4.0")
    size = 417 + len(STREAM)
    for percent, place in enumerate(frame[52:152]):
        time = percent / 100 * FRAMES
        at = (place / 256 * size - 417) / len(STREAM) * FRAMES
        assert at == pytest.approx(time, abs=1.0)


@pytest.mark.parametrize("length", [LENGTH - 4000, LENGTH + 1200])
def test_a_length_that_does_not_fit_is_refused(length: int) -> None:
    with pytest.raises(EncoderError, match="88 frames"):
        info_frame(scan_frames([STREAM]), Samples(length), b"LAME4.0")
