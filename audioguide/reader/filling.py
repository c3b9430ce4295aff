"""Words are put into one file of facts: each where its name stands, or where the key itself calls for it."""

from __future__ import annotations

from dataclasses import replace

from audioguide.errors import RoutineError
from audioguide.reader.nodes import Entries, Items, Node, Scalar, Worded
from audioguide.reader.reading import Reading, quoted
from audioguide.reader.wording import SHARED, Wording, is_sided, line_of, refuse_strangers

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


class Filling:
    """One file of facts that is filled with words, and every mistake that is found in the words meanwhile.

    It belongs to one reading of that file. The wording stays as it is, so many files are filled from it at once.
    """

    def __init__(self, wording: Wording) -> None:
        """Take words that stay as they are; what is wrong with them is noted here."""
        self._pages = wording.pages
        self._readings = tuple(replace(one.reading, mistakes=list(one.reading.mistakes)) for one in wording.pages)
        self._scopes: set[str] = set()
        """Ids whose facts have been filled."""
        self._used: set[str] = set()
        """Places of words that they have asked for."""

    def fill(self, node: Node, scope: str, reading: Reading) -> Node:
        """Put the words of `scope` (an id) into its facts; names without words are noted in `reading`."""
        if not isinstance(node, Entries):
            return node
        self._scopes.add(scope)
        tree = self._pages[0].trees.get(scope)
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
        refuse_strangers(self._pages[0].trees, (key.text for key, _ in strokes.pairs), self._readings[0])
        filled = Entries(line=strokes.line, pairs=inside)
        return Entries(
            line=node.line, pairs=tuple((key, filled if value is strokes else value) for key, value in node.pairs)
        )

    def finish(self) -> None:
        """Report every mistake in the words of all languages, also those that nothing says.

        Raises:
            RoutineError: if there are any.
        """
        for place, leaf in self._pages[0].leaves.items():
            if place.split(".")[0] in self._scopes and place not in self._used:
                self._readings[0].wrong(line_of(leaf), f"nothing says {quoted(place)}; remove it")
        if errors := [error for reading in self._readings if (error := reading.error)]:
            raise RoutineError.of_files(errors)

    def _own(self, node: Node, place: str, line: int) -> Node:
        """Mirror a text, or a list or mapping of texts, with a leaf of words in each place."""
        if isinstance(node, Items):
            return Items(
                line=line,
                nodes=tuple(self._own(one, f"{place}.{index}", line) for index, one in enumerate(node.nodes, 1)),
            )
        if isinstance(node, Entries) and not is_sided(node):
            pairs = tuple(
                (Scalar(line=line, text=key.text), self._own(one, f"{place}.{key.text}", line))
                for key, one in node.pairs
            )
            return Entries(line=line, pairs=pairs)
        return self._leaf(place, line)

    def _named(self, key: str, node: Node, scope: str, reading: Reading) -> Node:
        """Put the words for a name in its place, or for each name below a node."""
        if isinstance(node, Items):
            return Items(line=node.line, nodes=tuple(self._named("", one, scope, reading) for one in node.nodes))
        if isinstance(node, Entries):
            pairs = tuple((word, self._named(word.text, one, scope, reading)) for word, one in node.pairs)
            return Entries(line=node.line, pairs=pairs)
        if not isinstance(node, Scalar) or key not in NAMED:
            return node
        leaves = self._pages[0].leaves
        for place in (f"{scope}.{node.text}", f"{SHARED}.{node.text}"):
            if place in leaves:
                return self._leaf(place, node.line)
        if listed := [place for place in leaves if place.startswith(f"{scope}.{node.text}.")]:
            return Items(line=node.line, nodes=tuple(self._leaf(place, node.line) for place in listed))
        source = self._readings[0].source
        reading.wrong(node.line, f"{key}: {source} has no words for {quoted(node.text)}, below '{scope}' or '{SHARED}'")
        return None

    def _leaf(self, place: str, line: int) -> Worded:
        """Return the words of a place in every language, each with the reading of its file."""
        self._used.add(place)
        found = ((reading, page.leaves.get(place)) for reading, page in zip(self._readings, self._pages, strict=True))
        return Worded(line=line, words=tuple((reading, node) for reading, node in found if node is not None))


def _with_facts(facts: Node, words: Node) -> Node:
    """Join the facts and the words of one thing that has both."""
    if isinstance(facts, Entries) and isinstance(words, Entries):
        return Entries(line=facts.line, pairs=(*facts.pairs, *words.pairs))
    return words
