"""The Info frame: encoder delay and padding, for gapless playback of an MP3.

LAME delays the signal by 576 samples and pads the last frame; the decoder adds a delay of 529. A first frame without
sound, invented by Xing and extended by LAME ("MP3 Info Tag rev 1 specifications"), says how much, and players skip
exactly that. Pure: bytes in, bytes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from struct import Struct

from audioguide.errors import EncoderError
from audioguide.units import Samples

FRAME_SAMPLES = 1152
"""Samples in a frame."""
ENCODER_DELAY_SAMPLES = 576
"""LAME's encoder delay."""

_BIT_RATES_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_SAMPLE_RATES_HZ = (44_100, 48_000, 32_000)
_MPEG_1_LAYER_3 = 0x7FFD
"""The first 15 bits of every frame: sync word, version and layer."""
_WORD = Struct(">I")
_PADDING_BIT = 0x0000_0200
_SIDE_INFORMATION_BYTES = 32
"""Its size in a stereo frame; all zero here, so that decoders without support for the tag play silence."""
_LOWPASS_HZ = 17_000
"""LAME's lowpass at 128 kb/s."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The fields of a frame header that we need."""

    kilobits: int
    """Bit rate in kb/s."""
    size: int
    """Bytes from this frame to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameStats:
    """Statistics of a stream of frames."""

    first: int
    """The first frame's header, as a 32-bit word."""
    frames: int
    """How many there are."""
    size: int
    """Bytes of all of them."""
    crc: int
    """CRC-16/ARC of all of them."""


@cache
def read_header(word: int) -> Header:
    """Parse the header of an MPEG-1 Layer III frame, a 32-bit word.

    Raises:
        EncoderError: it is no such header.
    """
    kilobits, rate = word >> 12 & 15, word >> 10 & 3
    if word >> 17 != _MPEG_1_LAYER_3 or kilobits in (0, 15) or rate == 3:
        msg = f"the MP3 encoder has made a frame that begins with {word:08x}, which no player knows"
        raise EncoderError(msg)
    size = 144_000 * _BIT_RATES_KBPS[kilobits] // _SAMPLE_RATES_HZ[rate] + bool(word & _PADDING_BIT)
    return Header(kilobits=_BIT_RATES_KBPS[kilobits], size=size)


def with_kilobits(word: int, kilobits: int) -> int:
    """Return a header with another bit rate, in kb/s."""
    return word & ~(15 << 12) | _BIT_RATES_KBPS.index(kilobits) << 12


def scan_frames(chunks: Iterable[bytes]) -> FrameStats:
    """Scan a stream of frames, in chunks that may end anywhere.

    Raises:
        EncoderError: it has no frame, or does not end with a whole one.
    """
    first = frames = size = crc = 0
    rest = b""
    for chunk in chunks:
        crc = _crc_16(chunk, crc)
        rest += chunk
        at = 0
        while at + 4 <= len(rest):
            (word,) = _WORD.unpack_from(rest, at)
            after = at + read_header(word).size
            if after > len(rest):
                break
            first = first or word
            frames += 1
            at = after
        size += at
        rest = rest[at:]
    if rest or not frames:
        raise EncoderError("the MP3 encoder has stopped in the middle of a frame")
    return FrameStats(first=first, frames=frames, size=size, crc=crc)


def info_frame(stream: FrameStats, length: Samples, encoder: bytes) -> bytes:
    """Make the frame that goes before `stream`, so that it decodes to `length` samples.

    Args:
        stream: of a constant bit rate; the frame takes it over, or players would report a variable one.
        length: of the encoder's input, in samples.
        encoder: its name and version, ``LAME3.100``. Players believe the delay only if it begins with LAME.

    Raises:
        EncoderError: the stream is too short or too long for that many samples.
    """
    padding = stream.frames * FRAME_SAMPLES - ENCODER_DELAY_SAMPLES - length
    # The decoder's delay needs 529 samples of padding; with less, the end would be cut off.
    if not 529 <= padding < 1 << 12:
        msg = f"the MP3 encoder has made {stream.frames} frames of {length} samples, which do not fit together"
        raise EncoderError(msg)
    word = stream.first & ~_PADDING_BIT
    header = read_header(word)
    size = header.size + stream.size
    # The seek table: 100 positions in 256ths of the file, linear as the bit rate is constant.
    seek_table = bytes((header.size + stream.size * percent // 100) * 256 // size for percent in range(100))
    tag = b"".join(
        (
            word.to_bytes(4, "big"),
            bytes(_SIDE_INFORMATION_BYTES),
            b"Info",
            (0b1111).to_bytes(4, "big"),  # all four follow: frames, bytes, seek table, quality
            stream.frames.to_bytes(4, "big"),
            size.to_bytes(4, "big"),
            seek_table,
            # Quality as LAME counts it: 100 - 10 x 4 (its VBR default) - 7 (the quickest of ours).
            (53).to_bytes(4, "big"),
            encoder.ljust(9, b"\0")[:9],
            bytes((0x01, _LOWPASS_HZ // 100)),  # tag revision 0, constant bit rate; lowpass
            bytes(8),  # no peak and no ReplayGain: levels are set where sounds enter
            bytes((0x14, header.kilobits)),  # LAME's psychoacoustics and hearing threshold
            (ENCODER_DELAY_SAMPLES << 12 | padding).to_bytes(3, "big"),
            bytes((0x4E, 0)),  # 44.1 kHz, joint stereo, LAME's noise shaping; never amplified afterwards
            header.kilobits.to_bytes(2, "big"),  # as a preset
            size.to_bytes(4, "big"),
            stream.crc.to_bytes(2, "big"),
        )
    )
    return (tag + _crc_16(tag).to_bytes(2, "big")).ljust(header.size, b"\0")


def _crc_16(data: bytes, before: int = 0) -> int:
    """Return the CRC-16/ARC of bytes that follow those whose it is `before`."""
    from fastcrc import crc16  # noqa: PLC0415 - imported late: asking an encoder for its suffix must not pay for it

    return crc16.arc(data, before)
