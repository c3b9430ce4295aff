"""One repetition of a stroke, heard: a soft tone as long as its beat."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

import numpy as np

from audioguide.audio import Stereo
from audioguide.loudness import loudness
from audioguide.timeline import Beat
from audioguide.tones.synth import glide, partials, swell
from audioguide.units import gain, samples

LEVEL = -30.0
"""LUFS: 12 dB under the voice."""
HOME = 293.66
"""Hz, D4: over the heartbeat, under the voice's bright part."""
REACH = 2.0 ** (7 / 12)
"""A stroke along the body slides a fifth."""
FELT = (1.0, 0.35, 0.12, 0.04)
"""A rounded timbre: few partials, falling fast."""
ATTACK = samples(0.18)
RELEASE = samples(0.6)


def stroke_tone(beat: Beat) -> Stereo:
    """Return one repetition, shape ``(beat.end - beat.start, 2)``, at -30 LUFS.

    Falling for strokes away from the heart, rising for strokes towards it, even for the rest.
    """
    return _tone(beat.stroke.toward, beat.end - beat.start)


@lru_cache(maxsize=8)
def _tone(toward: Literal["heart", "away", "none"], length: int) -> Stereo:
    low, high = HOME / REACH**0.5, HOME * REACH**0.5
    start, end = {"heart": (low, high), "away": (high, low), "none": (HOME, HOME)}[toward]
    body = partials(glide(start, end, length), FELT) * swell(length, ATTACK, RELEASE)
    sound = np.repeat(body.astype(np.float32)[:, None], 2, axis=1)
    sound *= np.float32(gain(LEVEL - loudness(sound)))
    sound.flags.writeable = False
    return sound
