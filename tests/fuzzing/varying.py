"""More inputs, made of two of those that hypothesis has thought of, in microseconds: a thought takes milliseconds.

What a seeded generator chooses is chosen again with the same seed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

Text = TypeVar("Text", str, bytes)
Vary = Callable[[Sequence[Any], Random], Any]
"""Makes another input of some that there are."""
_USUAL_PIECE = 15
"""Characters or bytes, of a piece that is cut out or put in."""
_AS_LONG = 0.2
"""Of all pieces, those that take the place of as much."""
_WORD, _WORD_OF_BYTES = re.compile(r"\w+"), re.compile(rb"\w+")
_MOST_TRIES = 2000
"""Of making a text smaller."""


def spliced(known: Sequence[Text], chance: Random) -> Text:
    """Return one of these texts with up to three pieces of it in whose place there are pieces of others."""
    text = chance.choice(known)
    for _ in range(chance.choice((1, 1, 2, 3))):
        other, find = chance.choice(known), chance.choice((_word, _stretch))
        start, end = find(text, chance)
        first, last = find(other, chance)
        if chance.random() < _AS_LONG:
            end = start + last - first
        text = text[:start] + other[first:last] + text[end:]
    return text


def grafted(known: Sequence[str], chance: Random) -> str:
    """Return one of these JSON documents in which one value, at any depth, is one of another; of no JSON, `spliced`."""
    try:
        tree, other = (json.loads(chance.choice(known)) for _ in range(2))
    except (ValueError, RecursionError):
        return spliced(known, chance)
    return json.dumps(_graft(tree, _twig(other, chance), chance))


def grafted_or_spliced(known: Sequence[str], chance: Random) -> str:
    """Return JSON, or what is none."""
    return chance.choice((grafted, spliced))(known, chance)


def paired(vary: Vary) -> Vary:
    """Return what takes the first part of one of these pairs, and varies the second parts of all."""

    def vary_second(known: Sequence[tuple[str, Any]], chance: Random) -> tuple[str, Any]:
        return chance.choice(known)[0], vary([second for _, second in known], chance)

    return vary_second


def smallest(text: Text, fails: Callable[[Text], bool]) -> Text:
    """Return what is left of a text that fails, without the pieces that it fails without, too."""
    size, tries = max(1, len(text) // 2), 0
    while size and tries < _MOST_TRIES:
        start = 0
        while start < len(text) and (tries := tries + 1) < _MOST_TRIES:
            shorter = text[:start] + text[start + size :]
            if fails(shorter):
                text = shorter
            else:
                start += size
        size //= 2
    return text


def _word(text: str | bytes, chance: Random) -> tuple[int, int]:
    """Return where a word begins and ends; what it stands in stays what it is."""
    start = chance.randint(0, len(text))
    found = _WORD.search(text, start) if isinstance(text, str) else _WORD_OF_BYTES.search(text, start)
    return found.span() if found else (start, len(text))


def _stretch(text: str | bytes, chance: Random) -> tuple[int, int]:
    """Return where any piece begins and ends."""
    start = chance.randint(0, len(text))
    return start, min(len(text), start + int(chance.expovariate(1 / _USUAL_PIECE)))


def _graft(tree: Any, twig: Any, chance: Random) -> Any:
    """Return a copy of a tree in which one place is this twig."""
    if not tree or not isinstance(tree, dict | list) or chance.random() < 0.2:
        return twig
    place = chance.choice(list(tree) if isinstance(tree, dict) else range(len(tree)))
    copy = tree.copy()
    copy[place] = _graft(tree[place], twig, chance)
    return copy


def _twig(tree: Any, chance: Random) -> Any:
    while tree and isinstance(tree, dict | list) and chance.random() < 0.8:
        tree = chance.choice(list(tree.values()) if isinstance(tree, dict) else tree)
    return tree
