"""What every installed bed promises."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fakes.search import examples
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import butter, sosfilt  # type: ignore[import-untyped]

from audioguide.model.audio import Stereo
from audioguide.model.timeline import Pulse
from audioguide.plugins import Bed
from audioguide.rendering.bed import open_bed
from audioguide.repertoire.beds import names
from audioguide.sound.loudness import loudness
from audioguide.units import SAMPLE_RATE, Samples, samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

PULSE = Pulse(tempo=60.0)
LENGTH = samples(24)

every_bed = pytest.mark.parametrize("name", names())
sounding = pytest.mark.parametrize("name", [name for name in names() if name != "none"])


@cache
def made(name: str) -> Bed:
    return open_bed(name, PULSE)


@cache
def whole(name: str) -> Stereo:
    return made(name).render(Samples(0), LENGTH)


def energies(sound: Stereo, window: float = 0.1, hop: float = 0.01) -> NDArray[np.float64]:
    """Mean squares of overlapping windows, K-weighted roughly: what is under 100 Hz does not count."""
    heard = sosfilt(butter(2, 100, "high", fs=SAMPLE_RATE, output="sos"), sound.astype(np.float64), axis=0)
    total = np.concatenate(([0.0], np.cumsum((heard**2).sum(axis=1))))
    return (total[samples(window) :] - total[: -samples(window)])[:: samples(hop)] / samples(window)


@every_bed
@given(start=st.integers(0, LENGTH - 1), length=st.integers(1, 50_000))
@examples(15)
def test_any_window_is_the_same_as_in_the_whole(name: str, start: int, length: int) -> None:
    stop = min(start + length, LENGTH)
    assert np.array_equal(made(name).render(Samples(start), Samples(stop - start)), whole(name)[start:stop])


@every_bed
def test_two_windows_apart_are_the_same_windows_in_one_go(name: str) -> None:
    far = samples(1500)
    both = made(name).render(far, Samples(200_000))
    assert np.array_equal(made(name).render(far, Samples(70_001)), both[:70_001])
    assert np.array_equal(made(name).render(Samples(far + 70_001), Samples(129_999)), both[70_001:])


@every_bed
def test_another_one_sounds_the_same(name: str) -> None:
    again = open_bed(name, PULSE).render(Samples(10_000), Samples(20_000))
    assert np.array_equal(again, whole(name)[10_000:30_000])


@every_bed
def test_every_sample_is_a_number(name: str) -> None:
    assert np.isfinite(whole(name)).all()


def through_a_speaker(sound: Stereo, lowest: float) -> Stereo:
    """What a small speaker plays, on both sides: nothing below `lowest` Hz, nothing above 12 kHz."""
    heard = sosfilt(butter(4, lowest, "high", fs=SAMPLE_RATE, output="sos"), sound.mean(axis=1, dtype=np.float64))
    heard = sosfilt(butter(4, 12_000, fs=SAMPLE_RATE, output="sos"), heard)
    return np.repeat(heard[:, None], 2, axis=1).astype(np.float32)


@sounding
def test_it_is_as_loud_as_the_others_on_a_small_speaker_and_still_soft_on_a_large_one(name: str) -> None:
    later = made(name).render(samples(400), samples(60))
    assert loudness(through_a_speaker(later, 250)) == pytest.approx(-31.5, abs=1.0)  # mono takes up to 0.7 LU
    assert -31.0 < loudness(later) < -27.5


@sounding
def test_it_is_heard_on_a_phone(name: str) -> None:
    assert loudness(through_a_speaker(whole(name), 400)) > -38.5


@pytest.mark.parametrize("name", ["heartbeat", "womb"])
def test_a_heart_is_felt_on_a_small_speaker(name: str) -> None:
    heard = through_a_speaker(made(name).render(samples(30), samples(60)), 250)
    second = energies(heard, window=0.05)[:5900].reshape(59, 100).mean(axis=0)
    assert 10 * np.log10(second.max() / second.min()) > 4.0


@sounding
def test_a_single_speaker_loses_nothing(name: str) -> None:
    mono = np.repeat(whole(name).mean(axis=1, keepdims=True), 2, axis=1)
    assert loudness(whole(name)) - loudness(mono) < 1.0


@sounding
def test_nothing_comes_suddenly(name: str) -> None:
    level = energies(whole(name)[samples(2) :], window=0.4)
    assert (10 * np.log10(level[10:] / level[:-10])).max() < 6.0


@sounding
def test_it_is_where_small_speakers_and_small_ears_are_at_ease(name: str) -> None:
    power = np.abs(np.fft.rfft(whole(name).sum(axis=1).astype(np.float64))) ** 2
    frequency = np.fft.rfftfreq(LENGTH, 1 / SAMPLE_RATE)
    assert power[(frequency > 100) & (frequency < 4500)].sum() > 0.9 * power.sum()


@pytest.mark.parametrize("name", ["ocean", "rain", "pink"])
def test_it_never_comes_round(name: str) -> None:
    """Five minutes of loudness against itself: no shift makes them alike."""
    parts = [energies(made(name).render(samples(start), samples(30)), hop=0.1) for start in range(0, 300, 30)]
    level = np.log(np.concatenate(parts))
    level = np.diff(level)
    level -= level.mean()
    spectrum = np.abs(np.fft.rfft(level, 2 * len(level))) ** 2
    alike = np.fft.irfft(spectrum)[: len(level) // 2]
    assert (alike[130:] / alike[0]).max() < 0.5


@pytest.mark.parametrize("name", ["bowl", "heartbeat", "lullaby", "strings"])
def test_what_plays_notes_is_wider_than_a_point(name: str) -> None:
    left, right = whole(name).astype(np.float64).T
    assert np.corrcoef(left, right)[0, 1] < 0.98


STEADY, SLOWING = Pulse(tempo=50.0), Pulse(tempo=60.0, slowing=0.08)
each_pulse = pytest.mark.parametrize(("pulse", "first"), [(STEADY, 12), (SLOWING, 240)], ids=["50 BPM", "slowing"])


def steepest(bed: Bed, pulse: Pulse, first: int, every: int) -> tuple[float, float]:
    """Where a bed grows louder fastest: milliseconds after the pulse, and dB within 50 ms, on average of 24 places."""
    places = [pulse.at(first + every * index) for index in range(24)]
    start = Samples(places[0] - samples(0.5))
    level = energies(bed.render(start, Samples(places[-1] - start + samples(1.5))), window=0.05)
    around = [level[(place - start) // samples(0.01) - 40 :][:100] for place in places]
    rise = 10 * np.mean([np.log10(one[5:] / one[:-5]) for one in around], axis=0)
    return (rise.argmax() - 40) * 10 + 50, rise.max()


@each_pulse
@pytest.mark.parametrize(
    ("name", "every", "half_attack"), [("heartbeat", 1, 30), ("womb", 1, 40), ("lullaby", 1, 40), ("bowl", 6, 190)]
)
def test_it_keeps_to_the_pulse_and_slows_down_with_it(
    name: str, every: int, half_attack: int, pulse: Pulse, first: int
) -> None:
    """A note that begins on the pulse grows fastest where about half of its attack is over, in milliseconds."""
    after, rise = steepest(open_bed(name, pulse), pulse, first, every)
    assert after == pytest.approx(half_attack, abs=20)
    assert rise > 1.5


@each_pulse
def test_a_bed_that_keeps_another_pulse_would_be_noticed(pulse: Pulse, first: int) -> None:
    assert steepest(made("heartbeat"), pulse, first, every=1)[1] < 1.5
