"""What has to agree with something else: numbers with ranges, texts with sides and with the session's language."""

from __future__ import annotations

from collections.abc import Iterable

from audioguide.model.stroke import Text
from audioguide.reader.fields import Fields
from audioguide.reader.reading import Reading, joined
from audioguide.reader.words import SIDE, uses


def within(usual: int, fewest: int, most: int, got: Fields, reading: Reading) -> None:
    """Report a `usual` that is not within `times`."""
    if not fewest <= usual <= most:
        reading.wrong(got.at("usual"), f"usual: {usual} is not within times, from {fewest} to {most}")


def refuse_side(got: Fields, keys: Iterable[str], reading: Reading) -> None:
    """Report texts with ``{side}`` in a section without sides."""
    for key in keys:
        if uses(got.get(key), SIDE):
            cure = "add 'sides: each' (or right, or left) to the section"
            reading.wrong(got.at(key), f"{key}: '{SIDE}' has no meaning in a section without sides; {cure}")


def speaks(what: str, texts: Iterable[Text], line: int, reading: Reading) -> None:
    """Report a piece of the repertoire that has no words in the language of the session."""
    lacking = [text for text in texts if reading.needed not in text.languages]
    if lacking:
        has = joined(sorted(lacking[0].languages), "and")
        reading.wrong(line, f"{what} has no words in '{reading.needed}', only in {has}")
