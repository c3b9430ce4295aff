"""The words of a language beside the English that they were made from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from audioguide.reader.nodes import Entries, Node, Scalar, compose
from audioguide.reader.reading import Reading
from audioguide.reader.wording import REVIEW, Page, line_of, open_wording
from audioguide.repertoire.folders import read_utf8

MARKS = "made-from.yaml"
"""For each text a hash of the English it was made from, and one of its own; `scripts/translations.py` writes it."""
OTHERS = (MARKS, "phrases.yaml")
"""Files that have no places which follow the English."""


_VERSION = re.compile("^version:.*$", re.MULTILINE)
_PRONOUNCE = "pronounce"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """A text, and what stands for it in the other language."""

    file: str
    """``strokes-legs``."""
    place: str
    """In the file: ``leg_rest.cue``."""
    line: int
    english: str
    words: tuple[str, ...]
    """One text, or those for the right and the left."""
    unread: bool
    """No native instructor has read it."""
    stale: bool
    """The English has changed since it was made, or nobody has marked from which it was."""

    @property
    def places(self) -> tuple[str, ...]:
        """Where each of the words is, with the file: ``strokes-legs.leg_rest.cue``; ``routines.shared.leg.right``."""
        sides = ("",) if len(self.words) == 1 else (".right", ".left")
        return tuple(f"{self.file}.{self.place}{side}" for side in sides)


def rows(ours: Traversable, theirs: Traversable) -> Iterator[TextRow]:
    """Yield every text that follows the English, in the order of the files.

    Args:
        ours: the folder of the English words.
        theirs: the folder of the other language.

    Raises:
        RoutineError: a file is no YAML, or lacks words.
    """
    made = marks(theirs)
    for name, english, page in _pairs(ours, theirs):
        page.reading.finish()
        for place, leaf in page.leaves.items():
            texts = _texts(leaf)
            yield TextRow(
                file=name,
                place=place,
                line=line_of(leaf),
                english=_texts(english.leaves[place])[0],
                words=texts,
                unread=page.is_unread(place),
                stale=made.get(f"{name}.{place}", "").partition("_")[0] != _hash(english.leaves[place]),
            )


def marks_today(ours: Traversable, theirs: Traversable) -> dict[str, str]:
    """Return a hash of the English and one of its translation, for every text that the language has a file for."""
    return {
        f"{name}.{place}": f"{_hash(leaf)}_{_hash(page.leaves.get(place))}"
        for name, english, page in _pairs(ours, theirs)
        for place, leaf in english.leaves.items()
    }


def marks(theirs: Traversable) -> dict[str, str]:
    """Return the hashes of the English that the words of a language were made from, each with that of the words."""
    file = theirs.joinpath(MARKS)
    node = compose(read_utf8(file, str(file)), Reading(source=str(file))) if file.is_file() else None
    pairs = node.pairs if isinstance(node, Entries) else ()
    return {key.text: value.text for key, value in pairs if isinstance(value, Scalar)}


def unread_copy(ours: Traversable, start: Traversable) -> dict[str, str]:
    """Return the files of words by name for a language to be: those of another, none of them read by an instructor."""
    found = {file.name: read_utf8(file, str(file)) for file in start.iterdir() if file.name.endswith(".yaml")}
    for name, _, page in _pairs(ours, start):
        text = _without(REVIEW, found[f"{name}.yaml"], f"{start.name}/{name}.yaml")
        review = f"{REVIEW}: [{', '.join(page.trees)}]"
        found[f"{name}.yaml"] = _VERSION.sub(rf"\g<0>\n{review}", text, count=1)
    # "dos" is a back in one language, two in another.
    found["phrases.yaml"] = _without(_PRONOUNCE, found["phrases.yaml"], f"{start.name}/phrases.yaml")
    found.setdefault(MARKS, marks_text(marks_today(ours, start)))
    return found


def _without(key: str, text: str, source: str) -> str:
    """Return a file without a key, what it holds, and the comments right above it.

    Raises:
        RoutineError: the file is no YAML; `source` is what it is called.
    """
    node, lines = compose(text, Reading(source=source)), text.splitlines(keepends=True)
    begins = {word.text: word.line - 1 for word, _ in node.pairs} if isinstance(node, Entries) else {}
    if key not in begins:
        return text
    begin = begins[key]
    end = min((line for line in begins.values() if line > begin), default=len(lines))
    while lines[end - 1].startswith("#") or not lines[end - 1].strip():  # it is about what follows
        end -= 1
    while begin and lines[begin - 1].startswith("#"):
        begin -= 1
    return "".join([*lines[:begin], *lines[end:]])


def marks_text(made_from: Mapping[str, str]) -> str:
    """Return the file of marks."""
    lines = [f'{place}: "{mark}"' for place, mark in made_from.items()]
    return "\n".join(
        ["# Written by scripts/translations.py: the English that each text was made from, and the text.", *lines, ""]
    )


def _pairs(ours: Traversable, theirs: Traversable) -> Iterator[tuple[str, Page, Page]]:
    """Yield the name of each file, and its page of English and of the other language."""
    for file in sorted(theirs.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".yaml") and file.name not in OTHERS and ours.joinpath(file.name).is_file():
            beside = f"{theirs.name} beside en"
            english, page = open_wording({"en": _named(ours, file.name), beside: _named(theirs, file.name)}).pages
            yield file.name.removesuffix(".yaml"), english, page


def _named(folder: Traversable, file: str) -> tuple[str, str]:
    """Return what a file of words is called in messages, and its text."""
    source = f"{folder.name}/{file}"
    return source, read_utf8(folder.joinpath(file), source)


def _texts(leaf: Node | None) -> tuple[str, ...]:
    """Return a text, or its words for the right and the left."""
    parts = [value for _, value in leaf.pairs] if isinstance(leaf, Entries) else [leaf]
    return tuple(" ".join(part.text.split()) for part in parts if isinstance(part, Scalar)) or ("",)


def _hash(leaf: Node | None) -> str:
    return hashlib.sha256("\n".join(_texts(leaf)).encode()).hexdigest()[:8]
