"""Whether a sound hisses without a break, as rain does: the kind of sound that an MP3 encoder finds hardest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audioguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from audioguide.model.audio import Stereo

_WINDOW_SAMPLES, _STEP_SAMPLES = 1 << 11, 1 << 13
"""46 ms are looked at, every 186 ms."""
_FROM_HZ, _TO_HZ = 6000.0, 14_000.0
_LEAST_SHARE = 10**-6.2
"""Of the power: -62 dB. Under the softest of our hissing beds, the sea, it is -56 dB, with all others below -68 dB."""
_BREAKS = 0.1
"""Share of the windows that may have less: speech and tones hiss too, but pause."""


def hisses(sound: Stereo) -> bool:
    """Whether there is hiss from 6 to 14 kHz nearly all the time: shape ``(samples, 2)``, some seconds."""
    import numpy as np  # noqa: PLC0415 - imported late: asking an encoder for its suffix must not pay for it
    from numpy.lib.stride_tricks import sliding_window_view  # noqa: PLC0415 - likewise

    if len(sound) < _WINDOW_SAMPLES:
        return False
    windows = sliding_window_view(sound, _WINDOW_SAMPLES, axis=0)[::_STEP_SAMPLES]
    powers = np.square(np.abs(np.fft.rfft(windows * np.hanning(_WINDOW_SAMPLES)))).sum(axis=1)
    frequencies = np.fft.rfftfreq(_WINDOW_SAMPLES, 1 / SAMPLE_RATE)
    high = powers[:, (frequencies > _FROM_HZ) & (frequencies < _TO_HZ)].sum(axis=1)
    return bool(np.quantile(high / np.maximum(powers.sum(axis=1), 1e-20), _BREAKS) > _LEAST_SHARE)
