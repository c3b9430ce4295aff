"""The background that goes on under everything, locked to the pulse."""

from __future__ import annotations

import numpy as np

from audioguide.audio import Stereo
from audioguide.loudness import loudness
from audioguide.timeline import Pulse
from audioguide.tones.synth import Signal, partials, swell
from audioguide.units import SAMPLE_RATE, Samples, gain, samples

LEVEL = -35.0
"""LUFS: 17 dB under the voice, before ducking."""


class Silence:
    """No bed: the voice and the tones alone."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse

    def render(self, start: Samples, length: Samples) -> Stereo:  # noqa: ARG002 - silence is everywhere the same
        """Return silence."""
        return np.zeros((length, 2), np.float32)


class Heartbeat:
    """Two soft thumps on every pulse, with overtones that a small speaker can play."""

    SECOND = samples(0.32)
    """The second thump comes this long after the first."""

    def __init__(self, pulse: Pulse) -> None:
        """Take the pulse that the heart beats to."""
        self._pulse = pulse
        first, second = _thump(140.0, 1.0), _thump(165.0, 0.7)
        beat = np.zeros(self.SECOND + len(second))
        beat[: len(first)] += first
        beat[self.SECOND :] += second
        self._beat = np.repeat(beat.astype(np.float32)[:, None], 2, axis=1)
        self._beat *= np.float32(gain(LEVEL - loudness(self.render(Samples(0), pulse.at(20)))))

    def render(self, start: Samples, length: Samples) -> Stereo:
        """Return any window of it, shape ``(length, 2)``."""
        window = np.zeros((length, 2), np.float32)
        index = max(0, self._pulse.before(Samples(max(0, start - len(self._beat)))))
        while (at := self._pulse.at(index)) < start + length:
            begin, end = max(at, start), min(at + len(self._beat), start + length)
            if begin < end:
                window[begin - start : end - start] += self._beat[begin - at : end - at]
            index += 1
        return window


def _thump(pitch: float, level: float) -> Signal:
    """A rounded thump with overtones up to about 600 Hz: nothing sudden, nothing that only a subwoofer plays."""
    length = samples(0.3)
    time = np.arange(length) / SAMPLE_RATE
    # The pitch sinks by a fifth while it dies away, as a drum skin's does.
    phase = 2.0 * np.pi * pitch * (time + 0.5 * (1.0 - np.exp(-time / 0.08)) * 0.08)
    return level * partials(phase, (1.0, 0.5, 0.25, 0.1)) * np.exp(-time / 0.12) * swell(length, samples(0.07), length)
