"""Files of sheets: YAML text to pages of words."""

from __future__ import annotations

from collections.abc import Mapping

from audioguide.model.sheet import Sheet, SheetBlock
from audioguide.reader.fields import Fields, read_fields
from audioguide.reader.nodes import compose
from audioguide.reader.reading import Reading
from audioguide.reader.tables import BLOCK, SHEET, SHEETS


def read_sheets(text: str, *, source: str, language: str) -> Mapping[str, Sheet]:
    """Read pages of words to print, by name.

    Raises:
        RoutineError: with every mistake.
    """
    reading = Reading(source=source, language=language)
    got = read_fields(compose(text, reading), SHEETS, reading, elsewhere=(SHEET, BLOCK))
    reading.finish()
    sheets: Mapping[str, tuple[int, Fields]] = got["sheets"] if got else {}
    return {name: _sheet(one, language) for name, (_, one) in sheets.items()}


def _sheet(got: Fields, language: str) -> Sheet:
    blocks = (SheetBlock(title=one["title"], lines=tuple(one["lines"]), mark=one["mark"]) for one in got["blocks"])
    return Sheet(
        title=got["title"],
        language=language,
        note=got.get("note", ""),
        columns=tuple(got.get("columns", ())),
        blocks=tuple(blocks),
    )
