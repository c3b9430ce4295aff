"""Texts: words in one language or several, with the places that are filled in when they are spoken."""

from __future__ import annotations

import re
from typing import Any

from audioguide.model.routine import Text
from audioguide.reader.fields import Schema, ValueKind, described
from audioguide.reader.kinds import LANGUAGE_PATTERN
from audioguide.reader.nodes import Entries, Items, Node, Scalar, Worded
from audioguide.reader.reading import Reading, joined, shown

_BRACES = re.compile(r"\{[^{}]*\}?|\}")


def text(*places: str) -> ValueKind:
    """Make the kind of a text in which `places` (``{side}``) may stand."""
    says = "text"

    def read(node: Node, key: str, reading: Reading) -> Text | None:
        if isinstance(node, Scalar):
            words = _words(node, key, places, reading)
            found = {} if words is None else {reading.language: words}
        elif isinstance(node, Entries):
            found = _by_language(node, key, places, reading)
        elif isinstance(node, Worded):
            texts = [read(words, key, of) for of, words in node.words]
            found = dict(pair for one in texts if one is not None for pair in one.by_language)
        else:
            if node is not None:
                reading.wrong(node.line, f"{key} should be {says}, not {described(node)}")
            return None
        if found and reading.needed not in found:
            has, lacks = joined(list(found), "and"), reading.needed
            cure = "" if isinstance(node, Worded) else f"; write {key}: {{{next(iter(found))}: ..., {lacks}: ...}}"
            reading.wrong(node.line, f"{key} has no words in '{lacks}', only in {has}{cure}")
        return Text(by_language=tuple(found.items())) if found else None

    return ValueKind(read=read, schema=_schema(places), says=says)


def uses(words: Text | None, place: str) -> bool:
    """Say whether `place` stands in the words of any language."""
    return words is not None and any(place in one for _, one in words.by_language)


def _by_language(node: Entries, key: str, places: tuple[str, ...], reading: Reading) -> dict[str, str]:
    found: dict[str, str] = {}
    for language, value in node.pairs:
        if f"{{{language.text}}}" in places:
            cure = "put quotes around text with a leading '{'"
            reading.wrong(language.line, f"{key}: {{{language.text}}} is not read as text here; {cure}")
        elif not re.fullmatch(LANGUAGE_PATTERN, language.text):
            problem = f"{key}: {shown(language.text)} is not a language; write for example {{en: ..., de: ...}}"
            reading.wrong(language.line, f"{problem}, or put quotes around text with a leading '{{'")
        elif language.text in found:
            reading.wrong(language.line, f"{key} has words in '{language.text}' twice; keep one")
        else:
            if isinstance(value, Items | Entries):
                reading.wrong(value.line, f"{key} should be text in '{language.text}', not {described(value)}")
            # What was refused has been there all the same: the language is not reported as missing too.
            words = _words(value, key, places, reading) if isinstance(value, Scalar) else None
            found[language.text] = words or ""
    if not node.pairs:
        reading.wrong(node.line, f"{key} should be text, not {{}}")
    return found


def _words(node: Scalar, key: str, places: tuple[str, ...], reading: Reading) -> str | None:
    """Return the words on one line, or None where there are none."""
    words = " ".join(node.text.split())
    if not words:
        reading.wrong(node.line, f"{key} should be text, not nothing")
        return None
    if node.cut:
        cure = "put quotes around the text, or a space after '#' if it is a comment"
        reading.wrong(
            node.line, f"{key} ends after {shown(' '.join(words.split()[-3:]))} because '#' begins a comment; {cure}"
        )
    for brace in dict.fromkeys(_BRACES.findall(words)):
        if brace not in places:
            possible = f"possible {'are' if len(places) > 1 else 'is'} {' and '.join(places)}"
            reading.wrong(node.line, f"{key}: nothing is filled in for {shown(brace)} here; {possible}")
    return words


def _schema(places: tuple[str, ...]) -> Schema:
    filled = "".join(rf"|\{{{place[1:-1]}\}}" for place in places)
    plain: dict[str, Any] = {
        "type": ["string", "number", "boolean"],
        "pattern": rf"^(?=[\s\S]*\S)(?:[^{{}}]{filled})*$",
    }
    languages = {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{LANGUAGE_PATTERN})$"},
        "additionalProperties": plain,
        "minProperties": 1,
    }
    return {"anyOf": [plain, languages]}
