"""Values from a JSON document that anybody may have written: of the type, and within the bounds, that are meant."""

from __future__ import annotations

import re

from audioguide.model.choice import LONGEST_TEXT
from audioguide.model.plain import is_plain


def as_object(value: object) -> dict[str, object]:
    """Return an object of JSON.

    Raises:
        ValueError: it is something else; and so do all here.
    """
    if not isinstance(value, dict):
        raise ValueError("no object")  # noqa: TRY004 - one error for whatever is wrong in a document
    return value


def as_objects(value: object, fewest: int, most: int) -> list[dict[str, object]]:
    """Return a list of so many objects."""
    if not isinstance(value, list) or not fewest <= len(value) <= most:
        raise ValueError("no list, or too long or short a one")
    return [as_object(one) for one in value]


def as_text(value: object, longest: int = LONGEST_TEXT) -> str:
    """Return a text on one line, without characters that are not seen."""
    if not isinstance(value, str) or len(value) > longest or not is_plain(value):
        raise ValueError("no text of one line")
    return value


def as_matching(value: object, pattern: str) -> str:
    """Return a text that is a pattern from its beginning to its end."""
    found = as_text(value)
    if not re.fullmatch(pattern, found):
        raise ValueError("no such text")
    return found


def as_whole(value: object, lowest: int, highest: int) -> int:
    """Return a whole number within bounds."""
    if type(value) is not int or not lowest <= value <= highest:
        raise ValueError("no such whole number")
    return value


def as_number(value: object, lowest: float, highest: float) -> float:
    """Return a number within bounds."""
    if type(value) not in (int, float) or not isinstance(value, int | float):
        raise ValueError("no number")
    if not lowest <= value <= highest:  # which is what NaN is not either
        raise ValueError("no such number")
    return float(value)
