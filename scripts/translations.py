#!/usr/bin/env python3
"""Tells which words of a language were made from an English that has changed since.

python scripts/translations.py de                          list what is stale, and what has no mark yet
python scripts/translations.py de --made                   mark all words as made from today's English
python scripts/translations.py de --made strokes-legs      mark a file, or a place in it (strokes-legs.leg_rest.cue)

Words that are still the same although their English has changed are not marked: change them, or, where they say what
the English now says, name each place. The marks stand in words/de/made-from.yaml: for each text a hash of the English,
and one of the words made from it. Nobody writes it by hand.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from audioguide.repertoire.translations import MARKS, marks, marks_text, marks_today

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
    today, made = marks_today(chosen.words / "en", folder), marks(folder)
    if chosen.made is None:
        for place, mark in today.items():
            if _english(made.get(place, "")) != _english(mark):
                print(f"{place}: {'the English has changed' if place in made else 'has no mark'}")
        return
    for place in chosen.made:
        if not any(_within(one, place) for one in today):
            parser.error(f"there is no '{place}' in {chosen.language}")
    wanted = [one for one in today if not chosen.made or any(_within(one, place) for place in chosen.made)]
    same = [one for one in wanted if one not in chosen.made and _left_alone(made.get(one, ""), today[one])]
    marked = made | {one: today[one] for one in wanted if one not in same}
    text = marks_text({place: marked[place] for place in today if place in marked})
    folder.joinpath(MARKS).write_text(text, "utf-8")
    if same:
        told = "".join(f"\n{place}: the English has changed, and these words have not" for place in same)
        parser.exit(1, f"not marked; change the words, or name the place where they are still right:{told}\n")


def _left_alone(before: str, today: str) -> bool:
    """Whether the English has changed since the mark, and the words made from it have not."""
    return _english(before) != _english(today) and before.partition("_")[2] == today.partition("_")[2]


def _english(mark: str) -> str:
    return mark.partition("_")[0]


def _within(place: str, chosen: str) -> bool:
    return place == chosen or place.startswith(f"{chosen}.")


if __name__ == "__main__":
    main()
