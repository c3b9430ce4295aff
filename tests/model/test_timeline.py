"""The pulse: a grid to the sample, also where it slows down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.model.timeline import Pulse
from audioguide.units import SAMPLE_RATE, Samples, samples

pulses = st.builds(Pulse, tempo=st.floats(30, 120), slowing=st.sampled_from([0.0, 0.05, 0.08, 0.2]))


@given(pulses, st.integers(0, 4000))
def test_every_pulse_is_the_last_one_before_the_next(pulse: Pulse, index: int) -> None:
    assert pulse.before(pulse.at(index)) == index
    assert pulse.before(Samples(pulse.at(index + 1) - 1)) == index


@given(pulses, st.integers(0, 4000))
def test_a_pulse_is_never_shorter_than_the_first_and_never_longer_than_the_slowest(pulse: Pulse, index: int) -> None:
    one = pulse.at(index + 1) - pulse.at(index)
    assert 60 * SAMPLE_RATE / pulse.tempo - 1 <= one <= pulse.slowest


def test_a_pulse_that_does_not_slow_falls_where_the_tempo_says() -> None:
    assert [Pulse(tempo=66.0).at(index) for index in (0, 1, 1000)] == [0, 40091, 40090909]


@pytest.mark.parametrize("slowing", [0.05, 0.08])
def test_it_has_slowed_down_after_ten_minutes_and_stays_so(slowing: float) -> None:
    pulse = Pulse(tempo=60.0, slowing=slowing)

    def tempo(minute: float) -> float:
        index = pulse.before(samples(60 * minute))
        return 60 * 20 * SAMPLE_RATE / (pulse.at(index + 10) - pulse.at(index - 10))

    assert tempo(0.2) == pytest.approx(60.0, rel=0.004)
    assert tempo(5) == pytest.approx(60.0 * (1 - slowing / 2), rel=0.005)
    assert tempo(11) == pytest.approx(60.0 * (1 - slowing), rel=0.001)
    assert tempo(19) == pytest.approx(60.0 * (1 - slowing), rel=0.001)
