"""A sound file, from any sample on, as a WAV file that is read while it is decoded."""

from __future__ import annotations

import io
import os
import struct
from pathlib import Path

import soundfile

from audioguide.errors import SpeakerError
from audioguide.units import Samples

_HEADER = 44
_BYTES = 2
"""Of a sample in one channel."""


class WaveStream(io.BufferedIOBase):
    """16 bit PCM behind a header, of MP3, FLAC or WAV alike: at a position is the same sample in each of them."""

    def __init__(self, path: Path, start: Samples) -> None:
        """Open the file.

        Raises:
            SpeakerError: it cannot be read.
        """
        try:
            self._file = soundfile.SoundFile(path)
        except (soundfile.LibsndfileError, OSError) as error:
            msg = f"cannot read {path}: {error}"
            raise SpeakerError(msg) from error
        rate, channels = self._file.samplerate, self._file.channels
        self._start, self._wide = start, channels * _BYTES
        self._size = _HEADER + max(0, self._file.frames - start) * self._wide
        form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, rate * self._wide, self._wide, 8 * _BYTES)
        data = struct.pack("<4sI", b"data", min(self._size - _HEADER, 2**32 - 1))
        self._header = struct.pack("<4sI4s", b"RIFF", min(self._size - 8, 2**32 - 1), b"WAVE") + form + data
        self._at = 0
        self.taken = 0
        """Samples that have been read since somebody last sought."""

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Return where it is read next, in bytes."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go there, in bytes."""
        origin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at, self.taken = min(max(0, origin + offset), self._size), 0
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """Read so many bytes, fewer only at the end."""
        end = self._size if size is None or size < 0 else min(self._at + size, self._size)
        begin, self._at = self._at, end
        head = self._header[begin:end]
        if end <= _HEADER or begin >= end:
            return head
        first, skip = divmod(max(begin - _HEADER, 0), self._wide)
        last = -((_HEADER - end) // self._wide)  # rounded up: an odd byte needs its sample
        if self._file.tell() != self._start + first:
            self._file.seek(self._start + first)
        data: bytes = self._file.read(last - first, dtype="int16", always_2d=True).astype("<i2").tobytes()
        self.taken += len(data) // self._wide
        found = head + data[skip : skip + end - max(begin, _HEADER)]
        if len(found) < end - begin:  # the length of an MP3 without an Info frame is a guess
            self._at = self._size = begin + len(found)
        return found

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()
