"""Words and facts apart: the files that hold the repertoire's words.

A file of facts has a name wherever something is spoken or printed (``say: posture``); the file of words says what
stands for it, in each language. What belongs to the whole of a routine or a stroke (its title, its cue) needs no name.
How the words come to their facts is in `filling`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from audioguide.reader.nodes import Entries, Items, Node, Scalar, compose
from audioguide.reader.reading import Reading, instead, quoted
from audioguide.reader.words import SIDES

SHARED = "shared"
"""Words that several of a file's routines use."""
REVIEW = "review"
"""Lists what a native instructor has still to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One file of words: one language."""

    reading: Reading
    """Its name and language, and what was wrong with it when it was opened."""
    trees: Mapping[str, Entries]
    """By the id of the routine, ritual, course or stroke."""
    leaves: Mapping[str, Node]
    """The texts by their place, in the order of the file: ``everyday.title``, ``bedtime.checks.1``."""
    unread: frozenset[str] = frozenset()
    """Ids and places that no native instructor has read yet."""

    def is_unread(self, place: str) -> bool:
        """Say whether no native instructor has read a text."""
        return place in self.unread or place.partition(".")[0] in self.unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one kind of thing in every language; the first of them is the one that the others follow."""

    pages: tuple[Page, ...]


def open_wording(files: Mapping[str, tuple[str, str]], known: Iterable[str] | None = None) -> Wording:
    """Open the files of words of one kind. What is wrong with them is reported when they are put into facts.

    Args:
        files: by language, the name of a file (for messages) and its text; the first language is the one that the
            others follow: they have the same keys in the same order.
        known: all ids of this kind. Left out: the file of facts has them.

    Raises:
        RoutineError: a file is no YAML.
    """
    pages = tuple(_page(text, Reading(source=source, language=language)) for language, (source, text) in files.items())
    for page in pages[1:]:
        _compare(page, pages[0])
    if known is not None:
        refuse_strangers(pages[0].trees, known, pages[0].reading)
    return Wording(pages=pages)


def refuse_strangers(trees: Mapping[str, Entries], known: Iterable[str], reading: Reading) -> None:
    """Note words for what does not exist; `known` are all ids of this kind."""
    ids = (*known, SHARED)
    for name, tree in trees.items():
        if name not in ids:
            reading.wrong(tree.line, f"there is no {quoted(name)}; {instead(name, ids)}")


def _page(text: str, reading: Reading) -> Page:
    node = compose(text, reading)
    entries = {key.text: (key, value) for key, value in (node.pairs if isinstance(node, Entries) else ())}
    _, version = entries.pop("version", (None, None))
    if not (isinstance(version, Scalar) and version.text == "1"):
        reading.wrong(1, "a file of words starts with 'version: 1'")
    _, review = entries.pop(REVIEW, (None, None))
    trees: dict[str, Entries] = {}
    leaves: dict[str, Node] = {}
    for key, value in entries.values():
        if not isinstance(value, Entries):
            reading.wrong(key.line, f"{quoted(key.text)} should be names with their words")
            continue
        trees[key.text] = Entries(line=key.line, pairs=value.pairs)
        for place, leaf, line in _leaves(value, key.text):
            if place in leaves:
                reading.wrong(line, f"{quoted(place)} stands twice; keep one")
            leaves[place] = leaf
    unread = [one for one in (review.nodes if isinstance(review, Items) else ()) if isinstance(one, Scalar)]
    for one in unread:
        if one.text not in leaves and one.text not in trees:
            reading.wrong(one.line, f"{REVIEW}: {quoted(one.text)} is not in this file; {instead(one.text, leaves)}")
    return Page(reading=reading, trees=trees, leaves=leaves, unread=frozenset(one.text for one in unread))


def _leaves(node: Node, place: str, line: int = 1) -> Iterator[tuple[str, Node, int]]:
    """Yield every text below a node with its place and line."""
    if isinstance(node, Items):
        for index, one in enumerate(node.nodes, 1):
            yield from _leaves(one, f"{place}.{index}", node.line)
    elif isinstance(node, Entries) and not is_sided(node):
        for key, one in node.pairs:
            yield from _leaves(one, f"{place}.{key.text}", key.line)
    else:
        yield place, node, line


def _compare(page: Page, first: Page) -> None:
    """Note what a translation lacks or has in excess, and the first text that is out of order."""
    reading, theirs, ours = page.reading, list(first.leaves), list(page.leaves)
    for place in theirs:
        if place not in page.leaves:
            tree = page.trees.get(place.split(".")[0])
            reading.wrong(tree.line if tree else 1, f"there are no words for {quoted(place)}")
    for place in ours:
        if place not in first.leaves:
            reading.wrong(line_of(page.leaves[place]), f"{first.reading.source} has no {quoted(place)}; remove it")
    if not reading.mistakes:
        for place, other in zip(ours, theirs, strict=True):
            if place != other:
                cure = f"keep the order of {first.reading.source}: {quoted(other)} comes here"
                reading.wrong(line_of(page.leaves[place]), f"{quoted(place)} is out of order; {cure}")
                return


def is_sided(node: Entries) -> bool:
    """Say whether keys with values are one text: its words for each side."""
    return bool(node.pairs) and {key.text for key, _ in node.pairs} <= {*SIDES}


def line_of(node: Node) -> int:
    """Return the line of a text; the first, where it has been refused."""
    return node.line if node is not None else 1
