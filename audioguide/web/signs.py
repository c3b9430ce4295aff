"""When not to massage, the signs of a baby, and when to get help: one page, from the sheets that are printed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from audioguide import repertoire
from audioguide.model.sheet import Block
from audioguide.pictures.cards import sheet_page

_TO_FILL_IN = "__"
"""Marks a line for a pen."""


@cache
def signs_page(language: str) -> bytes:
    """Return the page as HTML, in a language that the repertoire has sheets in."""
    sheets = repertoire.sheets(language)
    no_massage, *_, get_help = sheets["diary"].blocks
    *signs, call = sheets["cues"].blocks
    blocks = (no_massage, *signs, replace(call, lines=(*_read(call), *_read(get_help))))
    return sheet_page(replace(sheets["cues"], blocks=blocks)).encode()


def _read(block: Block) -> tuple[str, ...]:
    return tuple(line for line in block.lines if _TO_FILL_IN not in line)
