"""WAV: every sample as it was mixed, for those who go on editing. Chapters and words in a chunk that holds ID3."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide.encoders.pcm import chunks, sixteen_bits
from audioguide.encoders.tags import id3
from audioguide.errors import EncoderError
from audioguide.model.session import Tags
from audioguide.model.timeline import Timeline
from audioguide.units import SAMPLE_RATE, Samples, samples

if TYPE_CHECKING:
    from audioguide.model.audio import Block

_FRAME_BYTES = 4
"""Of one sample in both channels."""
_FORMAT_PCM = 1
_PIECE_SAMPLES = samples(60.0)
_MAX_BYTES = (1 << 32) - (1 << 24)
"""A WAV has 32-bit sizes; this leaves room for the tags."""


class Wav:
    """An `audioguide.plugins.Encoder`: 16 bits, in pieces of a minute."""

    suffix = ".wav"
    media_type = "audio/wav"

    def pieces(self, timeline: Timeline) -> Sequence[tuple[Samples, Samples]]:
        """Cut the timeline into minutes."""
        starts = range(0, timeline.length, _PIECE_SAMPLES)
        return tuple((Samples(start), Samples(min(start + _PIECE_SAMPLES, timeline.length))) for start in starts)

    def encode(self, span: tuple[Samples, Samples], blocks: Iterable[Block], folder: Path) -> Path:
        """Write bare samples."""
        path = folder / f"{span[0]}-{span[1]}.pcm"
        with path.open("wb") as file:
            for block in blocks:
                file.write(sixteen_bits(block.sound).tobytes())
        return path

    def join(self, timeline: Timeline, pieces: Sequence[Path], tags: Tags) -> Iterator[bytes]:
        """Yield the header, the samples and the tag.

        Raises:
            EncoderError: the session is longer than a WAV can be.
        """
        size = timeline.length * _FRAME_BYTES
        if size > _MAX_BYTES:
            msg = "a WAV file cannot hold more than six hours; take flac instead"
            raise EncoderError(msg)
        tag = id3(tags, timeline)
        tag += b"\0" * (len(tag) % 2)
        form = struct.pack("<HHIIHH", _FORMAT_PCM, 2, SAMPLE_RATE, SAMPLE_RATE * _FRAME_BYTES, _FRAME_BYTES, 16)
        body = (b"fmt ", form), (b"id3 ", tag)
        whole = 4 + sum(8 + len(chunk) for _, chunk in body) + 8 + size
        yield b"RIFF" + struct.pack("<I", whole) + b"WAVE" + _chunk(*body[0])
        yield b"data" + struct.pack("<I", size)
        for piece in pieces:
            yield from chunks(piece)
        yield _chunk(*body[1])


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content
