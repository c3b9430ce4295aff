"""Words and facts apart: the files that hold the repertoire's words, and how they are put into a file of facts.

A file of facts has a name wherever something is spoken or printed (``say: posture``); the file of words says what
stands for it, in each language. What belongs to the whole of a routine or a stroke (its title, its cue) needs no name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from audioguide.reader.nodes import Entries, Items, Node, Scalar, Worded, compose
from audioguide.reader.reading import Reading, instead, shown
from audioguide.reader.words import SIDES

SHARED = "shared"
"""Words that several of a file's routines use."""
REVIEW = "review"
"""Lists what a native instructor has still to read."""

OWN = (
    "title",
    "note",
    "baby",
    "resume",
    "one_hand",
    "resume_one_hand",
    "checks",
    "looks",
    "prompts",
    "thanks",
    "rhymes",
    "safety_before",
    "name",
    "cue",
    "again",
    "teach",
    "caution",
    "take_oil",
    "more_oil",
    "wipe_oil",
)
"""Found by the key itself: what belongs to a whole routine, course, ritual or stroke."""
NAMED = ("title", "intro", "again", "say", "cue", "cue_one_hand", "short")
"""Found by the name that stands there: what belongs to a section or a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One file of words: one language."""

    reading: Reading
    trees: Mapping[str, Entries]
    """By the id of the routine, ritual, course or stroke."""
    leaves: Mapping[str, Node]
    """The texts by their place, in the order of the file: ``everyday.title``, ``bedtime.checks.1``."""
    unread: frozenset[str] = frozenset()
    """Ids and places that no native instructor has read yet."""

    def count_unread(self) -> int:
        """Return how many of the texts no native instructor has read."""
        return sum(place in self.unread or place.split(".")[0] in self.unread for place in self.leaves)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one kind of thing in every language; the first of them is the one that the others follow."""

    pages: tuple[Page, ...]
    scopes: set[str] = field(default_factory=set)
    """Ids whose facts have been filled."""
    used: set[str] = field(default_factory=set)
    """Places of words that they have asked for."""

    def fill(self, node: Node, scope: str, reading: Reading) -> Node:
        """Put the words of `scope` (an id) into its facts; names without words are noted in `reading`."""
        if not isinstance(node, Entries):
            return node
        self.scopes.add(scope)
        tree = self.pages[0].trees.get(scope)
        own = [(key, value) for key, value in tree.pairs if key.text in OWN] if tree else []
        inserted = [
            (Scalar(line=node.line, text=key.text), self._own(value, f"{scope}.{key.text}", node.line))
            for key, value in own
        ]
        worded = {key.text: value for key, value in inserted}
        filled = [
            (key, _with_facts(value, worded.pop(key.text)))
            if key.text in worded
            else (key, self._named(key.text, value, scope, reading))
            for key, value in node.pairs
        ]
        return Entries(line=node.line, pairs=(*filled, *(pair for pair in inserted if pair[0].text in worded)))

    def fill_strokes(self, node: Node, reading: Reading) -> Node:
        """Put the words into a file of strokes: an id each."""
        if not isinstance(node, Entries):
            return node
        strokes = next((value for key, value in node.pairs if key.text == "strokes"), None)
        if not isinstance(strokes, Entries):
            return node
        inside = tuple((key, self.fill(value, key.text, reading)) for key, value in strokes.pairs)
        self.refuse_strangers(key.text for key, _ in strokes.pairs)
        filled = Entries(line=strokes.line, pairs=inside)
        return Entries(
            line=node.line, pairs=tuple((key, filled if value is strokes else value) for key, value in node.pairs)
        )

    def refuse_strangers(self, known: Iterable[str]) -> None:
        """Note words for what does not exist; `known` are all ids of this kind."""
        ids = (*known, SHARED)
        first = self.pages[0]
        for name, tree in first.trees.items():
            if name not in ids:
                first.reading.wrong(tree.line, f"there is no {shown(name)}; {instead(name, ids)}")

    def finish(self) -> None:
        """Report every mistake in the words, also those that nothing says.

        Raises:
            RoutineError: if there are any.
        """
        first = self.pages[0]
        for place, leaf in first.leaves.items():
            if place.split(".")[0] in self.scopes and place not in self.used:
                first.reading.wrong(_line(leaf), f"nothing says {shown(place)}; remove it")
        for page in self.pages:
            page.reading.finish()

    def _own(self, node: Node, place: str, line: int) -> Node:
        """Mirror a text, or a list or mapping of texts, with a leaf of words in each place."""
        if isinstance(node, Items):
            return Items(
                line=line,
                nodes=tuple(self._own(one, f"{place}.{index}", line) for index, one in enumerate(node.nodes, 1)),
            )
        if isinstance(node, Entries) and not _is_sided(node):
            pairs = tuple(
                (Scalar(line=line, text=key.text), self._own(one, f"{place}.{key.text}", line))
                for key, one in node.pairs
            )
            return Entries(line=line, pairs=pairs)
        return self._leaf(place, line)

    def _named(self, key: str, node: Node, scope: str, reading: Reading) -> Node:
        if isinstance(node, Items):
            return Items(line=node.line, nodes=tuple(self._named("", one, scope, reading) for one in node.nodes))
        if isinstance(node, Entries):
            pairs = tuple((word, self._named(word.text, one, scope, reading)) for word, one in node.pairs)
            return Entries(line=node.line, pairs=pairs)
        if not isinstance(node, Scalar) or key not in NAMED:
            return node
        leaves = self.pages[0].leaves
        for place in (f"{scope}.{node.text}", f"{SHARED}.{node.text}"):
            if place in leaves:
                return self._leaf(place, node.line)
        if listed := [place for place in leaves if place.startswith(f"{scope}.{node.text}.")]:
            return Items(line=node.line, nodes=tuple(self._leaf(place, node.line) for place in listed))
        source = self.pages[0].reading.source
        reading.wrong(node.line, f"{key}: {source} has no words for {shown(node.text)}, below '{scope}' or '{SHARED}'")
        return None

    def _leaf(self, place: str, line: int) -> Worded:
        self.used.add(place)
        found = ((page.reading, page.leaves[place]) for page in self.pages if place in page.leaves)
        return Worded(line=line, words=tuple((reading, node) for reading, node in found if node is not None))


def open_wording(files: Mapping[str, tuple[str, str]]) -> Wording:
    """Open the files of words of one kind.

    Args:
        files: by language, the name of a file (for messages) and its text; the first language is the one that the
            others follow: they have the same keys in the same order.

    Raises:
        RoutineError: a file is no YAML.
    """
    pages = tuple(_page(text, Reading(source=source, language=language)) for language, (source, text) in files.items())
    for page in pages[1:]:
        _compare(page, pages[0])
    return Wording(pages=pages)


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
            reading.wrong(key.line, f"{shown(key.text)} should be names with their words")
            continue
        trees[key.text] = Entries(line=key.line, pairs=value.pairs)
        for place, leaf, line in _leaves(value, key.text):
            if place in leaves:
                reading.wrong(line, f"{shown(place)} stands twice; keep one")
            leaves[place] = leaf
    unread = [one for one in (review.nodes if isinstance(review, Items) else ()) if isinstance(one, Scalar)]
    for one in unread:
        if one.text not in leaves and one.text not in trees:
            reading.wrong(one.line, f"{REVIEW}: {shown(one.text)} is not in this file; {instead(one.text, leaves)}")
    return Page(reading=reading, trees=trees, leaves=leaves, unread=frozenset(one.text for one in unread))


def _leaves(node: Node, place: str, line: int = 1) -> Iterator[tuple[str, Node, int]]:
    """Yield every text below a node with its place and line."""
    if isinstance(node, Items):
        for index, one in enumerate(node.nodes, 1):
            yield from _leaves(one, f"{place}.{index}", node.line)
    elif isinstance(node, Entries) and not _is_sided(node):
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
            reading.wrong(tree.line if tree else 1, f"there are no words for {shown(place)}")
    for place in ours:
        if place not in first.leaves:
            reading.wrong(_line(page.leaves[place]), f"{first.reading.source} has no {shown(place)}; remove it")
    if not reading.mistakes:
        for place, other in zip(ours, theirs, strict=True):
            if place != other:
                cure = f"keep the order of {first.reading.source}: {shown(other)} comes here"
                reading.wrong(_line(page.leaves[place]), f"{shown(place)} is out of order; {cure}")
                return


def _with_facts(facts: Node, words: Node) -> Node:
    """Join the facts and the words of one thing that has both."""
    if isinstance(facts, Entries) and isinstance(words, Entries):
        return Entries(line=facts.line, pairs=(*facts.pairs, *words.pairs))
    return words


def _is_sided(node: Entries) -> bool:
    return bool(node.pairs) and {key.text for key, _ in node.pairs} <= {*SIDES}


def _line(node: Node) -> int:
    return node.line if node is not None else 1
