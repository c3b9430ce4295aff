"""Measuring loudness and true peak, and levelling to a target.

Loudness is integrated LUFS as in ITU-R BS.1770-4, true peak is dBTP as in its annex 2. Both filters are applied
to spectra: that needs numpy alone, and for the length of a session costs a small part of what encoding costs.

A mono sound counts as it will be heard, the same in both channels: 3.01 LU more than one channel alone.
"""

from audioguide.sound.loudness.limiter import levelled
from audioguide.sound.loudness.lufs import HOP_SAMPLES, k_weighting, loudness
from audioguide.sound.loudness.meter import Meter
from audioguide.sound.loudness.peak import true_peak

__all__ = ["HOP_SAMPLES", "Meter", "k_weighting", "levelled", "loudness", "true_peak"]
