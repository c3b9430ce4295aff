#!/usr/bin/env python3
"""Tells which words of a language were made from an English that has changed since.

python scripts/translations.py de                          list what is stale, and what has no mark yet
python scripts/translations.py de --made                   mark all words as made from today's English
python scripts/translations.py de --made strokes-legs      mark a file, or a place in it (strokes-legs.leg_rest.cue)

The marks stand in words/de/made-from.yaml: a hash of the English for each text. Nobody writes it by hand.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from audioguide.repertoire.translations import MARKS, english_marks, marks, marks_text

WORDS = Path(__file__).parent.parent / "audioguide" / "repertoire" / "words"


def main() -> None:
    """List, or mark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language")
    parser.add_argument("--made", nargs="*", metavar="PLACE", help="mark these, or all, as made from today's English")
    parser.add_argument("--words", type=Path, default=WORDS, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if not chosen.words.joinpath(chosen.language).is_dir():
        parser.error(f"there is no folder {chosen.words / chosen.language}")
    folder = chosen.words / chosen.language
    today, made = english_marks(chosen.words / "en", folder), marks(folder)
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
    text = marks_text({place: mark for place, mark in kept.items() if mark is not None})
    folder.joinpath(MARKS).write_text(text, "utf-8")


def _within(place: str, chosen: str) -> bool:
    return place == chosen or place.startswith(f"{chosen}.")


if __name__ == "__main__":
    main()
