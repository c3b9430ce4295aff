#!/usr/bin/env python3
"""Tells which words of a language were made from an English that has changed since.

python scripts/translations.py de                          list what is stale, and what has no mark yet
python scripts/translations.py de --made                   mark all words as made from today's English
python scripts/translations.py de --made strokes-legs      mark a file, or a place in it (strokes-legs.leg_rest.cue)

The marks stand in words/de/made-from.yaml: a hash of the English for each text. Nobody writes it by hand.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

from audioguide.reader.nodes import Entries, Node, Scalar, compose
from audioguide.reader.reading import Reading
from audioguide.reader.wording import open_wording

WORDS = Path(__file__).parent.parent / "audioguide" / "repertoire" / "words"
MARKS = "made-from.yaml"
OTHERS = (MARKS, "phrases.yaml")
"""Files that have no places which follow the English."""


def english(words: Path, language: str) -> dict[str, str]:
    """Return a hash of the English of every text that `language` has, by its file and place."""
    found: dict[str, str] = {}
    for page in sorted(words.joinpath(language).glob("*.yaml")):
        if page.name not in OTHERS:
            source = words / "en" / page.name
            wording = open_wording({"en": (str(source), source.read_text("utf-8"))})
            found |= {f"{page.stem}.{place}": _hash(leaf) for place, leaf in wording.pages[0].leaves.items()}
    return found


def marks(words: Path, language: str) -> dict[str, str]:
    """Return the hashes of the English that the words of `language` were made from."""
    file = words / language / MARKS
    node = compose(file.read_text("utf-8"), Reading(source=str(file))) if file.is_file() else None
    pairs = node.pairs if isinstance(node, Entries) else ()
    return {key.text: value.text for key, value in pairs if isinstance(value, Scalar)}


def main() -> None:
    """List, or mark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language")
    parser.add_argument("--made", nargs="*", metavar="PLACE", help="mark these, or all, as made from today's English")
    parser.add_argument("--words", type=Path, default=WORDS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if not chosen.words.joinpath(chosen.language).is_dir():
        parser.error(f"there is no folder {chosen.words / chosen.language}")
    today, made = english(chosen.words, chosen.language), marks(chosen.words, chosen.language)
    if chosen.made is None:
        for place, mark in today.items():
            if made.get(place) != mark:
                print(f"{place}: {'the English has changed' if place in made else 'has no mark'}")
        return
    for place in chosen.made:
        if not any(_within(one, place) for one in today):
            parser.error(f"there is no '{place}' in {chosen.language}")
    kept = {
        place: mark if not chosen.made or any(_within(place, one) for one in chosen.made) else made.get(place)
        for place, mark in today.items()
    }
    lines = [f'{place}: "{mark}"' for place, mark in kept.items() if mark is not None]
    text = "\n".join(["# Written by scripts/translations.py: the English that each text was made from.", *lines, ""])
    chosen.words.joinpath(chosen.language, MARKS).write_text(text, "utf-8")


def _within(place: str, chosen: str) -> bool:
    return place == chosen or place.startswith(f"{chosen}.")


def _hash(leaf: Node) -> str:
    """Return a mark of a text, or of its words for the right and the left."""
    parts = [value for _, value in leaf.pairs] if isinstance(leaf, Entries) else [leaf]
    text = "\n".join(" ".join(part.text.split()) for part in parts if isinstance(part, Scalar))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


if __name__ == "__main__":
    main()
