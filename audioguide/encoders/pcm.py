"""Samples as 16-bit numbers, for formats that keep every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from audioguide.audio import Stereo

FULL_SCALE = 32_768
_CHUNK = 1 << 16


def sixteen_bits(sound: Stereo, gain: float = 1.0) -> NDArray[np.int16]:
    """Round to 16 bits, times `gain`. What is beyond full scale is cut off, never wrapped."""
    whole: NDArray[np.int16] = np.clip(np.rint(sound * (FULL_SCALE * gain)), -FULL_SCALE, FULL_SCALE - 1).astype("<i2")
    return whole


def chunks(path: Path) -> Iterator[bytes]:
    """Yield a file, piece by piece."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
