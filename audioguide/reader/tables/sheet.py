"""The keys of pages of words to print."""

from __future__ import annotations

from typing import get_args

from audioguide.model.sheet import BlockMark
from audioguide.reader import kinds
from audioguide.reader.fields import Key, Table, listed, named, nested
from audioguide.reader.tables.steps import VERSION_KEY

BLOCK = Table(
    what="a block",
    keys=(
        Key("title", kinds.ANY_TEXT, "Go on", "The heading above its lines.", required=True),
        Key(
            "mark",
            kinds.one_of(*get_args(BlockMark)),
            "go",
            "What it is about. It decides the colour beside it, and frames a call for help; left out: rest.",
            default="rest",
        ),
        Key("lines", listed(kinds.ANY_TEXT), "[Bright eyes on you]", "Its lines.", required=True),
    ),
)

SHEET = Table(
    what="a sheet",
    keys=(
        Key("title", kinds.ANY_TEXT, "What your baby says", "The title of the page.", required=True),
        Key("note", kinds.ANY_TEXT, "Hang it where you sit.", "A line below the title; left out: nothing."),
        Key(
            "columns",
            listed(kinds.ANY_TEXT),
            "[When, Before, After]",
            "The column heads of a table to fill in; left out: no table.",
        ),
        Key("blocks", listed(nested(BLOCK)), "[{title: Go on, lines: [Bright eyes]}]", "Its blocks.", required=True),
    ),
)

SHEETS = Table(
    what="a file of sheets",
    keys=(
        VERSION_KEY,
        Key(
            "sheets",
            named(nested(SHEET), pattern=kinds.NAME_PATTERN, name=kinds.parse_name),
            "{cues: {title: Signs, blocks: [{title: Go on, lines: [Bright eyes]}]}}",
            "Pages of words to print, by name.",
            required=True,
        ),
    ),
)
