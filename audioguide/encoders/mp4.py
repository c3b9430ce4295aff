"""M4A and M4B: AAC with chapters and cover, for phones and for players of audiobooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
from mutagen import mp4

from audioguide.encoders.pcm import chunks
from audioguide.encoders.system_errors import system_errors
from audioguide.encoders.tags import iso_639_2
from audioguide.errors import SoundError
from audioguide.model.session import Tags
from audioguide.model.timeline import Timeline
from audioguide.units import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audioguide.model.audio import Block

_BIT_RATE_BPS = 128_000
"""More brings no audible gain in speech over soft tones, with FFmpeg's encoder."""
_AAC_FRAME_SAMPLES = 1024
"""Samples in an AAC frame; also the encoder delay."""
_TIME_BASE = Fraction(1, SAMPLE_RATE)
_BARE = {"fflags": "+bitexact"}
"""Without dates and versions, so that the bytes are reproducible."""
_STIK_AUDIOBOOK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mp4:
    """An `audioguide.plugins.Encoder` by FFmpeg: one piece.

    An edit list says where the session begins. Most players honour that, fewer an end before the end of the last frame;
    so silence is put in front, within what the edit list leaves out, until the session ends where a frame does.
    """

    suffix: str
    brand: str
    """The major brand of the file type box."""
    kind: int | None = None
    """The media kind (stik) in iTunes' numbering; None: music."""
    media_type: str = "audio/mp4"

    def pieces(self, timeline: Timeline) -> Sequence[tuple[Samples, Samples]]:
        """Return the whole timeline: the encoder's rate control depends on all that came before."""
        return ((Samples(0), timeline.length),)

    def encode(self, span: tuple[Samples, Samples], blocks: Iterable[Block], folder: Path) -> Path:
        """Write the frames into a NUT container."""
        start, end = span
        path = folder / f"{start}-{end}.nut"
        silence = np.zeros((_leading_silence(end - start), 2), np.float32)
        with av.open(str(path), "w", format="nut", options=_BARE) as file:
            stream = file.add_stream("aac", rate=SAMPLE_RATE, layout="stereo", bit_rate=_BIT_RATE_BPS)
            at = 0
            for sound in chain((silence,), (block.sound for block in blocks)):
                if len(sound):
                    planes = np.ascontiguousarray(sound.T)
                    frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
                    frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, at, _TIME_BASE
                    file.mux(stream.encode(frame))
                    at += len(sound)
            file.mux(stream.encode(None))
        return path

    def join(self, timeline: Timeline, pieces: Sequence[Path], tags: Tags) -> Iterator[bytes]:
        """Remux the frames into MP4 with chapters and tags, and yield the file."""
        (piece,) = pieces
        path = piece.with_suffix(self.suffix)
        options = _BARE | {"movflags": "+faststart", "movie_timescale": str(SAMPLE_RATE), "brand": self.brand}
        with av.open(str(piece)) as bare, av.open(str(path), "w", format="ipod", options=options) as file:
            stream = file.add_stream_from_template(bare.streams.audio[0])
            stream.time_base = _TIME_BASE
            stream.metadata["language"] = iso_639_2(tags.language)
            file.set_chapters(
                [
                    {
                        "id": number,
                        "start": chapter.start,
                        "end": chapter.end,
                        "time_base": _TIME_BASE,
                        "metadata": {"title": chapter.title},
                    }
                    for number, chapter in enumerate(timeline.chapters)
                ]
            )
            at = -_AAC_FRAME_SAMPLES - _leading_silence(timeline.length)
            for packet in bare.demux(audio=0):
                if packet.size:  # the last one is empty
                    packet.stream, packet.time_base = stream, _TIME_BASE
                    packet.pts = packet.dts = at
                    packet.duration = _AAC_FRAME_SAMPLES
                    at += _AAC_FRAME_SAMPLES
                    file.mux(packet)
        with system_errors(path):
            self._tag(path, timeline, tags)
        yield from chunks(path)

    def _tag(self, path: Path, timeline: Timeline, tags: Tags) -> None:
        """Write tags in iTunes' form: `mutagen.mp4` lists the names."""
        file = mp4.MP4(path)
        words = {"nam": tags.title, "ART": tags.artist, "alb": tags.album, "gen": "Speech", "cmt": tags.comment}
        words |= {"day": tags.date, "too": "audioguide", "lyr": "\n".join(say.text for say in timeline.says)}
        for name, value in words.items():
            if value:
                file[f"\xa9{name}"] = value
        file["trkn"] = [tags.track]
        if tags.cover:
            file["covr"] = [mp4.MP4Cover(tags.cover, mp4.MP4Cover.FORMAT_PNG)]
        if self.kind is not None:
            file["stik"] = [self.kind]
        file.save(padding=lambda _: 0)


def decode_mp4(path: Path) -> NDArray[np.int16]:
    """Return the sound of a file that was made here, shape ``(samples, 2)`` at 44,100 Hz.

    Raises:
        SoundError: it cannot be read.
    """
    as_samples = av.AudioResampler("s16", "stereo", SAMPLE_RATE)
    try:
        with av.open(str(path)) as file:
            frames = [piece for frame in (*file.decode(audio=0), None) for piece in as_samples.resample(frame)]
        return np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in frames])
    except (av.FFmpegError, LookupError, ValueError) as error:  # the last two where there is no sound in it
        msg = f"'{path}' cannot be read: it is damaged, or gone"
        raise SoundError(msg) from error


def m4a() -> Mp4:
    """Return the encoder for M4A."""
    return Mp4(suffix=".m4a", brand="M4A ")


def m4b() -> Mp4:
    """Return the encoder for M4B: players list it as an audiobook and remember the position."""
    return Mp4(suffix=".m4b", brand="M4B ", kind=_STIK_AUDIOBOOK)


def _leading_silence(length: Samples | int) -> int:
    """Return the samples of leading silence with which a session of `length` samples ends at the end of a frame."""
    return -length % _AAC_FRAME_SAMPLES
