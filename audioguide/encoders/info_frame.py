"""The Info frame: tells a decoder where an MP3's sound begins and ends.

LAME delays the sound by 576 samples and fills up the last frame; the decoder adds 529 of its own. A first frame without
sound, invented by Xing and extended by LAME ("MP3 Info Tag rev 1 specifications"), says so, and players leave
exactly that much away. Pure: bytes in, bytes out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from struct import Struct

from fastcrc import crc16

from audioguide.errors import EncoderError
from audioguide.units import Samples

FRAME = 1152
"""Samples in a frame."""
DELAY = 576
"""Samples by which LAME's sound comes late."""

_KILOBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_SAMPLE_RATES = (44_100, 48_000, 32_000)
_MPEG_1_LAYER_3 = 0x7FFD
"""The first 15 bits of every frame: sync word, version and layer."""
_WORD = Struct(">I")
_PADDING_BIT = 0x0000_0200
_SIDE_INFORMATION = 32
"""Bytes of it in a stereo frame; all zero here, so that older decoders play silence."""
_LOWPASS = 17_000
"""Where LAME ends at 128 kb/s, in Hz."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the first four bytes of a frame say."""

    kilobits: int
    """Bit rate in kb/s."""
    size: int
    """Bytes from this frame to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameStats:
    """What is to be known about a stream of frames."""

    first: int
    """The first frame's header."""
    frames: int
    size: int
    """Bytes of all of them."""
    crc: int
    """CRC-16/ARC of all of them."""


@cache
def read_header(word: int) -> Header:
    """Take the first four bytes of an MPEG-1 Layer III frame apart.

    Raises:
        EncoderError: it is none.
    """
    kilobits, rate = word >> 12 & 15, word >> 10 & 3
    if word >> 17 != _MPEG_1_LAYER_3 or kilobits in (0, 15) or rate == 3:
        msg = f"the MP3 encoder has made a frame that begins with {word:08x}, which no player knows"
        raise EncoderError(msg)
    size = 144_000 * _KILOBITS[kilobits] // _SAMPLE_RATES[rate] + bool(word & _PADDING_BIT)
    return Header(kilobits=_KILOBITS[kilobits], size=size)


def with_kilobits(word: int, kilobits: int) -> int:
    """Return the first four bytes of the same frame at another bit rate."""
    return word & ~(15 << 12) | _KILOBITS.index(kilobits) << 12


def scan_frames(chunks: Iterable[bytes]) -> FrameStats:
    """Walk through a stream that is cut anywhere.

    Raises:
        EncoderError: it has no frame, or does not end with a whole one.
    """
    first = frames = size = crc = 0
    rest = b""
    for chunk in chunks:
        crc = crc16.arc(chunk, crc)
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
        length: what was given to the encoder.
        encoder: its name and version, ``LAME3.100``. Players believe the delay only if it begins with LAME.

    Raises:
        EncoderError: the stream is too short or too long for that many samples.
    """
    padding = stream.frames * FRAME - DELAY - length
    # The decoder's own delay takes 529 of the padding; less than that would cut the end off.
    if not 529 <= padding < 1 << 12:
        msg = f"the MP3 encoder has made {stream.frames} frames of {length} samples, which do not fit together"
        raise EncoderError(msg)
    word = stream.first & ~_PADDING_BIT
    header = read_header(word)
    size = header.size + stream.size
    # A hundred places for jumps, in 256ths of the file: in a constant bit rate, time runs as evenly as bytes.
    places = bytes((header.size + stream.size * percent // 100) * 256 // size for percent in range(100))
    tag = b"".join(
        (
            word.to_bytes(4, "big"),
            bytes(_SIDE_INFORMATION),
            b"Info",
            (0b1111).to_bytes(4, "big"),  # all four follow: frames, bytes, places, quality
            stream.frames.to_bytes(4, "big"),
            size.to_bytes(4, "big"),
            places,
            (55).to_bytes(4, "big"),  # quality as LAME counts it: 100 - 10 x 4 (its VBR default) - 5 (ours)
            encoder.ljust(9, b"\0")[:9],
            bytes((0x01, _LOWPASS // 100)),  # tag revision 0, constant bit rate; lowpass
            bytes(8),  # no peak and no ReplayGain: levels are set where sounds enter
            bytes((0x14, header.kilobits)),  # LAME's psychoacoustics and hearing threshold
            (DELAY << 12 | padding).to_bytes(3, "big"),
            bytes((0x4E, 0)),  # 44.1 kHz, joint stereo, LAME's noise shaping; never amplified afterwards
            header.kilobits.to_bytes(2, "big"),  # as a preset
            size.to_bytes(4, "big"),
            stream.crc.to_bytes(2, "big"),
        )
    )
    return (tag + crc16.arc(tag).to_bytes(2, "big")).ljust(header.size, b"\0")
