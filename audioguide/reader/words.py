"""Texts: words in one language or several, with the places that are filled in when they are spoken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from audioguide.model.choice import LONGEST_TEXT
from audioguide.model.stroke import Text
from audioguide.reader.fields import Schema, ValueKind, described
from audioguide.reader.kinds import LANGUAGE_PATTERN
from audioguide.reader.nodes import Entries, Items, Node, Scalar, Worded
from audioguide.reader.reading import Reading, joined, quoted

SIDE = "{side}"
SIDES = ("right", "left")

_Sided = tuple[str, str]
"""Words on the right and on the left; the same where the text has no sides."""

_BRACES = re.compile(r"\{[^{}]*\}?|\}")


@dataclass(frozen=True, slots=True)
class _Form:
    """What words may be like."""

    places: tuple[str, ...]
    longest: int
    """Characters."""


def text(*places: str, longest: int = LONGEST_TEXT) -> ValueKind:
    """Make the kind of a text of at most `longest` characters in which `places` (``{side}``) may stand."""
    says, form = "text", _Form(places, longest)

    def read(node: Node, key: str, reading: Reading) -> Text | None:
        found: dict[str, _Sided] = {}
        if isinstance(node, Scalar):
            words = _words(node, key, form, reading)
            found = {} if words is None else {reading.language: (words, words)}
        elif isinstance(node, Entries) and SIDE in places and _is_sided(node):
            found = {reading.language: _by_side(node, key, form, reading)}
        elif isinstance(node, Entries):
            found = _by_language(node, key, form, reading)
        elif isinstance(node, Worded):
            texts = [read(words, key, of) for of, words in node.words]
            return _joined([one for one in texts if one is not None], node.line, key, reading)
        elif node is not None:
            reading.wrong(node.line, f"{key} should be {says}, not {described(node)}")
        if found and reading.needed not in found:
            example = f"{{{next(iter(found))}: ..., {reading.needed}: ...}}"
            reading.wrong(node.line if node else 1, f"{_lacks(key, found, reading)}; write {key}: {example}")
        return _text(found) if found else None

    return ValueKind(read=read, schema=_schema(form), says=says)


def uses(words: Text | None, place: str) -> bool:
    """Say whether `place` stands in the words of any language; words for each side have a ``{side}``."""
    if words is None:
        return False
    return (place == SIDE and bool(words.on_the_left)) or any(place in one for _, one in words.by_language)


def _text(found: Mapping[str, _Sided]) -> Text:
    return Text(
        by_language=tuple((language, right) for language, (right, _) in found.items()),
        on_the_left=tuple((language, left) for language, (right, left) in found.items() if left != right),
    )


def _joined(texts: Sequence[Text], line: int, key: str, reading: Reading) -> Text | None:
    """Join the words of one text, each from the file of its language."""
    pairs = tuple(pair for one in texts for pair in one.by_language)
    if pairs and reading.needed not in dict(pairs):
        reading.wrong(line, _lacks(key, dict(pairs), reading))
    left = tuple(pair for one in texts for pair in one.on_the_left)
    return Text(by_language=pairs, on_the_left=left) if pairs else None


def _lacks(key: str, found: Iterable[str], reading: Reading) -> str:
    return f"{key} has no words in '{reading.needed}', only in {joined(list(found), 'and')}"


def _is_sided(node: Entries) -> bool:
    return any(key.text in SIDES for key, _ in node.pairs)


def _by_side(node: Entries, key: str, form: _Form, reading: Reading) -> _Sided:
    """Return the words on the right and those on the left."""
    found: dict[str, str] = {}
    for side, value in node.pairs:
        if side.text not in SIDES or side.text in found:
            reading.wrong(
                side.line, f"{key} has words for 'right' and 'left', once each; {quoted(side.text)} is too much"
            )
            continue
        if isinstance(value, Scalar):
            found[side.text] = _words(value, key, form, reading) or ""
        elif value is not None:
            reading.wrong(value.line, f"{key} should be text on the {side.text}, not {described(value)}")
    for missing in set(SIDES) - {name.text for name, _ in node.pairs}:
        reading.wrong(node.line, f"{key} has no words on the {missing}; write {key}: {{right: ..., left: ...}}")
    return found.get("right", ""), found.get("left", "")


def _by_language(node: Entries, key: str, form: _Form, reading: Reading) -> dict[str, _Sided]:
    found: dict[str, _Sided] = {}
    for language, value in node.pairs:
        if f"{{{language.text}}}" in form.places:
            cure = "put quotes around text with a leading '{'"
            reading.wrong(language.line, f"{key}: {{{language.text}}} is not read as text here; {cure}")
        elif not re.fullmatch(LANGUAGE_PATTERN, language.text):
            problem = f"{key}: {quoted(language.text)} is not a language; write for example {{en: ..., de: ...}}"
            reading.wrong(language.line, f"{problem}, or put quotes around text with a leading '{{'")
        elif language.text in found:
            reading.wrong(language.line, f"{key} has words in '{language.text}' twice; keep one")
        elif isinstance(value, Entries) and SIDE in form.places and _is_sided(value):
            found[language.text] = _by_side(value, key, form, reading)
        else:
            if isinstance(value, Items | Entries):
                reading.wrong(value.line, f"{key} should be text in '{language.text}', not {described(value)}")
            # What was refused has been there all the same: the language is not reported as missing too.
            words = _words(value, key, form, reading) if isinstance(value, Scalar) else None
            found[language.text] = (words or "", words or "")
    if not node.pairs:
        reading.wrong(node.line, f"{key} should be text, not {{}}")
    return found


def _words(node: Scalar, key: str, form: _Form, reading: Reading) -> str | None:
    """Return the words on one line, or None where there are none."""
    words = " ".join(node.text.split())
    if not words:
        reading.wrong(node.line, f"{key} should be text, not nothing")
        return None
    if node.cut:
        cure = "put quotes around the text, or a space after '#' if it is a comment"
        reading.wrong(
            node.line, f"{key} ends after {quoted(' '.join(words.split()[-3:]))} because '#' begins a comment; {cure}"
        )
    if len(words) > form.longest:
        reading.wrong(node.line, f"{key} has {len(words)} characters; {form.longest} are possible")
    for brace in dict.fromkeys(_BRACES.findall(words)):
        if brace not in form.places:
            possible = f"possible {'are' if len(form.places) > 1 else 'is'} {' and '.join(form.places)}"
            reading.wrong(node.line, f"{key}: nothing is filled in for {quoted(brace)} here; {possible}")
    return words


def _schema(form: _Form) -> Schema:
    filled = "".join(rf"|\{{{place[1:-1]}\}}" for place in form.places)
    plain: dict[str, Any] = {
        "type": ["string", "number", "boolean"],
        "pattern": rf"^(?=[\s\S]*\S)(?:[^{{}}]{filled})*$",
        "maxLength": form.longest,
    }
    forms = [plain]
    if SIDE in form.places:
        sides = dict.fromkeys(SIDES, plain)
        forms.append({"type": "object", "properties": sides, "required": list(SIDES), "additionalProperties": False})
    languages = {
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{LANGUAGE_PATTERN})$"},
        "additionalProperties": {"anyOf": forms},
        "minProperties": 1,
    }
    return {"anyOf": [*forms, languages]}
