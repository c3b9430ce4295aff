"""A recording as a bed: looped without a seam, and levelled."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soxr

from audioguide.errors import SoundError
from audioguide.model.audio import Block, Stereo, silence
from audioguide.sound.loudness import Meter
from audioguide.units import SAMPLE_RATE, Samples, gain, samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_SAMPLES = samples(2.0)
"""The shortest recording that is accepted."""
CROSSFADE_SAMPLES = samples(8.0)
"""From the end to the beginning; in a short recording a quarter of its length."""
READ_FRAMES = 1 << 16
"""Frames read from a file at a time."""
INT16_SCALE = np.float32(32768.0)


class Music:
    """A looped sound file of any length, in little memory: it is kept as 16-bit samples in a temporary file."""

    def __init__(self, path: Path, level: float) -> None:
        """Read a file.

        Args:
            path: whatever libsndfile reads; or pydub, which needs ffmpeg for that.
            level: its loudness as a bed, in LUFS, as a small speaker plays it.

        Raises:
            SoundError: it cannot be read, is silent or too short.
        """
        meter, length = Meter(through_small_speaker=True), 0
        with tempfile.TemporaryFile(prefix="audioguide-") as file:
            for block in _blocks(path):
                file.write(np.rint(np.clip(block, -1.0, 1.0) * 32767.0).astype(np.int16).tobytes())
                meter.add(Block(start=Samples(length), sound=block))
                length += len(block)
            if length < MIN_SAMPLES:
                msg = f"'{path}' is too short for a background; it lasts {length / SAMPLE_RATE:.1f} s"
                raise SoundError(msg)
            if meter.loudness < -70.0:
                msg = f"'{path}' is silent"
                raise SoundError(msg)
            file.flush()
            # The file has no name any more, and goes when this does.
            self._sound: NDArray[np.int16] = np.memmap(file, np.int16, "r", shape=(length, 2))
        self._gain = np.float32(gain(level - meter.loudness)) / INT16_SCALE
        self._crossfade = min(CROSSFADE_SAMPLES, length // 4)
        self._period = length - self._crossfade
        """Samples from one start of the loop to the next."""
        rise = np.sin(np.pi / 2 * (np.arange(self._crossfade) + 0.5) / self._crossfade)
        self._rise = rise.astype(np.float32)[:, None]

    def render(self, start: Samples, length: Samples) -> Stereo:
        """Return any window of it, shape ``(length, 2)``."""
        window = silence(length)
        at, stop = int(start), int(start) + length
        while at < stop:
            loop, into = divmod(at, self._period)
            fading = loop > 0 and into < self._crossfade
            until = min(stop, loop * self._period + (self._crossfade if fading else self._period))
            count = until - at
            piece = window[at - start : until - start]
            piece[:] = self._sound[into : into + count]
            if fading:
                piece *= self._rise[into : into + count]
                piece += self._sound[self._period + into :][:count] * self._rise[::-1][into : into + count]
            at = until
        window *= self._gain
        return window


def _blocks(path: Path) -> Iterator[Stereo]:
    """Yield a file in blocks of shape ``(samples, 2)`` at 44,100 Hz."""
    import soundfile  # noqa: PLC0415 - imported late: other beds must not pay for it

    try:
        with soundfile.SoundFile(path) as file:
            resampler = soxr.ResampleStream(file.samplerate, SAMPLE_RATE, 2, dtype="float32")
            for block in file.blocks(READ_FRAMES, dtype="float32", always_2d=True):
                yield resampler.resample_chunk(_as_stereo(block))
            yield resampler.resample_chunk(np.zeros((0, 2), np.float32), last=True)
    except soundfile.SoundFileError:
        yield from _through_pydub(path)


def _through_pydub(path: Path) -> Iterator[Stereo]:
    from pydub import AudioSegment  # noqa: PLC0415 - pydub looks for ffmpeg when it is loaded, and warns
    from pydub.exceptions import CouldntDecodeError  # noqa: PLC0415 - likewise

    try:
        segment = AudioSegment.from_file(path)
    except (CouldntDecodeError, OSError, IndexError) as error:
        msg = f"'{path}' cannot be read as sound; save it as WAV, FLAC, OGG or MP3 (other kinds need ffmpeg)"
        raise SoundError(msg) from error
    sound = np.array(segment.get_array_of_samples(), np.float32).reshape(-1, segment.channels)
    sound /= float(1 << (8 * segment.sample_width - 1))
    yield soxr.resample(_as_stereo(sound), segment.frame_rate, SAMPLE_RATE)


def _as_stereo(sound: NDArray[np.float32]) -> Stereo:
    """Return shape ``(samples, 2)``: mono on both channels, and the first two of more."""
    return np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else np.ascontiguousarray(sound[:, :2])
