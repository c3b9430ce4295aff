"""A file of facts with its words put back where they are said: a routine file such as anybody writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from textwrap import wrap

from audioguide.reader.filling import NAMED
from audioguide.reader.nodes import Entries, Node, Scalar
from audioguide.reader.wording import SHARED, Page

WIDTH = 110
"""Characters of a line."""

_NAMED = re.compile(rf"^( +(?:- )?)({'|'.join(NAMED)}): (\w+)( +#.*)?$")
_PLAIN = re.compile(r"[^\s\W_](?:(?!: | #)[^\n])*[^\s:]")
_WORDS_THAT_ARE_VALUES = ("yes", "no", "on", "off", "true", "false", "null")


def inline(facts: str, page: Page, routine: str) -> str:
    """Return a routine's file of facts with its words in one language, comments and all."""

    def written(key: str, name: str, indent: str = "") -> str:
        place = f"{routine}.{name}"
        leaf = page.leaves[place if place in page.leaves else f"{SHARED}.{name}"]
        return "\n".join(_lines(f"{indent}{key}:", leaf))

    found: list[str] = []
    for line in facts.splitlines():
        named = _NAMED.match(line)
        if line == "sections:" and f"{routine}.note" in page.leaves:
            found.append(written("note", "note"))
        found.append(f"{written(named[2], named[3], named[1])}{named[4] or ''}" if named else line)
        if line.startswith("version:"):
            found += [written("title", "title"), f"language: {page.reading.language}"]
    return "\n".join([*found, ""])


def _lines(start: str, leaf: Node) -> Iterator[str]:
    if isinstance(leaf, Entries):
        yield f"{start} {{{', '.join(f'{side.text}: {_quoted(words)}' for side, words in leaf.pairs)}}}"
        return
    text = " ".join(leaf.text.split()) if isinstance(leaf, Scalar) else ""
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS_THAT_ARE_VALUES
    line = f"{start} {text if plain else _quoted(leaf)}"
    if len(line) <= WIDTH:
        yield line
        return
    yield f"{start} >-"
    below = " " * (len(start) - len(start.lstrip(" -")) + 2)
    yield from wrap(text, WIDTH, initial_indent=below, subsequent_indent=below, break_long_words=False)


def _quoted(leaf: Node) -> str:
    return json.dumps(" ".join(leaf.text.split()) if isinstance(leaf, Scalar) else "", ensure_ascii=False)
