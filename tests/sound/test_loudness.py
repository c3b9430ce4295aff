"""BS.1770-4 loudness and true peak, against EBU Tech 3341, scipy and, where it is installed, ffmpeg."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from fakes.search import examples
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import signal  # type: ignore[import-untyped]

from audioguide.model.audio import Block
from audioguide.sound.loudness import HOP_SAMPLES, Meter, levelled, loudness, true_peak
from audioguide.units import SAMPLE_RATE, Samples, gain

Sound = NDArray[np.float32]


def tone(frequency: float, decibels: float, seconds: float, phase: float = 0.0) -> Sound:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    wave: Sound = (gain(decibels) * np.sin(2 * np.pi * frequency * time + np.radians(phase))).astype(np.float32)
    return wave


def both(sound: Sound) -> Sound:
    return np.stack((sound, sound), axis=1)


def steps(*parts: tuple[float, float]) -> Sound:
    """A 1 kHz tone in both channels, as pairs of dBFS and seconds: what EBU Tech 3341 is made of."""
    return both(np.concatenate([tone(1000, decibels, seconds) for decibels, seconds in parts]))


def babble(seconds: float, seed: int = 0) -> Sound:
    """Noise with the spectrum and the syllables of speech: peaks 15 dB over its power."""
    random = np.random.default_rng(seed)
    noise = signal.lfilter([1.0], [1, -0.95], random.standard_normal(round(seconds * SAMPLE_RATE)))
    syllables = np.repeat(random.uniform(0.0, 1.0, math.ceil(seconds * 8)) ** 3, SAMPLE_RATE // 8 + 1)[: len(noise)]
    smooth = signal.filtfilt([0.002], [1, -0.998], syllables)
    voice: Sound = (noise * smooth * 0.05).astype(np.float32)
    return voice


def session(seconds: float) -> Sound:
    """Speech now and then over a bed with a low pulse in it."""
    random = np.random.default_rng(1)
    length = round(seconds * SAMPLE_RATE)
    time = np.arange(length) / SAMPLE_RATE
    noise = random.standard_normal((length, 2)) * 0.01
    heart = 0.02 * np.sin(2 * np.pi * 58 * time) * np.clip(np.sin(2 * np.pi * time), 0, 1) ** 4
    sound: Sound = (noise + heart[:, None]).astype(np.float32)
    clip = levelled(babble(2.5), -18.0, -4.5)
    for start in range(SAMPLE_RATE, length - len(clip), 6 * SAMPLE_RATE):
        sound[start : start + len(clip)] += clip[:, None]
    return sound


def by_the_book(sound: Sound) -> float:
    """BS.1770-4 with recursive filters at 44.1 kHz, derived from the analogue ones as everybody does."""
    shelf_b, shelf_a = [1.5308412300, -2.6509799951, 1.1690790799], [1.0, -1.6636551132, 0.7125954280]
    high_b, high_a = [1.0, -2.0, 1.0], [1.0, -1.9891696736, 0.9891990357]
    weighted = signal.lfilter(high_b, high_a, signal.lfilter(shelf_b, shelf_a, sound.astype(float), axis=0), axis=0)
    hops = [np.square(weighted[i : i + 4410]).sum() / 4410 for i in range(0, len(sound) - 4409, 4410)]
    blocks = np.convolve(hops, np.ones(4) / 4, "valid")
    blocks = blocks[-0.691 + 10 * np.log10(blocks) > -70]
    blocks = blocks[10 * np.log10(blocks) > 10 * np.log10(blocks.mean()) - 10]
    return float(-0.691 + 10 * np.log10(blocks.mean()))


def metered(sound: Sound, size: int = 11_025) -> Meter:
    return part(sound, 0, len(sound), size)


def part(sound: Sound, start: int, end: int, size: int) -> Meter:
    meter = Meter(start, end)
    for at in range(meter.begin, len(sound), size):
        meter.add(block(sound, at, at + size))
    return meter


def block(sound: Sound, start: int, end: int) -> Block:
    return Block(start=Samples(start), sound=sound[start:end])


TECH_3341 = [
    pytest.param([(-23, 20)], -23.0, id="case 1"),
    pytest.param([(-33, 20)], -33.0, id="case 2"),
    pytest.param([(-36, 10), (-23, 60), (-36, 10)], -23.0, id="case 3"),
    pytest.param([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23.0, id="case 4"),
    pytest.param([(-26, 20), (-20, 20.1), (-26, 20)], -23.0, id="case 5"),
]


@pytest.mark.parametrize(("parts", "expected"), TECH_3341)
def test_ebu_conformance(parts: list[tuple[float, float]], expected: float) -> None:
    sound = steps(*parts)
    assert loudness(sound) == pytest.approx(expected, abs=0.1)
    assert metered(sound).loudness == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("seconds", [0.4, 0.75, 3.0, 12.0])
def test_agrees_with_recursive_filters(seconds: float) -> None:
    voice = both(babble(seconds))
    assert loudness(voice) == pytest.approx(by_the_book(voice), abs=0.02)


def test_a_session_measures_the_same_as_by_the_book() -> None:
    sound = session(60)
    assert loudness(sound) == pytest.approx(by_the_book(sound), abs=0.02)
    assert metered(sound).loudness == pytest.approx(by_the_book(sound), abs=0.1)


@pytest.mark.parametrize("frequency", [40, 50, 58, 85, 220, 997, 3000, 5512, 8000, 15_000])
def test_the_meter_is_right_at_every_pitch(frequency: float) -> None:
    sound = both(tone(frequency, -20, 3))
    assert metered(sound).loudness == pytest.approx(loudness(sound), abs=0.12)


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
def test_agrees_with_ffmpeg(tmp_path: Path) -> None:
    sound = session(30)
    soundfile.write(tmp_path / "session.wav", sound, SAMPLE_RATE, subtype="FLOAT")
    measure = [
        "ffmpeg",
        "-nostdin",
        "-hide_banner",
        "-nostats",
        "-i",
        "session.wav",
        "-af",
        "ebur128=peak=true",
        "-f",
        "null",
        "-",
    ]
    report = subprocess.run(measure, capture_output=True, text=True, check=True, cwd=tmp_path).stderr
    summary = report[report.rindex("Summary") :]
    figures = [float(number) for number in re.findall(r"(?:I|Peak): +(-?[\d.]+)", summary)]
    meter = metered(sound)
    # ffmpeg rounds to 0.1, so 0.05 of the 0.1 allowed is its own.
    assert [meter.loudness, meter.true_peak] == pytest.approx(figures, abs=0.15)


@pytest.mark.parametrize(("frequency", "less"), [(180.0, 11.6), (250.0, 3.0), (500.0, 0.0), (5000.0, 0.0)])
def test_a_small_speaker_plays_little_below_250_hz(frequency: float, less: float) -> None:
    wave = (0.1 * np.sin(2 * np.pi * frequency / SAMPLE_RATE * np.arange(4 * SAMPLE_RATE))).astype(np.float32)
    block = Block(start=Samples(0), sound=np.repeat(wave[:, None], 2, axis=1))
    whole, small = Meter(), Meter(through_small_speaker=True)
    whole.add(block)
    small.add(block)
    assert whole.loudness - small.loudness == pytest.approx(less, abs=0.2)


def test_mono_counts_as_the_same_in_both_channels() -> None:
    voice = babble(2)
    assert loudness(voice) == pytest.approx(loudness(both(voice)), abs=1e-6)
    one_side = np.stack((voice, np.zeros_like(voice)), axis=1)
    assert loudness(voice) == pytest.approx(loudness(one_side) + 3.01, abs=0.01)


def test_what_is_shorter_than_a_gating_block_has_a_loudness_too() -> None:
    assert loudness(tone(1000, -23, 0.2)) == pytest.approx(-23.0, abs=0.1)
    assert metered(both(tone(1000, -23, 0.25))).loudness == pytest.approx(-23.0, abs=0.2)


@pytest.mark.parametrize("length", [0, 1, 4410, 100_000])
def test_silence_has_none(length: int) -> None:
    silence = np.zeros((length, 2), np.float32)
    meter = metered(silence)
    assert [loudness(silence), true_peak(silence), meter.loudness, meter.true_peak] == [-math.inf] * 4


TRUE_PEAKS = [
    pytest.param(4, 0, -6.0, id="case 15"),
    pytest.param(4, 45, -6.0, id="case 16"),
    pytest.param(6, 60, -6.0, id="case 17"),
    pytest.param(8, 67.5, -6.0, id="case 18"),
    pytest.param(4, 45, 3.0, id="case 19"),
]


@pytest.mark.parametrize(("division", "phase", "peak"), TRUE_PEAKS)
def test_ebu_true_peaks(division: int, phase: float, peak: float) -> None:
    sound = both(tone(SAMPLE_RATE / division, peak, 1, phase)) * np.hanning(SAMPLE_RATE).astype(np.float32)[:, None]
    assert -0.4 <= true_peak(sound) - peak <= 0.2
    assert metered(sound).true_peak == true_peak(sound)


@pytest.mark.parametrize("sample", [math.nan, math.inf, -math.inf])
def test_the_peak_of_what_is_no_number_is_infinite(sample: float) -> None:
    sound = np.zeros((100_000, 2), np.float32)
    sound[70_000, 1] = sample
    assert true_peak(sound) == math.inf
    assert metered(sound).true_peak == math.inf


def test_true_peak_agrees_with_sixteenfold_oversampling() -> None:
    voice = babble(2)
    fine = signal.resample(np.pad(voice, 1000).astype(float), (len(voice) + 2000) * 16)
    assert true_peak(voice) == pytest.approx(20 * np.log10(np.abs(fine).max()), abs=0.1)


def test_a_peak_between_two_hops_is_seen() -> None:
    click = np.zeros((3 * 4410, 2), np.float32)
    click[4409:4411, 1] = 0.5
    # Halfway between two equal neighbours a band-limited wave is 4 / pi times as high.
    assert metered(click).true_peak == true_peak(click) == pytest.approx(20 * np.log10(0.5 * 4 / np.pi), abs=0.1)


@examples(15)
@given(sizes=st.lists(st.integers(1, 30_000), min_size=1, max_size=8))
def test_the_meter_does_not_care_about_blocks(sizes: list[int]) -> None:
    sound = session(4)
    pieces = Meter()
    for start, end in pairwise([0, *np.cumsum(sizes), len(sound)]):
        pieces.add(block(sound, start, end))
    whole = metered(sound, len(sound))
    assert (pieces.loudness, pieces.true_peak) == (whole.loudness, whole.true_peak)


@examples(15)
@given(hops=st.lists(st.integers(1, 39), max_size=4, unique=True), size=st.integers(500, 30_000))
def test_the_meter_does_not_care_about_parts(hops: list[int], size: int) -> None:
    sound = session(4)[:-1234]
    borders = [0, *(HOP_SAMPLES * hop for hop in sorted(hops)), len(sound)]
    first, *others = [part(sound, start, end, size) for start, end in pairwise(borders)]
    for other in others:
        first.extend(other)
    whole = metered(sound, len(sound))
    # The same hops in other company: numpy may add up in another order.
    assert first.loudness == pytest.approx(whole.loudness, abs=1e-6)
    assert first.true_peak == pytest.approx(whole.true_peak, abs=1e-6)


def test_the_meter_can_be_read_on_the_way() -> None:
    sound = session(4)
    meter = Meter()
    meter.add(block(sound, 0, 50_000))
    assert meter.loudness == metered(sound[:50_000]).loudness
    assert meter.true_peak == true_peak(sound[:50_000])
    meter.add(block(sound, 50_000, len(sound)))
    assert meter.loudness == metered(sound).loudness


@examples(25)
@given(seed=st.integers(0, 10_000), seconds=st.floats(0.3, 3.0), decibels=st.floats(-40.0, 10.0))
def test_levelling_meets_the_target_under_the_ceiling(seed: int, seconds: float, decibels: float) -> None:
    voice = babble(seconds, seed) * np.float32(gain(decibels))
    assume(math.isfinite(loudness(voice)))  # below the gate it is silence
    clip = levelled(voice, -18.0, -4.5)
    assert clip.shape == voice.shape
    assert clip.dtype == np.float32
    assert loudness(clip) == pytest.approx(-18.0, abs=0.1)
    assert true_peak(clip) <= -4.5


def test_levelling_finds_its_way_where_turning_up_makes_it_softer() -> None:
    """More and more of its pauses come over the gate of the meter."""
    clip = levelled(babble(1.092254749723524, seed=1045) * np.float32(gain(1.0)), -18.0, -4.5)
    assert loudness(clip) == pytest.approx(-18.0, abs=0.1)
    assert true_peak(clip) <= -4.5


def test_what_needs_no_limiting_is_only_turned_up() -> None:
    voice = tone(300, -30, 1)
    np.testing.assert_allclose(
        levelled(voice, -18.0, -4.5), voice * (levelled(voice, -18.0, -4.5)[10] / voice[10]), rtol=1e-5
    )


def test_the_limiter_is_gentle() -> None:
    # 18 dB of limiting around a burst; the tone beside it goes down and up again without a corner.
    voice = tone(500, -20, 2)
    voice[40_000:40_400] *= 10
    gains = levelled(voice, -18.0, -4.5)[50::441] / voice[50::441]
    assert gains.min() < 0.5 * gains.max()
    assert np.abs(np.diff(gains)).max() < 0.3 * gains.max()
    assert gains[:60] == pytest.approx(gains[150:].mean(), rel=1e-4)


def test_the_ceiling_comes_before_the_target() -> None:
    click = np.zeros(44_100, np.float32)
    click[20_000] = 0.5
    assert true_peak(levelled(click, -18.0, -4.5)) <= -4.5


def test_silence_stays_silence() -> None:
    silence = np.zeros(5000, np.float32)
    assert not levelled(silence, -18.0, -4.5).any()
