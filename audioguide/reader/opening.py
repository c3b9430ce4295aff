"""The first step with every file: its text becomes fields, by the table of its keys."""

from __future__ import annotations

import re
from typing import TypeVar

from audioguide.reader.fields import Fields, Table, read_fields
from audioguide.reader.filling import Filling
from audioguide.reader.kinds import LANGUAGE_PATTERN
from audioguide.reader.nodes import Entries, Scalar, compose
from audioguide.reader.reading import Reading
from audioguide.reader.tables import STROKE_FILE
from audioguide.reader.wording import Wording

_Value = TypeVar("_Value")


def open_file(
    text: str,
    source: str,
    table: Table,
    *,
    session: str | None = None,
    elsewhere: tuple[Table, ...] = (),
    wording: Wording | None = None,
) -> tuple[Reading, Fields]:
    """Read a file by its table; a file that is no mapping at all is refused at once."""
    reading = Reading(source=source, session=session)
    node = compose(text, reading)
    # The language is needed to read any text, wherever in the file it stands.
    for key, value in node.pairs if isinstance(node, Entries) else ():
        if key.text == "language" and isinstance(value, Scalar) and re.fullmatch(LANGUAGE_PATTERN, value.text.strip()):
            reading = Reading(source=source, language=value.text.strip(), session=session, mistakes=reading.mistakes)
    filling = Filling(wording) if wording is not None else None
    if filling is not None:
        node = (
            filling.fill_strokes(node, reading)
            if table is STROKE_FILE
            else filling.fill(node, stem_of(source), reading)
        )
    got = read_fields(node, table, reading, elsewhere=elsewhere)
    if filling is not None:
        filling.finish()
    return reading, got or finished(got, reading)


def finished(value: _Value | None, reading: Reading) -> _Value:
    """Return what was built.

    Raises:
        RoutineError: with every mistake, where there are any.
    """
    reading.finish()
    assert value is not None  # noqa: S101 - what has no mistakes can be built
    return value


def stem_of(source: str) -> str:
    """Return the name of a file without folder and suffix: the id of what stands in it."""
    name = re.split(r"[/\\]", source)[-1]
    return re.sub(r"\.ya?ml$", "", name)
