"""A recording as a bed: looped without a seam, and levelled."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soxr

from audioguide.errors import SoundError
from audioguide.model.audio import Block, Stereo, silence
from audioguide.sound.loudness import Meter
from audioguide.sound.synth import rise
from audioguide.units import SAMPLE_RATE, Samples, gain, samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_SAMPLES = samples(2.0)
"""The shortest recording that is accepted."""
CROSSFADE_SAMPLES = samples(8.0)
"""From the end to the beginning; in a short recording a quarter of its length."""
INT16_SCALE = np.float32(32768.0)


class Music:
    """A looped sound file of any length, in little memory: it is kept as 16-bit samples in a temporary file."""

    def __init__(self, path: Path, level: float, longest: Samples | None = None) -> None:
        """Read a file.

        Args:
            path: whatever libsndfile reads; or ffmpeg, where it is here.
            level: its loudness as a bed, in LUFS, as a small speaker plays it.
            longest: how much of it is heard at most; no more is decoded. All of it where left out.

        Raises:
            SoundError: it cannot be read or kept, is silent or too short, or nothing that is recorded.
        """
        enough = None if longest is None else max(longest, MIN_SAMPLES) + CROSSFADE_SAMPLES  # so it does not end in it
        try:
            loudness = self._read(path, enough)
        except OSError as error:
            msg = f"'{path}' cannot be kept in the temporary folder: {error.strerror or error}"
            raise SoundError(msg) from error
        length = len(self._sound)
        self._gain = np.float32(gain(level - loudness)) / INT16_SCALE
        self._crossfade = min(CROSSFADE_SAMPLES, length // 4)
        self._period = length - self._crossfade
        """Samples from one start of the loop to the next."""
        self._rise = rise(self._crossfade)[:, None]

    def _read(self, path: Path, enough: int | None) -> float:
        """Keep so many samples of a file, and return their loudness as a small speaker plays them."""
        meter, length = Meter(through_small_speaker=True), 0
        with tempfile.TemporaryFile(prefix="audioguide-") as file:
            for block in _until(enough, _blocks(path)):
                sound = np.clip(block, -1.0, 1.0)
                file.write(np.rint(sound * 32767.0).astype(np.int16).tobytes())
                meter.add(Block(start=Samples(length), sound=sound))
                length += len(sound)
            if length < MIN_SAMPLES:
                msg = f"'{path}' is too short for a background; it lasts {length / SAMPLE_RATE:.1f} s"
                raise SoundError(msg)
            if meter.loudness < -70.0:
                msg = f"'{path}' is silent"
                raise SoundError(msg)
            file.flush()
            # The file has no name any more, and goes when this does.
            self._sound: NDArray[np.int16] = np.memmap(file, np.int16, "r", shape=(length, 2))
        return meter.loudness

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


def _until(enough: int | None, blocks: Iterator[Stereo]) -> Iterator[Stereo]:
    """Yield blocks until there are so many samples."""
    count = 0
    for block in blocks:
        yield block if enough is None else block[: enough - count]
        count += len(block)
        if enough is not None and count >= enough:
            return


def _blocks(path: Path) -> Iterator[Stereo]:
    """Yield a file in blocks of shape ``(samples, 2)`` at 44,100 Hz."""
    from audioguide.sound.sound_file import opened  # noqa: PLC0415 - imported late: other beds must not pay for it

    with opened(path, str(path)) as (rate, blocks):
        yield from _resampled(rate, blocks)


def _resampled(rate: int, blocks: Iterable[NDArray[np.float32]]) -> Iterator[Stereo]:
    resampler = soxr.ResampleStream(rate, SAMPLE_RATE, 2, dtype="float32")
    for block in blocks:
        yield resampler.resample_chunk(_as_stereo(block))
    yield resampler.resample_chunk(np.zeros((0, 2), np.float32), last=True)


def _as_stereo(sound: NDArray[np.float32]) -> Stereo:
    """Return shape ``(samples, 2)``: mono on both channels, and the first two of more."""
    return np.repeat(sound, 2, axis=1) if sound.shape[1] == 1 else np.ascontiguousarray(sound[:, :2])
