"""Which beds hiss, and what that does to an MP3."""

from __future__ import annotations

from pathlib import Path

import lameenc
import numpy as np
import pytest

from audioguide.encoders.hiss import HissDetector
from audioguide.encoders.mp3 import Mp3
from audioguide.encoders.pcm import sixteen_bits
from audioguide.model.audio import Block, Stereo
from audioguide.model.timeline import Pulse
from audioguide.rendering.bed import open_bed
from audioguide.units import SAMPLE_RATE, Samples, samples


def bed(name: str, seconds: float = 2.5) -> Stereo:
    return open_bed(name, Pulse(tempo=60)).render(samples(60.0), samples(seconds))


def hisses(sound: Stereo, size: int = 1 << 16) -> bool:
    detector = HissDetector()
    for start in range(0, len(sound), size):
        detector.add(sound[start : start + size])
    assert detector.heard == len(sound)
    return detector.hisses


def buzzes(seconds: float = 2.5) -> Stereo:
    """Return bursts of white noise of 0.2 s, one a second."""
    length = samples(seconds)
    sound = 0.1 * np.random.default_rng(0).standard_normal((length, 2))
    sound[np.arange(length) % SAMPLE_RATE > SAMPLE_RATE // 5] = 0.0
    return sound.astype(np.float32)


@pytest.mark.parametrize("name", ["ocean", "rain"])
def test_noise_hisses_also_under_a_voice(name: str) -> None:
    assert hisses(bed(name))
    assert hisses(bed(name) + 3 * buzzes())


@pytest.mark.parametrize("name", ["heartbeat", "lullaby"])
def test_a_low_bed_does_not_hiss_whatever_is_said_over_it(name: str) -> None:
    assert not hisses(bed(name))
    assert not hisses(bed(name) + buzzes())


def test_neither_does_silence_nor_a_moment() -> None:
    assert not hisses(np.zeros((SAMPLE_RATE, 2), np.float32))
    assert not hisses(bed("rain")[:1000])


def test_how_it_is_cut_does_not_matter() -> None:
    loud = bed("rain")
    fading = loud * np.geomspace(1e-9, 1.0, len(loud))[:, None].astype(np.float32) + 1e-4 * bed("heartbeat")
    heard = {hisses(fading, size) for size in (1000, 8192, 11_025, len(fading))}
    assert len(heard) == 1


@pytest.mark.parametrize(("name", "quality"), [("heartbeat", 7), ("rain", 5)])
def test_lame_takes_its_time_where_it_hisses(tmp_path: Path, name: str, quality: int) -> None:
    sound = bed(name)
    lame = lameenc.Encoder()
    lame.set_in_sample_rate(SAMPLE_RATE)
    lame.set_channels(2)
    lame.set_bit_rate(128)
    lame.set_quality(quality)
    lame.silence()
    expected = lame.encode(sixteen_bits(sound, 1 / 0.95).tobytes()) + lame.flush()
    piece = Mp3().encode((Samples(0), Samples(len(sound))), [Block(start=Samples(0), sound=sound)], tmp_path)
    assert piece.read_bytes() == expected
