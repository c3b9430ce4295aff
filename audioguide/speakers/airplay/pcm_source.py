"""A session, from any sample on, as pyatv takes what it sends."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
from pyatv.interface import MediaMetadata
from pyatv.protocols.raop.audio_source import AudioSource

from audioguide.errors import SpeakerError
from audioguide.units import SAMPLE_RATE, Samples

_AT_ONCE = SAMPLE_RATE // 2
"""Samples that are decoded together, which takes a few milliseconds."""


class PcmSource(AudioSource):
    """16 bit stereo, of MP3, FLAC or WAV alike: at a position is the same sample in each of them."""

    sample_rate, channels, sample_size = SAMPLE_RATE, 2, 2
    duration = 0
    """Unknown to the receiver: it would show a position of its own that no jump corrects."""

    def __init__(self, path: Path, start: Samples) -> None:
        """Open a session.

        Raises:
            SpeakerError: it cannot be read.
        """
        try:
            self._file = soundfile.SoundFile(path)
            self._file.seek(min(start, self._file.frames))
        except (soundfile.LibsndfileError, OSError) as error:
            msg = f"cannot read {path}: {error}"
            raise SpeakerError(msg) from error
        self._held = np.zeros((0, 2), np.int16)
        self.taken = 0
        """Samples that have been taken so far."""

    async def readframes(self, nframes: int) -> bytes:
        """Return so many samples, the big end of each first; fewer only at the end."""
        if len(self._held) < nframes:
            block = self._file.read(max(_AT_ONCE, nframes), dtype="int16", always_2d=True)
            both = block if block.shape[1] == 2 else block[:, :1].repeat(2, axis=1)
            self._held = np.concatenate([self._held, both])
        part, self._held = self._held[:nframes], self._held[nframes:]
        self.taken += len(part)
        packet: bytes = part.astype(">i2").tobytes()
        return packet

    async def get_metadata(self) -> MediaMetadata:
        """Return none: the title is told beside it."""
        return MediaMetadata()

    async def close(self) -> None:
        """Close the file."""
        self._file.close()
