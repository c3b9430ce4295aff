"""Ogg Opus: small files for phones and computers, with the chapters as Vorbis comments."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile
import soxr
from mutagen import ogg, oggopus

from audioguide.encoders.comments import front_cover, vorbis_comments
from audioguide.encoders.system_errors import system_errors
from audioguide.model.session import Tags
from audioguide.model.timeline import Timeline
from audioguide.units import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from audioguide.model.audio import Block, Stereo

_SAMPLE_RATE_HZ = 48_000
"""Opus does not support 44,100 Hz."""
_COMPRESSION_LEVEL = 0.85
"""libsndfile's scale, 0 best to 1 smallest. About 87 kb/s: transparent for speech over soft tones."""
_STREAM_SERIAL = 1
"""Of the Ogg stream; libsndfile's is random, and the bytes have to be reproducible."""


class Opus:
    """An `audioguide.plugins.Encoder` by libsndfile: one piece.

    The file says how many samples at its beginning and its end are none of the session's, so that what is heard is
    exactly as long as the timeline, to the nearest of Opus's own samples.
    """

    suffix = ".opus"
    media_type = "audio/ogg"

    def pieces(self, timeline: Timeline) -> Sequence[tuple[Samples, Samples]]:
        """Return the whole timeline: the resampler has state over all of it."""
        return ((Samples(0), timeline.length),)

    def encode(self, span: tuple[Samples, Samples], blocks: Iterable[Block], folder: Path) -> Path:
        """Write the file, still without tags."""
        start, end = span
        path = folder / f"{start}-{end}{self.suffix}"
        wanted = round((end - start) * _SAMPLE_RATE_HZ / SAMPLE_RATE)
        kind = {"subtype": "OPUS", "format": "OGG", "compression_level": _COMPRESSION_LEVEL}
        with system_errors(path), soundfile.SoundFile(path, "w", _SAMPLE_RATE_HZ, channels=2, **kind) as file:
            for sound in _resampled(blocks):
                file.write(sound[: wanted - file.tell()])
            file.write(np.zeros((wanted - file.tell(), 2), np.float32))
        return path

    def join(self, timeline: Timeline, pieces: Sequence[Path], tags: Tags) -> Iterator[bytes]:
        """Put the tags in, and yield the file."""
        (path,) = pieces
        with system_errors(path):
            file = oggopus.OggOpus(path)
            file.delete()  # libsndfile names itself
            for name, value in vorbis_comments(tags, timeline):
                file[name] = value
            if tags.cover:
                file["METADATA_BLOCK_PICTURE"] = base64.b64encode(front_cover(tags.cover).write()).decode("ascii")
            file.save(padding=lambda _: 0)
        yield from _pages(path)


def _resampled(blocks: Iterable[Block]) -> Iterator[Stereo]:
    """Yield the sound at 48 kHz, shape ``(samples, 2)``."""
    stream = soxr.ResampleStream(SAMPLE_RATE, _SAMPLE_RATE_HZ, 2, dtype="float32", quality="HQ")
    for block in blocks:
        yield stream.resample_chunk(block.sound)
    yield stream.resample_chunk(np.zeros((0, 2), np.float32), last=True)


def _pages(path: Path) -> Iterator[bytes]:
    """Yield the pages of an Ogg file with a fixed serial number."""
    with path.open("rb") as file:
        while True:
            try:
                page = ogg.OggPage(file)
            except EOFError:
                return
            page.serial = _STREAM_SERIAL
            yield page.write()
