"""A session as an audio source for pyatv, from any sample on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile
import soxr
from pyatv.interface import MediaMetadata
from pyatv.protocols.raop.audio_source import AudioSource

from audioguide.errors import SpeakerError
from audioguide.units import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DECODE_BLOCK = Samples(SAMPLE_RATE // 2)
"""0.5 s are decoded at a time, which takes a few milliseconds."""


class PcmSource(AudioSource):
    """16-bit stereo at 44,100 Hz from MP3, FLAC, WAV or Opus, which has 48,000 Hz; seeking is exact to the sample."""

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
            rate = self._file.samplerate
            self._file.seek(min(round(start * rate / SAMPLE_RATE), self._file.frames))
        except (soundfile.LibsndfileError, OSError) as error:
            msg = f"cannot read {path}: {error}"
            raise SpeakerError(msg) from error
        self._resampler = None if rate == SAMPLE_RATE else soxr.ResampleStream(rate, SAMPLE_RATE, 2, dtype="int16")
        self._is_read = False
        self._buffer = np.zeros((0, 2), np.int16)
        self.taken = 0
        """Samples that have been read so far, counted from `start`."""

    async def readframes(self, nframes: int) -> bytes:
        """Return `nframes` frames as big-endian 16-bit stereo; fewer only at the end."""
        while len(self._buffer) < nframes and not self._is_read:
            self._buffer = np.concatenate([self._buffer, self._decode(max(_DECODE_BLOCK, nframes))])
        part, self._buffer = self._buffer[:nframes], self._buffer[nframes:]
        self.taken += len(part)
        packet: bytes = part.astype(">i2").tobytes()
        return packet

    def _decode(self, frames: int) -> NDArray[np.int16]:
        """Decode so many frames of the file, as stereo at 44,100 Hz."""
        block: NDArray[np.int16] = self._file.read(frames, dtype="int16", always_2d=True)
        self._is_read = not len(block)
        stereo = block if block.shape[1] == 2 else block[:, :1].repeat(2, axis=1)
        if self._resampler is None:
            return stereo
        resampled: NDArray[np.int16] = self._resampler.resample_chunk(stereo, last=self._is_read)
        return resampled

    async def get_metadata(self) -> MediaMetadata:
        """Return empty metadata: the title is passed to `raop.send`."""
        return MediaMetadata()

    async def close(self) -> None:
        """Close the file."""
        self._file.close()
