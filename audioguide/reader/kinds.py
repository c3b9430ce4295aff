"""The kinds of single values: each a parser, a JSON Schema made from the same pattern, and its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from audioguide.model.choice import LONGEST_SESSION, LONGEST_TEXT
from audioguide.model.geometry import StrokePath, parse_path
from audioguide.model.shapes import SHAPES
from audioguide.reader.fields import Schema, Table, ValueKind, described, nested
from audioguide.reader.nodes import Entries, Items, Node, Scalar
from audioguide.reader.reading import Reading, instead, joined, quoted
from audioguide.reader.syntax import CURLY_QUOTES
from audioguide.units import Samples, format_duration, parse_age, parse_duration, samples

_COUNT = "(?:100|[1-9][0-9]?)"
_DASH = " *[-\u2013] *"
_NUMBER = r"[0-9]{1,6}(?:\.[0-9]{1,9})?"
_UNITS = f"(?=[0-9])(?:{_NUMBER} *[hH] *)?(?:{_NUMBER} *[mM](?:[iI][nN])? *)?(?:{_NUMBER} *[sS])?"
_CLOCK = r"(?:[0-9]{1,3}:[0-5][0-9]|[0-9]{1,3}):[0-5][0-9](?:\.[0-9]{1,6})?"
_DURATION = f"(?:{_CLOCK}|{_NUMBER}|{_UNITS})"
_LENGTH = f"(?![0-9.]+ *$)(?:{_CLOCK}|{_UNITS})"
_AGE = "[0-9]{1,3} *[wmyWMY]"
_PART = rf" *(?:{'|'.join(sorted(SHAPES, key=len, reverse=True))}) *\([^()]+\) *"
_PATH = rf"{_PART}(?:[+|]{_PART})*"

NAME_PATTERN = "[A-Za-z][A-Za-z0-9_-]{0,63}"
"""Of strokes and points: they become names of files and parts of paths."""

LANGUAGE_PATTERN = "[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"
"""As in ``en`` and ``pt-BR``."""


def _matching(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^ *(?:{pattern}) *$"}


def scalar(parse: Callable[[str], Any], schema: Schema, says: str) -> ValueKind:
    """Make a kind from a parser of text that raises ValueError with a sentence."""

    def read(node: Node, key: str, reading: Reading) -> Any:  # noqa: ANN401 - whatever the parser makes
        if node is None:
            return None
        if not isinstance(node, Scalar) or not node.text.strip():
            reading.wrong(node.line, f"{key} should be {says}, not {described(node)}")
            return None
        try:
            return parse(" ".join(node.text.split()))
        except ValueError as error:
            cure = "; write plain quotes, or none" if node.text.strip()[0] in CURLY_QUOTES else ""
            reading.wrong(node.line, f"{key}: {error}{cure}")
            return None

    return ValueKind(read=read, schema=schema, says=says)


def one_of(*names: str) -> ValueKind:
    """Make the kind of a choice between words."""
    says = joined(names, "or")

    def parse(text: str) -> str:
        if text not in names:
            msg = f"{quoted(text)} is not possible; {instead(text, names)}"
            raise ValueError(msg)
        return text

    read_as = {"yes": True, "on": True, "no": False, "off": False}  # by editors
    return scalar(parse, {"enum": [*names, *(read_as[name] for name in names if name in read_as)]}, says)


def number(lowest: float, highest: float) -> ValueKind:
    """Make the kind of a number within bounds."""
    says = f"a number from {lowest:g} to {highest:g}"

    def parse(text: str) -> float:
        if re.fullmatch("[0-9]+,[0-9]+", text):
            msg = f"{quoted(text)} has a comma; write {text.replace(',', '.')}"
            raise ValueError(msg)
        found = re.fullmatch(_NUMBER, text)
        if not found or not lowest <= float(text) <= highest:
            bare = re.match(_NUMBER, text)
            cure = f"; write {bare[0]}" if bare and not found and lowest <= float(bare[0]) <= highest else ""
            msg = f"{quoted(text)} should be {says}{cure}"
            raise ValueError(msg)
        return float(text)

    bounds = {"type": "number", "minimum": lowest, "maximum": highest}
    return scalar(parse, {"anyOf": [bounds, _matching(_NUMBER)]}, says)


def _parse_count(text: str) -> int:
    if not re.fullmatch(_COUNT, text):
        msg = f"{quoted(text)} should be a whole number from 1 to 100"
        raise ValueError(msg)
    return int(text)


def _parse_times(text: str) -> tuple[int, int]:
    """Read ``6``, ``4-8``, ``4 - 8``, or ``4-8`` with a longer dash, as the fewest and the most."""
    ends = re.split(_DASH, text)
    if len(ends) > 2 or not all(re.fullmatch("[0-9]+", end) for end in ends):
        msg = f"{quoted(text)} is not how often; write a number such as 6, or a range such as 4-8"
        raise ValueError(msg)
    if not all(re.fullmatch(_COUNT, end) for end in ends):
        msg = f"{quoted(text)} is not possible; it may be from 1 to 100 times"
        raise ValueError(msg)
    fewest, most = int(ends[0]), int(ends[-1])
    if fewest > most:
        msg = f"{quoted(text)} runs backwards; write {most}-{fewest}"
        raise ValueError(msg)
    return fewest, most


def _parse_span(text: str) -> tuple[Samples, Samples]:
    """Read ``10s``, ``10s-40s``, ``10-40s`` or ``1:30`` as the shortest and the longest."""
    ends = [end.strip() for end in re.split(_DASH, text)]
    if len(ends) > 2:
        msg = f"{quoted(text)} is not a length; write for example 10s, or a range such as 10s-40s"
        raise ValueError(msg)
    for end in ends:
        if not re.fullmatch(_DURATION, end):
            msg = f"{quoted(end)} is not a length; write for example 10s, 1m30s, or a range such as 10s-40s"
            raise ValueError(msg)
    shortest, longest = (parse_duration(end, bare_seconds=True) for end in (ends[0], ends[-1]))
    if shortest < samples(1) or longest > samples(1800):
        msg = f"{quoted(text)} is not possible; it lasts from 1s to 30m"
        raise ValueError(msg)
    if shortest > longest:
        msg = f"{quoted(text)} runs backwards; write {format_duration(longest)}-{format_duration(shortest)}"
        raise ValueError(msg)
    return shortest, longest


def _parse_length(text: str) -> Samples:
    if not re.fullmatch(_LENGTH, text):
        msg = f"{quoted(text)} is not a length; write for example 10m or 10m30s"
        raise ValueError(msg)
    length = parse_duration(text)
    if not samples(1) <= length <= LONGEST_SESSION:
        msg = f"{quoted(text)} is not possible; a session lasts up to {format_duration(LONGEST_SESSION)}"
        raise ValueError(msg)
    return length


def _parse_path(text: str) -> StrokePath:
    if text.count("(") > text.count(")"):
        msg = f"{quoted(text)} ends too early; put quotes around a path that stands inside {{...}}"
        raise ValueError(msg)
    return parse_path(text)


_AGE_IN_WORDS = re.compile(r"([0-9]{1,3}) *(week|month|year)s?", re.IGNORECASE)


def _parse_age(text: str) -> float:
    if words := _AGE_IN_WORDS.fullmatch(text):
        msg = f"{quoted(text)} is an age in words; write {words[1]}{words[2][0].lower()}"
        raise ValueError(msg)
    if not re.fullmatch(_AGE, text) and not text.isdecimal():  # a bare number is asked about
        msg = f"{quoted(text)} is not an age; write for example 6w, 4m or 1y (weeks, months, years)"
        raise ValueError(msg)
    return parse_age(text)


def _parse_yes(text: str) -> bool:
    small = text.casefold()
    if text not in _YES_NO_WORDS:
        msg = f"{quoted(text)} should be yes or no"
        raise ValueError(msg)
    return small in ("yes", "true", "on")


def parse_name(text: str) -> str:
    """Check the name of a stroke.

    Raises:
        ValueError: with a sentence for the author.
    """
    if not re.fullmatch(NAME_PATTERN, text):
        proposal = re.sub("[^A-Za-z0-9]+", "_", text).strip("_").lower()[:64]
        example = f", for example {proposal}" if re.fullmatch(NAME_PATTERN, proposal) else ""
        msg = f"{quoted(text)} cannot be a name; use up to 64 letters without accents, digits and _{example}"
        raise ValueError(msg)
    return text


def parse_words(text: str, longest: int = LONGEST_TEXT) -> str:
    """Check how long a text is.

    Raises:
        ValueError: with a sentence for the author.
    """
    if len(text) > longest:
        msg = f"{quoted(text)} has {len(text)} characters; {longest} are possible"
        raise ValueError(msg)
    return text


def parse_word(text: str) -> str:
    """Check any word that is a key.

    Raises:
        ValueError: with a sentence for the author.
    """
    if not text.strip():
        raise ValueError("a word is missing before ':'")
    return text.strip()


def _parse_language(text: str) -> str:
    if not re.fullmatch(LANGUAGE_PATTERN, text):
        msg = f"{quoted(text)} is not a language; write its short code, for example en or de"
        raise ValueError(msg)
    return text


def _parse_version(text: str) -> int:
    if text != "1":
        msg = f"{quoted(text)} is not known; this audioguide reads version 1"
        raise ValueError(msg)
    return 1


_YES_NO_SPELLINGS = [
    word for small in ("yes", "no", "true", "false", "on", "off") for word in (small, small.title(), small.upper())
]
_YES_NO_WORDS = frozenset(_YES_NO_SPELLINGS)

YES_NO = scalar(_parse_yes, {"enum": [True, False, *_YES_NO_SPELLINGS]}, "yes or no")


def yes_or(table: Table) -> ValueKind:
    """Make the kind of something that is there or not, or there with what is special about it."""
    whole = nested(table)

    def read(node: Node, key: str, reading: Reading) -> Any:  # noqa: ANN401 - True, False or fields
        return (whole if isinstance(node, Entries) else YES_NO).read(node, key, reading)

    return ValueKind(
        read=read, schema={"anyOf": [YES_NO.schema, whole.schema]}, says=f"yes, no or the keys of {table.what}"
    )


COUNT = scalar(
    _parse_count,
    {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 100}, _matching(_COUNT)]},
    "a whole number from 1 to 100",
)
TIMES = scalar(
    _parse_times,
    {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 100}, _matching(f"{_COUNT}(?:{_DASH}{_COUNT})?")]},
    "a number or a range such as 4-8",
)
SPAN = scalar(
    _parse_span,
    {"anyOf": [{"type": "number", "minimum": 1, "maximum": 1800}, _matching(f"{_DURATION}(?:{_DASH}{_DURATION})?")]},
    "a length such as 10s, or a range such as 10s-40s",
)
DURATION = scalar(_parse_length, _matching(_LENGTH), "a length such as 10m or 10m30s")
PAUSE = scalar(
    lambda text: (Samples(0), Samples(0)) if text == "none" else _parse_span(text),
    {"anyOf": [{"enum": ["none"]}, SPAN.schema]},
    "none, a length such as 4s, or a range such as 2s-20s",
)
AGE = scalar(_parse_age, _matching(_AGE), "an age such as 6w, 4m or 1y")
PATH = scalar(_parse_path, _matching(_PATH), "a path such as line(hip_{S},ankle_{S})")
LANGUAGE_CODE = scalar(_parse_language, _matching(LANGUAGE_PATTERN), "a language such as en")
FORMAT_VERSION = scalar(_parse_version, {"enum": [1, "1"]}, "1")
NAMED = scalar(parse_name, _matching(NAME_PATTERN), "a name")
ANY_TEXT = scalar(
    parse_words, {"type": ["string", "number", "boolean"], "pattern": r"\S", "maxLength": LONGEST_TEXT}, "words"
)


def _read_point(node: Node, key: str, reading: Reading) -> tuple[float, float] | None:
    coordinates = [_COORDINATE.read(one, key, reading) for one in node.nodes] if isinstance(node, Items) else []
    if len(coordinates) == 2:
        return None if None in coordinates else (coordinates[0], coordinates[1])
    if node is not None:
        reading.wrong(node.line, f"{key} should be two numbers, for example [50, 83]")
    return None


_COORDINATE = number(0, 1000)
POINT = ValueKind(
    read=_read_point,
    schema={"type": "array", "items": _COORDINATE.schema, "minItems": 2, "maxItems": 2},
    says="two numbers",
)
