"""MP3: constant 128 kb/s, joint stereo, exactly as long as the timeline."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.encoders.hiss import HissDetector
from audioguide.encoders.info_frame import FRAME_SAMPLES, info_frame, scan_frames
from audioguide.encoders.pcm import sixteen_bits
from audioguide.model.session import Tags
from audioguide.units import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    import lameenc

    from audioguide.model.audio import Block
    from audioguide.model.timeline import Timeline

_BIT_RATE_KBPS = 128
_QUALITY, _HISS_QUALITY = 7, 5
"""LAME's scale, 0 best to 9 fastest. 7 does not shape its noise, takes half as long as 5, and is as good for voices,
tones and low beds; where it hisses all the time, 5 is better."""
_LISTENED_SAMPLES = Samples(24 * SAMPLE_RATE)
"""Of the beginning of a piece: how it sounds there decides on its quality."""
_MAKEUP_GAIN = 1 / 0.95
"""At 160 kb/s and below LAME attenuates its input by 0.45 dB, against clipping."""
_BLOCKS_PER_TURN = 16
"""Blocks mixed before LAME encodes them: alternating more often, the two evict each other from the CPU's caches."""
_CHUNK_BYTES = 1 << 16
CYCLE_SAMPLES = Samples(49 * FRAME_SAMPLES)
"""At 44.1 kHz and 128 kb/s a frame has 417 47/49 bytes: the padding pattern repeats after this many samples."""
_CYCLE_BYTES = 49 * 144_000 * _BIT_RATE_KBPS // SAMPLE_RATE
_PIECE_CYCLES, _MIN_PIECE_CYCLES = 128, 8
"""Usual and fewest cycles in a piece: at some minutes the overlap is under 1 %, and all processors have work."""
_LOOKAHEAD_SAMPLES = Samples(3 * FRAME_SAMPLES)
"""Input that LAME needs after a frame before it encodes it."""


class Mp3:
    """An `audioguide.plugins.Encoder` by LAME.

    A piece begins at a multiple of `CYCLE_SAMPLES`, and the one before it ends a cycle later: `splice` joins the two
    within the cycle that they share.
    """

    suffix = ".mp3"
    media_type = "audio/mpeg"

    def pieces(self, timeline: Timeline) -> Sequence[tuple[Samples, Samples]]:
        """Cut the timeline into an even number of pieces, of two to three minutes where it is long."""
        cycles = timeline.length // CYCLE_SAMPLES
        count = max(1, min(2 * math.ceil(cycles / (2 * _PIECE_CYCLES)), cycles // _MIN_PIECE_CYCLES))
        starts = [Samples(index * cycles // count * CYCLE_SAMPLES) for index in range(count)]
        ends = [Samples(start + CYCLE_SAMPLES + _LOOKAHEAD_SAMPLES) for start in starts[1:]]
        return tuple(zip(starts, [*ends, timeline.length], strict=True))

    def encode(self, span: tuple[Samples, Samples], blocks: Iterable[Block], folder: Path) -> Path:
        """Write bare frames, without tags, while the blocks come in."""
        detector, sounds = HissDetector(), iter(blocks)
        turn: list[bytes] = []
        for block in sounds:
            detector.add(block.sound)
            turn.append(_pcm(block))
            if detector.heard >= _LISTENED_SAMPLES:
                break
        encoder = _lame(_HISS_QUALITY if detector.hisses else _QUALITY)
        path = folder / f"{span[0]}-{span[1]}.mp3"
        with path.open("wb", buffering=_CHUNK_BYTES) as file:
            while turn:
                for pcm in turn:
                    file.write(encoder.encode(pcm))
                turn.clear()  # before there are others
                turn.extend(_pcm(block) for block in islice(sounds, _BLOCKS_PER_TURN))
            file.write(encoder.flush())
        return path

    def join(self, timeline: Timeline, pieces: Sequence[Path], tags: Tags) -> Iterator[bytes]:
        """Yield the tag, the Info frame, and the frames.

        Raises:
            EncoderError: LAME's frames are not complete, or do not match the timeline.
        """
        from audioguide.encoders.splice import splice  # noqa: PLC0415 - imported late: asking an encoder for its suffix must not pay for it
        from audioguide.encoders.tags import id3  # noqa: PLC0415 - likewise

        starts = [start // CYCLE_SAMPLES for start, _ in self.pieces(timeline)]
        lengths = [(after - before) * _CYCLE_BYTES for before, after in pairwise(starts)]
        joins = [
            splice(_cycle(before, length), _cycle(after, 0))
            for (before, after), length in zip(pairwise(pieces), lengths, strict=True)
        ]
        stream = partial(_stream, pieces, lengths, joins)
        frames = scan_frames(stream())
        yield id3(tags, timeline)
        yield info_frame(frames, timeline.length, _lame_version())
        yield from stream()


def _stream(pieces: Sequence[Path], lengths: Sequence[int], joins: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the frames: each piece up to the cycle that it shares with the next, then that cycle as it was joined.

    Args:
        pieces: bare frames.
        lengths: of each piece but the last, up to the shared cycle, in bytes.
        joins: the shared cycles.
    """
    ends = (*lengths, pieces[-1].stat().st_size)
    for index, (piece, end, join) in enumerate(zip(pieces, ends, (*joins, b""), strict=True)):
        start = _CYCLE_BYTES if index else 0
        with piece.open("rb") as file:
            file.seek(start)
            for at in range(start, end, _CHUNK_BYTES):
                yield file.read(min(_CHUNK_BYTES, end - at))
        yield join


def _cycle(piece: Path, start: int) -> bytes:
    """Read the cycle of frames that begins at a byte of a piece."""
    with piece.open("rb") as file:
        file.seek(start)
        return file.read(_CYCLE_BYTES)


def _pcm(block: Block) -> bytes:
    return sixteen_bits(block.sound, _MAKEUP_GAIN).tobytes()


def _lame(quality: int) -> lameenc.Encoder:
    import lameenc  # noqa: PLC0415 - imported late: to encode only

    encoder = lameenc.Encoder()
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_channels(2)
    encoder.set_bit_rate(_BIT_RATE_KBPS)
    encoder.set_quality(quality)
    encoder.silence()  # itself, on the terminal
    return encoder


@cache
def _lame_version() -> bytes:
    """Return ``LAME3.100``: LAME pads frames of silence with its name."""
    lame = _lame(_QUALITY)
    silence = lame.encode(bytes(4)) + lame.flush()
    found = re.search(rb"LAME\d+\.\d+", silence)
    return found[0] if found else b"LAME"
