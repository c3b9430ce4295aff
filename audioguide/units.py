"""Conversion of units of time, level and age.

Internally, time is counted in `Samples`. Seconds exist in YAML and on screen, milliseconds in tags.
"""

from __future__ import annotations

import math
import re
from typing import NewType

Samples = NewType("Samples", int)
"""A length or a position, in PCM samples at `SAMPLE_RATE`."""

Weeks = NewType("Weeks", float)
"""An age, counted from the due date."""

SAMPLE_RATE = 44_100
"""Hz; of all sound inside the program."""

LONGEST_SHOWN = 60
"""Characters of what was written, in a message."""
_CLOCK = re.compile(r"(?:(\d{1,3}):(?=[0-5]\d:))?(\d{1,3}):([0-5]\d(?:\.\d+)?)")
_UNITS = re.compile(
    r"(?:(\d{1,9})h(?:ours?|rs?)?)?"
    r"(?:(\d{1,9}(?:\.\d+)?)m(?:inutes?|ins?)?)?"
    r"(?:(\d{1,9}(?:\.\d+)?)s(?:econds?|ecs?)?)?"
)
_BARE = re.compile(r"\d{1,9}(\.\d+)?")
MOST_BARE_MINUTES = 120
"""A length without a unit is minutes up to here: nobody means seconds, and no session is much longer."""
_AGE = re.compile(r"(\d{1,9}(?:\.\d+)?)\s*(w|m|y)(?:k|ks|eek|eeks|o|os|onth|onths|r|rs|ear|ears)?(?: old)?")
_WEEKS_PER_UNIT = {"w": 1.0, "m": 365.25 / 12 / 7, "y": 365.25 / 7}


def samples(seconds: float) -> Samples:
    """Return the nearest whole number of samples."""
    return Samples(round(seconds * SAMPLE_RATE))


def seconds(length: Samples) -> float:
    """Return a length in seconds."""
    return length / SAMPLE_RATE


def milliseconds(length: Samples) -> int:
    """Return the nearest whole number of milliseconds."""
    return round(length * 1000 / SAMPLE_RATE)


def parse_duration(text: str, *, bare_seconds: bool = False) -> Samples:
    """Read ``10m``, ``10m30s``, ``10 minutes``, ``1h``, ``90s`` or ``1:30`` (minutes and seconds).

    A bare number means seconds where `bare_seconds` says so, as in a rest; elsewhere minutes, up to
    `MOST_BARE_MINUTES`.

    Raises:
        ValueError: with a sentence for the user.
    """
    stripped = text.strip().lower().replace(" ", "")
    if match := _CLOCK.fullmatch(stripped):
        hours, minutes, rest = match.groups()
        return samples(int(hours or 0) * 3600 + int(minutes) * 60 + float(rest))
    if _BARE.fullmatch(stripped):
        if bare_seconds:
            return samples(float(stripped))
        if float(stripped) <= MOST_BARE_MINUTES:
            return samples(float(stripped) * 60)
        msg = f"'{text}' has no unit; write {stripped}s for seconds or {stripped}m for minutes"
        raise ValueError(msg)
    match = _UNITS.fullmatch(stripped)
    if stripped and match:
        hours, minutes, rest = match.groups()
        return samples(int(hours or 0) * 3600 + float(minutes or 0) * 60 + float(rest or 0))
    msg = f"{_shown(text)} is not a length; write for example 10m, 10m30s, 90s or 1:30"
    raise ValueError(msg)


def format_duration(length: Samples) -> str:
    """Return ``45s``, ``10m``, ``7m05s``, ``1h00m30s`` or, where a fraction counts, ``7.5s``.

    From one minute on, tenths are left out. What it prints, `parse_duration` reads.
    """
    tenths = round(length * 10 / SAMPLE_RATE)
    whole, tenth = divmod(tenths, 10)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    tail = f"{rest}.{tenth}" if tenth else f"{rest}"
    if hours:
        return f"{hours}h{minutes:02d}m" + (f"{rest:02d}s" if rest else "")
    if minutes:
        return f"{minutes}m" + (f"{rest:02d}s" if rest else "")
    return f"{tail}s"


def format_clock(position: Samples) -> str:
    """Return ``00:07:05.250``, as captions and chapters have it."""
    minutes, thousandths = divmod(milliseconds(position), 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{thousandths // 1000:02d}.{thousandths % 1000:03d}"


def parse_age(text: str) -> Weeks:
    """Read ``6w``, ``4m``, ``1y`` or ``4 months`` and return the age in weeks.

    Raises:
        ValueError: with a sentence for the user.
    """
    stripped = text.strip().lower()
    if _BARE.fullmatch(stripped):
        msg = (
            f"'{text}' has no unit: {stripped} months? write {stripped}m ({stripped}w for weeks, {stripped}y for years)"
        )
        raise ValueError(msg)
    match = _AGE.fullmatch(stripped)
    if not match:
        msg = f"{_shown(text)} is not an age; write for example 6w, 4m or 1y (weeks, months, years)"
        raise ValueError(msg)
    count, unit = match.groups()
    return Weeks(float(count) * _WEEKS_PER_UNIT[unit])


def format_age(age: float) -> str:
    """Return an age in weeks as ``6 weeks``, ``4 months`` or ``1 year``."""
    for unit, length in (("year", _WEEKS_PER_UNIT["y"]), ("month", _WEEKS_PER_UNIT["m"])):
        if age >= length - 0.1 and abs(age / length - round(age / length)) < 0.02:
            return _counted(round(age / length), unit)
    return _counted(round(age), "week")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _shown(text: str) -> str:
    return f"'{text}'" if len(text) <= LONGEST_SHOWN else f"'{text[:LONGEST_SHOWN]}...'"


def gain(decibels: float) -> float:
    """Return the factor on amplitude that changes a level by `decibels`."""
    return float(10.0 ** (decibels / 20.0))


def decibels(ratio: float) -> float:
    """Return an amplitude ratio in dB; of 0, -inf."""
    return 20.0 * math.log10(ratio) if ratio > 0.0 else -math.inf
