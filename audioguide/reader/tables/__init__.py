"""The keys of every kind of file, as tables: the reader, the JSON Schema and the documentation take them from here."""

from __future__ import annotations

from audioguide.reader.tables.advice import ADVICE, RULE, SIZE
from audioguide.reader.tables.catalogue import CATALOGUE, VARY
from audioguide.reader.tables.course import COURSE, EVENING, THOUGHT
from audioguide.reader.tables.recipe import LAYER, RECIPE, SOUNDS
from audioguide.reader.tables.repertoire import LANDMARKS, PHRASES, RITUAL, STROKE_FILE
from audioguide.reader.tables.routine import ROUTINE
from audioguide.reader.tables.shared import SHARED
from audioguide.reader.tables.sheet import BLOCK, SHEET, SHEETS
from audioguide.reader.tables.steps import GROUP, SECTION, STEPS
from audioguide.reader.tables.strokes import ONE_HAND, STROKE

__all__ = [
    "ADVICE",
    "BLOCK",
    "CATALOGUE",
    "COURSE",
    "EVENING",
    "GROUP",
    "LANDMARKS",
    "LAYER",
    "ONE_HAND",
    "PHRASES",
    "RECIPE",
    "RITUAL",
    "ROUTINE",
    "RULE",
    "SECTION",
    "SHARED",
    "SHEET",
    "SHEETS",
    "SIZE",
    "SOUNDS",
    "STEPS",
    "STROKE",
    "STROKE_FILE",
    "THOUGHT",
    "VARY",
]
