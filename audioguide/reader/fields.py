"""Tables of keys, and how a node is read by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any, TypeGuard

import yaml

from audioguide.reader.nodes import Entries, Items, Node, Scalar, Worded
from audioguide.reader.reading import Reading, closest, joined, quoted

Schema = Mapping[str, Any]
"""A JSON Schema, or a part of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueKind:
    """The type of a value: how it is read, its JSON Schema, and its name in messages."""

    read: Callable[[Node, str, Reading], Any]
    """Takes the node and the name of its key; returns the value, or None where it has noted a mistake."""
    schema: Schema
    says: str
    """For messages: "a number from 30 to 120"."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table; positional, as it is written as a row."""

    name: str
    kind: ValueKind
    example: str
    """A value, as it is written in a file."""
    doc: str
    """For the author of a routine: what it does, and what happens where it is left out."""
    _: KW_ONLY
    required: bool = False
    also: tuple[str, ...] = ()
    """Words that people write for it by mistake."""
    default: str = ""
    """What stands for it where it is left out, as it is written in a file; "": it depends, as `doc` says."""

    @property
    def schema(self) -> Schema:
        """Its value as JSON Schema."""
        default = {"default": yaml.safe_load(self.default)} if self.default else {}
        return {"description": self.doc, **default, **self.kind.schema}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """All keys that are possible in one place."""

    what: str
    """The place: "a step"."""
    which: str = ""
    """A suffix that distinguishes tables of the same place: " with 'say'"."""
    keys: tuple[Key, ...]

    @property
    def by_name(self) -> dict[str, Key]:
        """The keys by their names."""
        return {key.name: key for key in self.keys}

    @property
    def schema(self) -> Schema:
        """The table as JSON Schema."""
        return {
            "type": "object",
            "properties": {key.name: key.schema for key in self.keys},
            "required": [key.name for key in self.keys if key.required],
            "additionalProperties": False,
        }

    def meant(self, word: str) -> str | None:
        """Return the key that somebody meant by `word`, or None."""
        for key in self.keys:
            if word.casefold() in key.also:
                return key.name
        return closest(word, self.by_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """The values of a mapping, read by its table."""

    line: int
    values: Mapping[str, Any]
    """Of the valid keys; the type depends on their kind."""
    lines: Mapping[str, int]
    """The line of each key, from 1."""
    whole: bool
    """Whether every required key is there and valid, so that a value can be built."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - the table says what a key holds
        """Return the value of a key that is required, in a whole table, or of one that has a default."""
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - likewise
        """Return a key's value or its default in the table, or `default` where there is neither."""
        return self.values.get(name, default)

    def at(self, name: str) -> int:
        """Return the line of a key, or of the whole where it was left out."""
        return self.lines.get(name, self.line)


def read_fields(node: Node, table: Table, reading: Reading, *, elsewhere: tuple[Table, ...] = ()) -> Fields | None:
    """Read a mapping by its table, and note every mistake: unknown, duplicate, missing keys and wrong values.

    Args:
        node: the mapping.
        table: its possible keys.
        reading: collects the mistakes.
        elsewhere: tables whose keys are recognized, to say where a misplaced key belongs.

    Returns:
        The fields, or None where the node is no mapping.
    """
    if not isinstance(node, Entries):
        if node is not None:
            reading.wrong(node.line, f"{table.what} should be keys with values, not {described(node)}")
        return None
    keys = table.by_name
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    meant: set[str | None] = set()
    for name, value in node.pairs:
        if name.text not in keys:
            meant.add(_refuse(name, table, reading, elsewhere))
        elif name.text in lines:
            first = lines[name.text]
            reading.wrong(name.line, f"'{name.text}' stands twice in {table.what}, first in line {first}; keep one")
        else:
            lines[name.text] = name.line
            read = keys[name.text].kind.read(value, name.text, reading)
            if read is not None:
                values[name.text] = read
    # A key that is there, if misspelt, is not reported as missing too.
    missing = [key for key in table.keys if key.required and key.name not in lines and key.name not in meant]
    if missing:
        names = joined([f"'{key.name}'" for key in missing], "and")
        example = f"{missing[0].name}: {missing[0].example}"
        reading.wrong(node.line, f"{table.what} needs {names}, for example {example}")
    for key in table.keys:
        if key.default and key.name not in values:
            values[key.name] = key.kind.read(_written(key.default), key.name, reading)
    whole = all(key.name in values for key in table.keys if key.required)
    return Fields(line=node.line, values=values, lines=lines, whole=whole)


def _written(default: str) -> Node:
    """Turn a default, a word or a list of words, into the node that it would be in a file."""
    words = [Scalar(line=1, text=word.strip()) for word in default.strip("[]").split(",")]
    return Items(line=1, nodes=tuple(words)) if default.startswith("[") else words[0]


def _refuse(name: Scalar, table: Table, reading: Reading, elsewhere: tuple[Table, ...]) -> str | None:
    """Note an unknown key; return the one that was probably meant."""
    meant = table.meant(name.text)
    right = next((other for other in elsewhere if name.text in other.by_name), None)
    if right and not (meant and name.text in table.by_name[meant].also):
        alike = right.what == table.what
        here, there = (one.what + (one.which if alike else "") for one in (table, right))
        cure = "" if alike else "; check the indentation"
        reading.wrong(name.line, f"'{name.text}' belongs in {there}, not in {here}{cure}")
        return None
    cure = f"did you mean '{meant}'?" if meant else f"possible are {joined(list(table.by_name), 'and')}"
    if name.text.endswith(")") and "(" not in name.text:
        cure = "it is the rest of a path, which needs quotes inside {...}"
    reading.wrong(name.line, f"unknown key {quoted(name.text)} in {table.what}; {cure}")
    return meant


def nested(table: Table, *, elsewhere: tuple[Table, ...] = ()) -> ValueKind:
    """Make the kind of a value that has a table of its own."""
    return ValueKind(
        read=lambda node, _, reading: read_fields(node, table, reading, elsewhere=elsewhere),
        schema=table.schema,
        says=table.what,
    )


def _are_items(node: Node, kind: ValueKind, key: str) -> TypeGuard[Scalar]:
    """Whether words, with commas between them, are valid items of the list, so that only the brackets are missing."""
    words = node.text.split(",") if isinstance(node, Scalar) else []
    items = [Scalar(line=1, text=word.strip()) for word in words if word.strip().isidentifier()]
    return 0 < len(items) == len(words) and all(kind.read(item, key, Reading(source="")) is not None for item in items)


def listed(kind: ValueKind, *, distinct: bool = False) -> ValueKind:
    """Make the kind of a list with at least one item; invalid items are reported and left out."""

    def read(node: Node, key: str, reading: Reading) -> list[Any] | None:
        if not isinstance(node, Items):
            if node is not None:
                cure = f"write {key}: [{node.text}]" if _are_items(node, kind, key) else "start each item with '- '"
                reading.wrong(node.line, f"{key} should be a list, not {described(node)}; {cure}")
            return None
        if not node.nodes:
            reading.wrong(node.line, f"{key} is an empty list; it needs {kind.says}")
        found: list[Any] = []
        known: set[Any] = set()
        for item in node.nodes:
            value = kind.read(item, key, reading)
            if distinct and item is not None and value in known:
                reading.wrong(item.line, f"{key} names {value} twice")
            elif value is not None:
                found.append(value)
                if distinct:
                    known.add(value)
        return found

    schema: dict[str, Any] = {"type": "array", "items": kind.schema, "minItems": 1}
    return ValueKind(
        read=read, schema=schema | ({"uniqueItems": True} if distinct else {}), says=f"a list of {kind.says}"
    )


def named(kind: ValueKind, *, pattern: str, name: Callable[[str], str]) -> ValueKind:
    """Make the kind of a mapping from names to values of one kind.

    Args:
        kind: of the values.
        pattern: of the names, for JSON Schema.
        name: checks a name and returns it, or raises ValueError with a sentence.
    """

    def read(node: Node, key: str, reading: Reading) -> dict[str, tuple[int, Any]] | None:
        """Return lines and values by name; None for a value that was refused."""
        if not isinstance(node, Entries):
            if node is not None:
                reading.wrong(node.line, f"{key} should be names with {kind.says}, not {described(node)}")
            return None
        found: dict[str, tuple[int, Any]] = {}
        for word, value in node.pairs:
            try:
                one = name(word.text)
            except ValueError as error:
                reading.wrong(word.line, f"{key}: {error}")
                one = word.text
            if one in found:
                reading.wrong(
                    word.line, f"{quoted(one)} stands twice in {key}, first in line {found[one][0]}; keep one"
                )
            else:
                found[one] = (word.line, kind.read(value, one, reading))
        return found

    schema = {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{pattern})$"},
        "additionalProperties": kind.schema,
        "minProperties": 1,
    }
    return ValueKind(read=read, schema=schema, says=f"names with {kind.says}")


def described(node: Scalar | Items | Entries | Worded) -> str:
    """Describe a node for a message: what was found instead."""
    if isinstance(node, Items):
        return "a list"
    if isinstance(node, Entries):
        return "keys with values"
    if isinstance(node, Worded):
        return "words"
    return quoted(node.text) if node.text.strip() else "nothing"
