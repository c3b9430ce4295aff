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
    format_age,
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
        ("10 minutes", 600),
        ("1 minute 30 seconds", 90),
        ("1 hour", 3600),
        ("10", 600),
        ("7.5", 450),
        ("120", 7200),
        ("1:30", 90),
        ("90:00", 5400),
        ("1:02:03", 3723),
    ],
)
def test_durations_as_people_write_them(text: str, length: float) -> None:
    assert parse_duration(text) == length * SAMPLE_RATE


@pytest.mark.parametrize("text", ["", "ten", "10x", "-5m", "5 minutes or so", "m", "1:2", "1:75", "1:90:00", "1:5:00"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write for example 10m"):
        parse_duration(text)


def test_a_bare_number_is_minutes_up_to_two_hours_and_seconds_in_a_rest() -> None:
    assert parse_duration("10") == samples(600.0)
    assert parse_duration("10", bare_seconds=True) == samples(10.0)
    with pytest.raises(ValueError, match="'121' has no unit; write 121s for seconds or 121m for minutes"):
        parse_duration("121")


@given(st.integers(1, 100_000))
def test_what_is_printed_can_be_read(second: int) -> None:
    length = Samples(second * SAMPLE_RATE)
    assert parse_duration(format_duration(length)) == length


def test_fractions_show_where_they_count() -> None:
    assert format_duration(samples(7.5)) == "7.5s"
    assert format_duration(samples(425.0)) == "7m05s"


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("6w", 6),
        ("4m", 17.4),
        ("1y", 52.2),
        ("0w", 0),
        ("3 months", 13.0),
        ("1 Month", 4.3),
        ("6 weeks old", 6),
        ("1 year", 52.2),
        ("4.5m", 19.6),
    ],
)
def test_ages_are_weeks(text: str, weeks: float) -> None:
    assert parse_age(text) == pytest.approx(weeks, abs=0.1)


def test_what_is_no_age_is_refused() -> None:
    with pytest.raises(ValueError, match="6w, 4m or 1y"):
        parse_age("young")


def test_an_age_without_a_unit_is_asked_about() -> None:
    with pytest.raises(ValueError, match=r"^'3' has no unit: 3 months\? write 3m \(3w for weeks, 3y for years\)$"):
        parse_age("3")


@given(st.integers(0, 10**9))
def test_seconds_and_samples_are_one(length: int) -> None:
    assert samples(seconds(Samples(length))) == length
    assert abs(milliseconds(Samples(length)) - 1000 * length / SAMPLE_RATE) <= 0.5


@given(st.floats(-100, 40))
def test_gain_and_decibels_are_one(level: float) -> None:
    assert decibels(gain(level)) == pytest.approx(level)


def test_nothing_is_infinitely_quiet() -> None:
    assert decibels(0.0) == -math.inf


@pytest.mark.parametrize(
    ("age", "said"),
    [(1, "1 week"), (6, "6 weeks"), (17.4, "4 months"), (52.18, "1 year"), (104.4, "2 years"), (0, "0 weeks")],
)
def test_ages_as_people_say_them(age: float, said: str) -> None:
    assert format_age(age) == said
