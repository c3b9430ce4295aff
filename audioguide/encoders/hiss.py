"""Whether a sound hisses without a break, as rain does: the kind of sound that an MP3 encoder finds hardest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audioguide.units import SAMPLE_RATE, Samples

if TYPE_CHECKING:
    from audioguide.model.audio import Stereo

_WINDOW_SAMPLES, _STEP_SAMPLES = 1 << 11, 1 << 13
"""46 ms are looked at, every 186 ms."""
_FROM_HZ, _TO_HZ = 6000.0, 14_000.0
_LEAST_SHARE = 10**-6.2
"""Of the power: -62 dB. Under the softest of our hissing beds, the sea, it is -56 dB, with all others below -68 dB."""
_BREAKS = 0.1
"""Share of the windows that may have less: speech and tones hiss too, but pause."""


class HissDetector:
    """Listens to sound, block by block; what it finds does not depend on how the sound is cut into blocks."""

    def __init__(self) -> None:
        self._rest: list[Stereo] = []
        self._shares: list[float] = []
        self.heard = Samples(0)
        """How much it has been given."""

    def add(self, sound: Stereo) -> None:
        """Listen to the next block, shape ``(samples, 2)``."""
        import numpy as np  # noqa: PLC0415 - imported late: asking an encoder for its suffix must not pay for it

        self.heard = Samples(self.heard + len(sound))
        line = np.concatenate((*self._rest, sound))
        whole = len(line) - len(line) % _STEP_SAMPLES
        self._rest = [line[whole:].copy()]
        windows = line[:whole].reshape(-1, _STEP_SAMPLES, 2)[:, :_WINDOW_SAMPLES]
        powers = np.square(np.abs(np.fft.rfft(windows * np.hanning(_WINDOW_SAMPLES)[:, None], axis=1))).sum(axis=2)
        frequencies = np.fft.rfftfreq(_WINDOW_SAMPLES, 1 / SAMPLE_RATE)
        high = powers[:, (frequencies > _FROM_HZ) & (frequencies < _TO_HZ)].sum(axis=1)
        self._shares += (high / np.maximum(powers.sum(axis=1), 1e-20)).tolist()

    @property
    def hisses(self) -> bool:
        """Whether there was hiss from 6 to 14 kHz nearly all the time; in less than 186 ms it hears nothing."""
        breaks = int(_BREAKS * len(self._shares))
        return bool(self._shares) and sorted(self._shares)[breaks] > _LEAST_SHARE
