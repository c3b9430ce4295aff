"""The keys of a catalogue. Those of `vary` are the choices of a session: a new choice varies by itself."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping
from typing import Any

from audioguide.errors import ChoiceError
from audioguide.model.catalogue import Option
from audioguide.model.choices import CHOICE_KINDS, Kind, check
from audioguide.reader import kinds
from audioguide.reader.fields import Key, Schema, Table, ValueKind, listed, nested
from audioguide.reader.nodes import Items, Node, Scalar
from audioguide.reader.reading import Reading, quoted
from audioguide.reader.tables.steps import VERSION_KEY

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NAME = r"(?:[\w-]|\{\w+\})+(?:/(?:[\w-]|\{\w+\})+)*"
_EXAMPLES = {
    "length": "[10m, 15m]",
    "guidance": "[learn, practised]",
    "voice": "hibari",
    "language": "[en, de]",
    "bed": "[ocean, none]",
    "afterwards": "ocean:10m",
    "tones": "[soft, off]",
    "loudness": "[-18, -22]",
    "preparation": "short",
    "baby": "[Mia, Noah]",
    "age": "[6w, 4m]",
    "direction": "[traditional, towards-heart]",
    "first_side": "[right, left]",
    "oil": "[yes, no]",
    "rhymes": "[yes, no]",
    "turn": "[0, 1, 2]",
    "parts": "['legs,tummy', face]",
    "skip": "face",
    "one_hand": "[yes, no]",
    "from_part": "[chest]",
}
_ELSEWHERE = {"language": "auto", "turn": "today"}
"""Values that depend on the computer or on the day."""


def _parser(name: str, kind: Kind) -> Callable[[str], Any]:
    """Return what reads a value of a choice, or raises a `ValueError` with a sentence."""

    def parse(text: str) -> Any:  # noqa: ANN401 - as the choice is typed
        if text == _ELSEWHERE.get(name):
            msg = f"{quoted(text)} depends on when and where it is built; say which"
            raise ValueError(msg)
        try:
            return check(name, _native(text, kind))
        except ChoiceError as error:
            raise ValueError(error.problem) from None

    return parse


def _native(text: str, kind: Kind) -> object:
    """Return what a choice takes for a text: a number where it is one."""
    if kind.type is int and text.isdecimal():
        return int(text)
    if kind.type is float and re.fullmatch(r"-?[0-9]{1,6}(\.[0-9]{1,6})?", text):
        return float(text)
    return text


def _kind_of(name: str, kind: Kind) -> ValueKind:
    if kind.type is bool:
        return kinds.YES_NO
    if kind.words:
        return kinds.one_of(*kind.words)
    schema: Schema = {"type": "number"} if kind.type in (int, float) else {"type": ["string", "number"]}
    return kinds.scalar(_parser(name, kind), schema, "one value")


def _values(kind: ValueKind) -> ValueKind:
    """Make the kind of one value or a list of them, each with its line."""

    def read(node: Node, key: str, reading: Reading) -> tuple[Option, ...]:
        if isinstance(node, Items) and not node.nodes:
            reading.wrong(node.line, f"{key} is an empty list; it needs a value")
        found: dict[object, Option] = {}
        for item in node.nodes if isinstance(node, Items) else (node,):
            value = kind.read(item, key, reading)
            if value is None or not isinstance(item, Scalar):
                continue
            if value in found:
                reading.wrong(item.line, f"{key} names {quoted(item.text)} twice")
            else:
                found[value] = Option(text=" ".join(item.text.split()), value=value, line=item.line)
        return tuple(found.values())

    several = {"type": "array", "items": kind.schema, "minItems": 1, "uniqueItems": True}
    return ValueKind(read=read, schema={"anyOf": [kind.schema, several]}, says=f"{kind.says}, or a list")


def _parse_date(text: str) -> str:
    year, month, day = map(int, text.split("-")) if re.fullmatch(_DATE, text) else (0, 0, 0)
    if not (year and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        msg = f"{quoted(text)} is no day; write for example 2027-03-01"
        raise ValueError(msg)
    return text


def _parse_name(text: str) -> str:
    if not re.fullmatch(_NAME, text):
        msg = f"{quoted(text)} cannot be a name; it has letters, digits, -, _, {{choices}}, and / after a folder"
        raise ValueError(msg)
    return text


def _keys(choices: Mapping[str, Kind]) -> tuple[Key, ...]:
    return tuple(
        Key(name, _values(_kind_of(name, kind)), _EXAMPLES[name], kind.choice.line)
        for name, kind in choices.items()
        if name != "aim"  # it picks a routine, and here the routines are named
    )


_ROUTINE = Key(
    "routine",
    _values(kinds.ANY_TEXT),
    "[everyday, bedtime]",
    "Built-in routines, evenings of a course (five-evenings:2), or files beside this one.",
    required=True,
    also=("routines",),
)

VARY = Table(what="vary", keys=(_ROUTINE, *_keys(CHOICE_KINDS)))

ROWS = Table(
    what="a filter",
    keys=tuple(
        Key(key.name, key.kind, key.example, f"Rows with one of these: see {key.name} under vary.") for key in VARY.keys
    ),
)

CATALOGUE = Table(
    what="a catalogue",
    keys=(
        VERSION_KEY,
        Key(
            "vary",
            nested(VARY),
            "{routine: everyday, length: [10m, 15m], language: [en, de]}",
            "What each choice may be, one value or a list: every combination is a session.",
            required=True,
        ),
        Key(
            "only",
            listed(nested(ROWS)),
            "[{routine: everyday}]",
            "Only the sessions that match one of these rows: they have one of the values that it gives for each of "
            "its choices. Left out: all.",
        ),
        Key(
            "except",
            listed(nested(ROWS)),
            "[{language: de, length: 10m}]",
            "None of the sessions that match one of these rows.",
            also=("exclude", "without", "not"),
        ),
        Key(
            "name",
            kinds.scalar(_parse_name, {"type": "string", "pattern": f"^ *{_NAME} *$"}, "a pattern of names"),
            '"{language}/{routine}-{length}"',
            "The name of each session's file, without its suffix: choices in braces, folders before a /. Left out: the "
            "routine and all that varies, with - between.",
        ),
        Key(
            "date",
            kinds.scalar(_parse_date, {"type": "string", "pattern": f"^ *{_DATE} *$"}, "a day such as 2027-03-01"),
            '"2027-03-01"',
            "The day in the tags of every session. Left out: that of SOURCE_DATE_EPOCH, or no day at all.",
        ),
        Key(
            "format",
            kinds.NAMED,
            "opus",
            "Of the files: mp3, m4b, m4a, opus, flac or wav; left out: mp3.",
            default="mp3",
        ),
    ),
)
