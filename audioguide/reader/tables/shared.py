"""The keys of a file that several routines use."""

from __future__ import annotations

from dataclasses import replace

from audioguide.reader import kinds
from audioguide.reader.fields import Key, Table, named, nested
from audioguide.reader.tables.repertoire import RITUAL
from audioguide.reader.tables.steps import LANGUAGE_KEY, VERSION_KEY
from audioguide.reader.tables.strokes import STROKES

OWN_RITUAL = replace(RITUAL, keys=tuple(key for key in RITUAL.keys if key not in (VERSION_KEY, LANGUAGE_KEY)))

SHARED = Table(
    what="a file for use",
    keys=(
        VERSION_KEY,
        LANGUAGE_KEY,
        replace(STROKES, doc="Strokes for the routines that use this file."),
        Key(
            "rituals",
            named(nested(OWN_RITUAL), pattern=kinds.NAME_PATTERN, name=kinds.parse_name),
            "{quiet: {title: Quiet, preparation: {title: Before, full: [{rest: 5s}], short: Sit.}, "
            "opening: {title: Hello, steps: [{rest: 5s}]}, closing: {title: Thanks, steps: [{rest: 5s}]}}}",
            "Rituals for the routines that use this file.",
        ),
    ),
)
