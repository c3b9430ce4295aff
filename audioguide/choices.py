"""What a family may choose, and what each choice may be: the one place for their bounds.

The command line takes its limits from here; `check` is passed by every way to a session.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from audioguide.errors import ChoiceError
from audioguide.routine import Aim, Direction, FirstSide, Guidance, Preparation
from audioguide.units import Samples, format_duration, parse_age, samples

Tones = Literal["soft", "clear", "off"]
"""How the tones sound, if they do."""

SOFTEST, LOUDEST = -40, -17
"""LUFS of the voice. Softer, nobody hears it; louder, its peaks come too near to full scale."""
LONGEST: Samples = samples(3 * 3600)
"""Of a session, and so long that its stems, of 32-bit floats, stay under the 4 GiB of a WAV file."""
OLDEST = parse_age("18y")
"""Weeks."""
MOST_WORKERS = 256
_UNSPOKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Control characters, ends of lines, and halves of characters: in no name and no path that can be written down."""
_LONGEST_TEXT = 4096
"""Characters: no file system takes a longer path."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What one choice may be."""

    possible: str
    """As the end of a sentence: what there is to choose from."""
    allows: Callable[[object], bool]
    among: tuple[str, ...] = ()
    """All that it may be, where those are a few words."""
    may_be_left_out: bool = False


def _among(words: object, *, may_be_left_out: bool = False) -> Choice:
    """Make a choice of a `Literal`."""
    names: tuple[str, ...] = get_args(words)
    possible = f"it is {', '.join(names[:-1])} or {names[-1]}"
    return Choice(possible, lambda value: isinstance(value, str) and value in names, names, may_be_left_out)


def _between(low: float, high: float, possible: str, *, whole: bool = False, may_be_left_out: bool = False) -> Choice:
    """Make a choice of a number. Neither NaN nor infinity lies between two numbers."""

    def allows(value: object) -> bool:
        number = isinstance(value, int) or (isinstance(value, float) and not whole)
        return number and not isinstance(value, bool) and low <= value <= high  # type: ignore[operator]

    return Choice(possible, allows, (), may_be_left_out)


def _is_text(value: object) -> bool:
    """Whether it can be spoken, printed and be a file's name."""
    return isinstance(value, str) and len(value) <= _LONGEST_TEXT and not _UNSPOKEN.search(value)


def _are_texts(value: object) -> bool:
    return isinstance(value, tuple | list) and all(map(_is_text, value))


_A_TEXT = f"it is a text of one line, of at most {_LONGEST_TEXT} characters"
_TEXT = Choice(_A_TEXT, _is_text)
_TEXT_OR_NOTHING = Choice(_A_TEXT, _is_text, may_be_left_out=True)
_TEXTS = Choice("it is a list of body parts", _are_texts)

CHOICES: Mapping[str, Choice] = {
    "routine": _TEXT,
    "length": _between(
        1,
        LONGEST,
        f"it is a whole number of samples, from 1 to {LONGEST} ({format_duration(LONGEST)})",
        whole=True,
        may_be_left_out=True,
    ),
    "guidance": _among(Guidance, may_be_left_out=True),
    "voice": _TEXT,
    "language": _TEXT_OR_NOTHING,
    "bed": _TEXT_OR_NOTHING,
    "tones": _among(Tones),
    "loudness": _between(SOFTEST, LOUDEST, f"it goes from {SOFTEST} to {LOUDEST} LUFS"),
    "preparation": _among(Preparation, may_be_left_out=True),
    "baby": _TEXT_OR_NOTHING,
    "age": _between(0, OLDEST, f"it goes from 0 to {OLDEST:.0f} weeks (18 years)", may_be_left_out=True),
    "direction": _among(Direction),
    "first_side": _among(FirstSide),
    "oil": Choice("it is true or false", lambda value: isinstance(value, bool), may_be_left_out=True),
    "aim": _among(Aim, may_be_left_out=True),
    "parts": _TEXTS,
    "skip": _TEXTS,
    "workers": _between(1, MOST_WORKERS, f"it goes from 1 to {MOST_WORKERS}", whole=True, may_be_left_out=True),
}
"""Every choice by its name, as `request.prepare` and a session's manifest know it."""


def check(choices: Mapping[str, Any], source: str = "") -> None:
    """See that choices can be fulfilled, as far as that does not depend on the routine.

    Args:
        choices: by names that are in `CHOICES`. None is a choice that was left out.
        source: the file that they come from.

    Raises:
        ChoiceError: one of them is not possible.
    """
    for name, value in choices.items():
        choice = CHOICES[name]
        if not (value is None and choice.may_be_left_out) and not choice.allows(value):
            raise ChoiceError(name, _shown(value), choice.possible, source)


def _shown(value: object) -> str:
    try:
        return reprlib.repr(value)
    except ValueError:  # a whole number of thousands of digits
        return f"such a long {type(value).__name__}"
