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
_ROUNDING_OFFSET = 1.5 * 2**23
"""Added to a 32-bit float it leaves no fraction: the sum is rounded, with the integer in its lower 16 bits."""
_CHUNK_BYTES = 1 << 16


def sixteen_bits(sound: Stereo, gain: float = 1.0) -> NDArray[np.int16]:
    """Return samples times `gain`, rounded to 16 bits and clipped at full scale, shape ``(samples, 2)``."""
    import numpy as np  # noqa: PLC0415 - imported late: asking an encoder for its suffix must not pay for it

    loud = sound * np.float32(FULL_SCALE * gain)
    if loud.max(initial=0.0) > FULL_SCALE - 1 or loud.min(initial=0.0) < -FULL_SCALE:
        np.clip(loud, -FULL_SCALE, FULL_SCALE - 1, out=loud)
    loud += _ROUNDING_OFFSET
    left, right = loud.view(np.int32).T
    # Left and right as halves of one integer: faster than interleaving with numpy.
    left &= 0xFFFF
    right <<= 16
    left |= right
    side_by_side: NDArray[np.int16] = np.ascontiguousarray(left, "<i4").view("<i2").reshape(-1, 2)
    return side_by_side


def chunks(path: Path) -> Iterator[bytes]:
    """Yield a file in chunks."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
