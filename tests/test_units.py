"""Durations, ages and decibels."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audioguide.units import (
    SAMPLE_RATE,
    Samples,
    decibels,
    format_duration,
    gain,
    milliseconds,
    parse_age,
    parse_duration,
    samples,
    seconds,
)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("10m", 600),
        ("10m30s", 630),
        ("10 m 30 s", 630),
        ("90s", 90),
        ("7.5m", 450),
        ("2.5s", 2.5),
        ("1h", 3600),
        ("1h05m", 3900),
        ("10min", 600),
        ("1:30", 90),
        ("1:02:03", 3723),
    ],
)
def test_durations_as_people_write_them(text: str, length: float) -> None:
    assert parse_duration(text) == length * SAMPLE_RATE


@pytest.mark.parametrize("text", ["", "ten", "10x", "-5m", "5 minutes or so", "m", "1:2"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write for example 10m"):
        parse_duration(text)


def test_a_bare_number_asks_for_its_unit() -> None:
    with pytest.raises(ValueError, match="write 10m for minutes or 10s for seconds"):
        parse_duration("10")
    assert parse_duration("10", bare_seconds=True) == samples(10.0)


@given(st.integers(1, 100_000))
def test_what_is_printed_can_be_read(second: int) -> None:
    length = Samples(second * SAMPLE_RATE)
    assert parse_duration(format_duration(length)) == length


def test_fractions_show_where_they_count() -> None:
    assert format_duration(samples(7.5)) == "7.5s"
    assert format_duration(samples(425.0)) == "7m05s"


@pytest.mark.parametrize(("text", "weeks"), [("6w", 6), ("4m", 17.4), ("1y", 52.2), ("0w", 0)])
def test_ages_are_weeks(text: str, weeks: float) -> None:
    assert parse_age(text) == pytest.approx(weeks, abs=0.1)


def test_what_is_no_age_is_refused() -> None:
    with pytest.raises(ValueError, match="6w, 4m or 1y"):
        parse_age("young")


@given(st.integers(0, 10**9))
def test_seconds_and_samples_are_one(length: int) -> None:
    assert samples(seconds(Samples(length))) == length
    assert abs(milliseconds(Samples(length)) - 1000 * length / SAMPLE_RATE) <= 0.5


@given(st.floats(-100, 40))
def test_gain_and_decibels_are_one(level: float) -> None:
    assert decibels(gain(level)) == pytest.approx(level)


def test_nothing_is_infinitely_quiet() -> None:
    assert decibels(0.0) == -math.inf
