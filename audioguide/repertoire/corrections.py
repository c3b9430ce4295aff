"""Corrections of a language's words, as the page of `audioguide words` keeps them, put into the files of words.

A correction is three lines, with an empty line before the next one::

    strokes-legs.leg_rest.cue
    - Halte das Bein, ganz ruhig.
    + Halte das Bein und werde ruhig.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from audioguide.errors import RoutineError
from audioguide.reader.reading import quoted
from audioguide.reader.syntax import odd_character
from audioguide.repertoire.translations import TextRow

_LAYOUT = "a correction is three lines: the place, '- ' with the text as it was, '+ ' with how it should be"
_WIDTH = 120
"""Columns of a file of words."""
_FOLDED = ">"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Correction:
    line: int
    """Of its place, from 1."""
    place: str
    """``strokes-legs.leg_rest.cue``; ``routines.shared.leg.right`` where each side has a text."""
    was: str
    becomes: str


def corrected(source: str, corrections: str, files: Mapping[str, str], rows: Iterable[TextRow]) -> dict[str, str]:
    """Return the files of words that the corrections change; their comments and all other lines stay.

    Args:
        source: the name of the file of corrections, for messages.
        corrections: its text.
        files: the text of each file of words by its name without a suffix, ``strokes-legs``.
        rows: the texts that these files hold.

    Raises:
        RoutineError: all that is wrong with the corrections, with its lines; none of them is made.
    """
    mistakes: list[tuple[int, str]] = []
    texts = {place: text for row in rows for place, text in zip(row.places, row.words, strict=True)}
    changed: dict[str, str] = {}
    for one in _parsed(corrections, mistakes):
        if problem := _refused(one, texts.get(one.place)):
            mistakes.append((one.line, problem))
        elif texts[one.place] != one.becomes:
            file, _, place = one.place.partition(".")
            changed[file] = _replaced(changed.get(file, files[file]), place, one.becomes)
            texts[one.place] = one.becomes
    if mistakes:
        raise RoutineError(source, tuple(mistakes))
    return changed


def _refused(one: _Correction, today: str | None) -> str:
    """Return why a correction cannot be made of what stands there today, or nothing."""
    if today is None:
        return f"there is no {quoted(one.place)} in the words of this language"
    if today not in (one.was, one.becomes):
        return f"{quoted(one.place)} has changed since; it says: {today}"
    filled = "{baby} and {side} are replaced, by the baby's name and the side"
    places = ["{baby}", "{side}"]
    if "{side}" not in today:
        filled, places = "{baby} is replaced, by the baby's name", places[:1]
    if strange := re.search(r"\{\w*\}?|\}", re.sub("|".join(map(re.escape, places)), "", one.becomes)):
        return f"{quoted(strange[0])} stands for nothing; only {filled}"
    return ""


def _parsed(text: str, mistakes: list[tuple[int, str]]) -> Iterator[_Correction]:
    if odd := odd_character(text):
        mistakes.append(odd)
        return
    lines = [(number, line.rstrip()) for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1)]
    written = [(number, line) for number, line in lines if line]
    while written:
        (line, place), *rest = written[:3]
        signs = [one[:2] for _, one in rest]
        if signs != ["- ", "+ "]:
            mistakes.append((line, _LAYOUT))
            return
        (_, was), (_, becomes) = rest
        yield _Correction(line=line, place=place.strip(), was=_joined(was[2:]), becomes=_joined(becomes[2:]))
        written = written[3:]


def _replaced(text: str, place: str, becomes: str) -> str:
    """Return a file with another text in a place, in the style of what stood there."""
    node = _node(text, place)
    start, end = node.start_mark.index, node.end_mark.index
    before, was, after = text[:start], text[start:end], text[end:]
    gap = was[len(was.rstrip()) :]  # of a folded text: what parts it from the next key
    line = before[before.rfind("\n") + 1 :]
    alone = node.style == _FOLDED or after.startswith("\n")  # not between braces
    listed = yaml.safe_dump([becomes], allow_unicode=True, default_flow_style=not alone, width=10**6).strip()
    plain = listed.removeprefix("- ") if alone else listed[1:-1]
    if node.style == _FOLDED or (alone and len(line) + len(plain) > _WIDTH):
        indent = " " * (2 + len(line) - len(line.lstrip(" ")))
        wrap = textwrap.TextWrapper(
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,  # YAML would read a space there
            break_long_words=False,
        )
        plain = f">-\n{wrap.fill(becomes)}"
    return before + plain + gap + after


def _node(text: str, place: str) -> yaml.ScalarNode:
    """Return the node of a text by its keys, and numbers from 1 in lists."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for key in place.split("."):
        if isinstance(node, yaml.MappingNode):
            node = next(value for name, value in node.value if name.value == key)
        elif isinstance(node, yaml.SequenceNode):
            node = node.value[int(key) - 1]
    assert isinstance(node, yaml.ScalarNode), "rows are texts"  # noqa: S101 - an invariant
    return node


def _joined(text: str) -> str:
    return " ".join(text.split())
