"""FLAC: every sample as it was mixed, in about half the space."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import soundfile
from mutagen import flac

from audioguide.encoders.comments import front_cover, vorbis_comments
from audioguide.encoders.pcm import chunks, sixteen_bits
from audioguide.encoders.system_errors import system_errors
from audioguide.model.session import Tags
from audioguide.model.timeline import Timeline
from audioguide.units import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from audioguide.model.audio import Block


class Flac:
    """An `audioguide.plugins.Encoder` by libsndfile: one piece, 16 bits."""

    suffix = ".flac"
    media_type = "audio/flac"

    def pieces(self, timeline: Timeline) -> Sequence[tuple[Samples, Samples]]:
        """Return the whole timeline: a FLAC file cannot be joined."""
        return ((Samples(0), timeline.length),)

    def encode(self, span: tuple[Samples, Samples], blocks: Iterable[Block], folder: Path) -> Path:
        """Write the file, still without tags."""
        path = folder / f"{span[0]}-{span[1]}{self.suffix}"
        with (
            system_errors(path),
            soundfile.SoundFile(path, "w", SAMPLE_RATE, channels=2, subtype="PCM_16", format="FLAC") as file,
        ):
            for block in blocks:
                file.write(sixteen_bits(block.sound))
        return path

    def join(self, timeline: Timeline, pieces: Sequence[Path], tags: Tags) -> Iterator[bytes]:
        """Put the tags in, and yield the file."""
        (path,) = pieces
        with system_errors(path):
            file = flac.FLAC(path)
            if file.tags is None:  # some versions of libsndfile begin them
                file.add_tags()
            for name, value in vorbis_comments(tags, timeline):
                file[name] = value
            if tags.cover:
                file.add_picture(front_cover(tags.cover))
            file.save(padding=lambda _: 0)
        yield from chunks(path)
