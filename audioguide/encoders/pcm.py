"""Samples as 16-bit numbers, for formats that keep every one of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from audioguide.model.audio import Stereo

FULL_SCALE = 32_768
_ROUNDS = 1.5 * 2**23
"""Next to it 32-bit floats are whole numbers: what is added is rounded, and stands in the lower half of the bits."""
_CHUNK = 1 << 16


def sixteen_bits(sound: Stereo, gain: float = 1.0) -> NDArray[np.int16]:
    """Round to 16 bits, times `gain`. What is beyond full scale is cut off, never wrapped."""
    import numpy as np  # noqa: PLC0415 - what only has to know an encoder's suffix does not wait for it

    loud = sound * np.float32(FULL_SCALE * gain)
    if loud.max(initial=0.0) > FULL_SCALE - 1 or loud.min(initial=0.0) < -FULL_SCALE:
        np.clip(loud, -FULL_SCALE, FULL_SCALE - 1, out=loud)
    loud += _ROUNDS
    left, right = loud.view(np.int32).T
    # Left and right as halves of one number: numpy is slow where it has to lay them side by side.
    left &= 0xFFFF
    right <<= 16
    left |= right
    side_by_side: NDArray[np.int16] = np.ascontiguousarray(left, "<i4").view("<i2").reshape(-1, 2)
    return side_by_side


def chunks(path: Path) -> Iterator[bytes]:
    """Yield a file, piece by piece."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
