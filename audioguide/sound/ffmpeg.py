"""What libsndfile does not know, decoded by ffmpeg: a second at a time, and no more than is asked for."""

from __future__ import annotations

import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, cast

import numpy as np

from audioguide.errors import SoundError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_HEAD = struct.Struct(">4s5I")
"""Of an AU file, which may be of any length: its mark, where the samples begin, how many bytes they are or none, how
each is written, samples a second, channels."""
_SAMPLE = np.dtype(">f4")
_KINDS = "aac,ac3,aiff,amr,ape,asf,au,caf,dsf,eac3,flac,flv,matroska,mov,mp3,mpegts,ogg,tta,wav,wv"
"""What a recorder or a shop makes, as ffmpeg calls it (``mov`` is M4A, too). Playlists are none: they name addresses
and other files, and ffmpeg waits for what may be added to one."""


@contextmanager
def decoded(path: Path, name: str) -> Iterator[tuple[int, Iterator[NDArray[np.float32]]]]:
    """Lend the sample rate of a file, in Hz, and its sound in blocks of a second, shape ``(samples, channels)``.

    ffmpeg waits until a block is taken, and ends with the context.

    Args:
        path: a file; addresses that it may name are not opened.
        name: what it is called in messages.

    Raises:
        SoundError: it is no sound, or ffmpeg is not here; where a block is taken, that ffmpeg gives up.
    """
    # AU: floats, and a head that tells of a rate and channels before anything is known of the length.
    command = ["ffmpeg", "-nostdin", "-protocol_whitelist", "file", "-format_whitelist", _KINDS]
    command += ["-xerror", "-i", f"file:{path}"]  # without it, half of a file would be a shorter one
    command += ["-map", "0:a:0", "-c:a", "pcm_f32be", "-f", "au", "-"]
    no_sound = f"'{name}' cannot be read as sound; save it as WAV, FLAC, OGG or MP3"
    try:
        process = subprocess.Popen(  # noqa: S603 - a shell has no part in it
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError as error:
        msg = f"{no_sound}, or install ffmpeg, which reads other kinds"
        raise SoundError(msg) from error
    with process:
        try:
            pipe = cast("IO[bytes]", process.stdout)
            head = pipe.read(_HEAD.size)
            if len(head) < _HEAD.size:
                raise SoundError(no_sound)
            _, start, _, _, rate, channels = _HEAD.unpack(head)
            pipe.read(start - _HEAD.size)
            yield rate, _blocks(process, name, rate, channels)
        finally:
            process.kill()


def _blocks(process: subprocess.Popen[bytes], name: str, rate: int, channels: int) -> Iterator[NDArray[np.float32]]:
    pipe = cast("IO[bytes]", process.stdout)
    frame = channels * _SAMPLE.itemsize
    while content := pipe.read(rate * frame):
        block = np.frombuffer(content, _SAMPLE, len(content) // frame * channels).astype(np.float32)
        yield block.reshape(-1, channels)
    if process.wait():  # the system has ended it, or some of the file is no sound: what came is not the whole
        msg = f"'{name}' is damaged, or only part of it was copied: ffmpeg gave up in the middle; copy or save it anew"
        raise SoundError(msg)
