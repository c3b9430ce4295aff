"""One choice: what is known of it besides its type, and how a value is read that somebody gave for it."""

from __future__ import annotations

import math
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from audioguide.model.afterwards import Afterwards, parse_afterwards
from audioguide.model.plain import is_plain
from audioguide.units import Samples, Weeks, format_duration, parse_age, parse_duration, samples

LONGEST_SESSION = samples(3 * 3600.0)
"""In samples; stems of 32-bit floats stay under the 4 GiB of a WAV file."""
LONGEST_TEXT = 4096
"""Characters: no file system takes a longer path."""
TODAY = "today"
"""As a turn: the number of the day, which is filled in where the clock may be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is known of a choice besides its type."""

    help: str
    """What it is, in one line for ``--help`` and the docs."""
    otherwise: str = ""
    """What it is where it is left out, in words, where that is not plain from `help`."""
    default: Any = None
    """What it is where it is left out; None: the routine decides, or nothing is done about it."""
    metavar: str | None = None
    """What stands for the value in ``--help``."""
    lowest: float = -math.inf
    highest: float = math.inf
    """Bounds of a number, inclusive, in `unit`."""
    unit: str = ""
    longest: int = LONGEST_TEXT
    """Characters of a text."""
    flag: str = ""
    """A shorter option on the command line than ``--`` and its name, where a verb has no other use for it."""
    worded: bool = False
    """Whether it decides what is said: recordings of one's own voice depend on it."""

    @property
    def help_line(self) -> str:
        """`help`, and its default where that is not plain from it."""
        return f"{self.help} Default: {self.otherwise}." if self.otherwise else self.help


def word(value: object, words: tuple[str, ...]) -> str:
    """Return a value that is one of these words.

    Raises:
        ValueError: it is not.
    """
    if isinstance(value, str) and value in words:
        return value
    msg = f"it is {', '.join(words[:-1])} or {words[-1]}"
    raise ValueError(msg)


def _text(value: object, choice: Choice) -> str:
    if isinstance(value, str) and value.strip() and is_plain(value) and len(value) <= choice.longest:
        return value
    msg = f"it is a text of one line, of at most {choice.longest} characters"
    raise ValueError(msg)


def _names(value: object, choice: Choice) -> tuple[str, ...]:
    names = [name for name in value.split(",") if name.strip()] if isinstance(value, str) else value
    if not isinstance(names, list | tuple):
        raise ValueError("it is a list of body parts: legs,tummy")  # noqa: TRY004 - a mistake of the user's
    return tuple(_text(name, choice).strip() for name in names)


def _flag(value: object, _: Choice) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError("it is true or false")


def _number(value: object, choice: Choice) -> float:
    number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if choice.lowest <= number <= choice.highest:  # not-a-number is not
        return number
    msg = f"it goes from {choice.lowest:g} to {choice.highest:.0f} {choice.unit}"
    raise ValueError(msg)


def _whole(value: object, choice: Choice) -> int | str:
    if value == TODAY:
        return TODAY
    if isinstance(value, int) and not isinstance(value, bool) and choice.lowest <= value <= choice.highest:
        return value
    msg = f"it is a whole number from {choice.lowest:.0f} to {choice.highest:.0f}, or {TODAY}"
    raise ValueError(msg)


def _length(value: object, _: Choice) -> Samples:
    if isinstance(value, str):
        length = parse_duration(value)
    elif isinstance(value, timedelta):
        length = samples(value.total_seconds())
    elif isinstance(value, int) and not isinstance(value, bool):
        length = Samples(value)
    else:
        raise ValueError("it is a length: 10m, 10m30s, 90s or 1:30")  # noqa: TRY004 - a mistake of the user's
    if 0 < length <= LONGEST_SESSION:
        return length
    msg = f"it is longer than 0s and at most {format_duration(LONGEST_SESSION)}"
    raise ValueError(msg)


def _age(value: object, choice: Choice) -> Weeks:
    return Weeks(_number(parse_age(value) if isinstance(value, str) else value, choice))


def _afterwards(value: object, choice: Choice) -> Afterwards:
    return value if isinstance(value, Afterwards) else parse_afterwards(_text(value, choice))


READERS: Mapping[Any, Callable[[object, Choice], object]] = {
    str: _text,
    tuple[str, ...]: _names,
    bool: _flag,
    float: _number,
    int: _whole,
    Afterwards: _afterwards,
    Samples: _length,
    Weeks: _age,
}
"""What reads the value of each type, or raises a `ValueError` that says what is possible."""


def shown(value: object) -> str:
    """Return what was asked for, short enough for a line of an error."""
    try:
        return reprlib.repr(value)
    except ValueError:  # a whole number of thousands of digits
        return f"such a long {type(value).__name__}"
