"""A sound file of anybody's: a bed of their own, a recording of their voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from audioguide.errors import SoundError
from audioguide.sound.ffmpeg import decoded
from audioguide.state.scratch import is_special

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

LOWEST_RATE, HIGHEST_RATE = 4_000, 768_000
"""Hz: a telephone of old has 8,000, and no converter more than 768,000."""
LOUDEST = 1e6
"""Of full scale, 120 dB over it: nobody records beyond, and a resampler goes on to infinity from there."""


@contextmanager
def opened(path: Path, name: str) -> Iterator[tuple[int, Iterator[NDArray[np.float32]]]]:
    """Lend the sample rate of a file, in Hz, and its sound in blocks of a second, shape ``(samples, channels)``.

    It is read by libsndfile, or M4A and the like by ffmpeg.

    Args:
        path: a file; a pipe is refused, since whoever opens one waits for ever.
        name: what it is called in messages.

    Raises:
        SoundError: it cannot be read, it is no sound, or nobody records at such a rate; where a block is taken, that it
            is damaged.
    """
    try:
        if is_special(path):
            msg = f"'{name}' is a device, a pipe or a folder, and no sound file; name a file"
            raise SoundError(msg)
        path.open("rb").close()  # it says why it cannot be read: the decoders do not
    except OSError as error:
        msg = f"'{name}' cannot be read: {error.strerror}"
        raise SoundError(msg) from error
    with ExitStack() as source:
        try:
            file = source.enter_context(soundfile.SoundFile(path))
            rate, blocks = file.samplerate, file.blocks(file.samplerate, dtype="float32", always_2d=True)
        except (soundfile.SoundFileError, TypeError):  # of a name that ends in .raw, it asks for the rate
            rate, blocks = source.enter_context(decoded(path, name))
        _check_rate(name, rate)
        yield rate, _checked(name, blocks)


def _checked(name: str, blocks: Iterable[NDArray[np.float32]]) -> Iterator[NDArray[np.float32]]:
    try:
        for block in blocks:
            _check_numbers(name, block)
            yield block
    except soundfile.SoundFileError as error:
        msg = f"'{name}' is damaged: {error}"
        raise SoundError(msg) from error


def _check_rate(name: str, sample_rate: int) -> None:
    """Check the sample rate of a file.

    Raises:
        SoundError: nothing is recorded at such a rate; resampled it would be huge, or nothing at all.
    """
    if not LOWEST_RATE <= sample_rate <= HIGHEST_RATE:
        msg = f"'{name}' has {sample_rate} samples a second; it goes from {LOWEST_RATE} to {HIGHEST_RATE}"
        raise SoundError(msg)


def _check_numbers(name: str, sound: NDArray[np.floating[Any]]) -> None:
    """Check decoded samples.

    Raises:
        SoundError: one is beyond any sound, infinite, or none at all.
    """
    if not (np.abs(sound) <= LOUDEST).all():  # NaN is not, either
        msg = f"'{name}' is damaged: it has samples that are no numbers of a sound; save it anew, as WAV or FLAC"
        raise SoundError(msg)
