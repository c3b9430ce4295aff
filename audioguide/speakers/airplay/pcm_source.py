"""A session as an audio source for pyatv, from any sample on."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from pyatv.interface import MediaMetadata
from pyatv.protocols.raop.audio_source import AudioSource

from audioguide.errors import SpeakerError
from audioguide.units import SAMPLE_RATE, Samples

_DECODE_BLOCK = Samples(SAMPLE_RATE // 2)
"""0.5 s are decoded at a time, which takes a few milliseconds."""


class PcmSource(AudioSource):
    """16-bit stereo at 44,100 Hz from MP3, FLAC or WAV; seeking is exact to the sample in each of them."""

    sample_rate, channels, sample_size = SAMPLE_RATE, 2, 2
    duration = 0
    """0 is unknown: with a duration the receiver would show a position that no seek corrects."""

    def __init__(self, path: Path, start: Samples) -> None:
        """Open a file at a position.

        Raises:
            SpeakerError: it cannot be read.
        """
        try:
            self._file = soundfile.SoundFile(path)
            self._file.seek(min(start, self._file.frames))
        except (soundfile.LibsndfileError, OSError) as error:
            msg = f"cannot read {path}: {error}"
            raise SpeakerError(msg) from error
        self._buffer = np.zeros((0, 2), np.int16)
        self.taken = 0
        """Samples that have been read so far, counted from `start`."""

    async def readframes(self, nframes: int) -> bytes:
        """Return `nframes` frames as big-endian 16-bit stereo; fewer only at the end."""
        if len(self._buffer) < nframes:
            block = self._file.read(max(_DECODE_BLOCK, nframes), dtype="int16", always_2d=True)
            stereo = block if block.shape[1] == 2 else block[:, :1].repeat(2, axis=1)
            self._buffer = np.concatenate([self._buffer, stereo])
        part, self._buffer = self._buffer[:nframes], self._buffer[nframes:]
        self.taken += len(part)
        packet: bytes = part.astype(">i2").tobytes()
        return packet

    async def get_metadata(self) -> MediaMetadata:
        """Return empty metadata: the title is passed to `raop.send`."""
        return MediaMetadata()

    async def close(self) -> None:
        """Close the file."""
        self._file.close()
