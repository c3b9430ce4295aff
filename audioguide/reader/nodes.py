"""YAML text to nodes that know their lines.

The nodes are made from the parser's events, so nothing is ever resolved: every scalar is text, an alias cannot
grow, and depth costs nothing. What YAML allows and a routine file does not is refused here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from audioguide.errors import RoutineError
from audioguide.reader.reading import Reading, quoted
from audioguide.reader.syntax import explain, odd, odd_character

DEEPEST = 20
"""Lists and keys inside one another; a routine needs seven."""
_TOO_DEEP = f"there are more than {DEEPEST} lists or keys inside one another"
"""libyaml may notice it first, from 0.2.6 on."""

LONGEST_FILE = 1_000_000
"""Characters of a file; the longest routine in the repertoire has some ten thousand."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = ("~", "null", "Null", "NULL")
_CUT = re.compile(r"[ \t]+#[^\s#]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A word, a number or a text, as it is written."""

    line: int
    """From 1."""
    text: str
    cut: bool = False
    """Whether a ``#`` right after it may have cut it short: ``song #3``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A list."""

    line: int
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Keys and their values, with doubles left in."""

    line: int
    pairs: tuple[tuple[Scalar, Node], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A text of the repertoire: its words stand in files of their own, one a language."""

    line: int
    """Where it is used, from 1."""
    words: tuple[tuple[Reading, Node], ...]
    """Each with the file that it stands in."""


Node = Scalar | Items | Entries | Worded | None
"""None stands for what has been refused already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A list or a mapping whose end has not come yet."""

    line: int
    keyed: bool
    children: list[Node] = field(default_factory=list)


def compose(text: str, reading: Reading) -> Node:
    """Turn a file's text into nodes; note aliases, anchors, tags and a second document.

    Raises:
        RoutineError: the text is no YAML, is empty, or is too long or too deep; this one mistake alone.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > LONGEST_FILE:
        raise _alone(reading, 1, f"the file has {len(text)} characters; a routine has at most {LONGEST_FILE}")
    if odd := odd_character(text):
        raise _alone(reading, *odd)
    root = _Open(line=1, keyed=False)
    stack = [root]
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.DocumentStartEvent) and root.children:
                reading.wrong(_line(event, root), "a second document starts here ('---'); one file holds one document")
                break
            _take(event, stack, text, reading)
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two: PyYAML without C, on "\\UFFFFFFFF"
        line, problem = explain(error, text)
        raise _alone(reading, line, _TOO_DEEP if "nesting depth" in problem else problem) from None
    node = root.children[0] if root.children else None
    if not root.children or (isinstance(node, Scalar) and not node.text.strip()):
        raise _alone(reading, 1, "the file is empty; it starts with 'version: 1'")
    return node


def _take(event: yaml.Event, stack: list[_Open], text: str, reading: Reading) -> None:
    """Put one event in its place; the last of `stack` is the list or mapping that is open."""
    line = _line(event, stack[-1])
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
        _refuse_reuse(event, line, reading)
    if isinstance(event, yaml.CollectionStartEvent):
        if len(stack) > DEEPEST:
            raise _alone(reading, line, _TOO_DEEP)
        stack.append(_Open(line=line, keyed=isinstance(event, yaml.MappingStartEvent)))
    elif isinstance(event, yaml.CollectionEndEvent):
        closed = stack.pop()
        stack[-1].children.append(_close(closed, reading))
    elif isinstance(event, yaml.AliasEvent):
        problem = f"'*{event.anchor}' refers to another place, which is not possible here; write it out"
        reading.wrong(line, f"{problem}, or put quotes around text with a leading '*'")
        stack[-1].children.append(None)
    elif isinstance(event, yaml.ScalarEvent):
        stack[-1].children.append(_scalar(event, line, text, reading))


def _line(event: yaml.Event, within: _Open) -> int:
    assert event.start_mark is not None, "only events that are written have none"  # noqa: S101 - an invariant
    assert event.end_mark is not None, "likewise"  # noqa: S101 - an invariant
    if within.keyed and len(within.children) % 2 and event.start_mark.index == event.end_mark.index:
        # Nothing after `? key`: the parser puts it where the next word is, or past the end.
        key = within.children[-1]
        if isinstance(event, yaml.ScalarEvent) and key is not None:
            return key.line
    return event.start_mark.line + 1


def _scalar(event: yaml.ScalarEvent, line: int, text: str, reading: Reading) -> Scalar | None:
    if control := odd(event.value):
        reading.wrong(line, f"the character {control} cannot be read or spoken; remove it")
        return None
    if event.style or event.end_mark is None:
        return Scalar(line=line, text=event.value)
    words = "" if event.value in _NOTHING else event.value
    return Scalar(line=line, text=words, cut=_CUT.match(text, event.end_mark.index) is not None)


def _close(closed: _Open, reading: Reading) -> Node:
    if not closed.keyed:
        return Items(line=closed.line, nodes=tuple(closed.children))
    pairs: list[tuple[Scalar, Node]] = []
    for key, value in zip(closed.children[::2], closed.children[1::2], strict=True):
        if isinstance(key, Scalar):
            pairs.append((key, value))
        elif key is not None:
            reading.wrong(key.line, "a key should be a word; put quotes around text with a leading '{' or '['")
    return Entries(line=closed.line, pairs=tuple(pairs))


def _refuse_reuse(event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int, reading: Reading) -> None:
    if event.anchor is not None:
        problem = f"'&{event.anchor}' names this place for reuse, which is not possible here; remove it"
        reading.wrong(line, f"{problem}, or put quotes around text with a leading '&'")
    if event.tag is not None:
        problem = f"the tag {quoted(event.tag)} is not possible here; remove it"
        reading.wrong(line, f"{problem}, or put quotes around text with a leading '!'")


def _alone(reading: Reading, line: int, problem: str) -> RoutineError:
    return RoutineError(reading.source, ((line, problem),))
