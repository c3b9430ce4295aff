"""What a sound file of anybody's must be like before it is listened to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from audioguide.errors import SoundError

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOWEST_RATE, HIGHEST_RATE = 4_000, 768_000
"""Hz: a telephone of old has 8,000, and no converter more than 768,000."""


LOUDEST = 1e6
"""Of full scale, 120 dB over it: nobody records beyond, and a resampler goes on to infinity from there."""


def check_rate(name: str, sample_rate: int) -> None:
    """Check the sample rate of a file.

    Raises:
        SoundError: nothing is recorded at such a rate; resampled it would be huge, or nothing at all.
    """
    if not LOWEST_RATE <= sample_rate <= HIGHEST_RATE:
        msg = f"'{name}' has {sample_rate} samples a second; it goes from {LOWEST_RATE} to {HIGHEST_RATE}"
        raise SoundError(msg)


def check_numbers(name: str, sound: NDArray[np.floating[Any]]) -> None:
    """Check decoded samples.

    Raises:
        SoundError: one is beyond any sound, infinite, or none at all.
    """
    if not (np.abs(sound) <= LOUDEST).all():  # NaN is not, either
        msg = f"'{name}' is damaged: it has samples that are no numbers of a sound; save it anew, as WAV or FLAC"
        raise SoundError(msg)
