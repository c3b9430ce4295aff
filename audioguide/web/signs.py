"""When to get help, when not to massage, and the signs of a baby: one page, with the signs that are printed, too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from audioguide import repertoire
from audioguide.errors import AudioguideError
from audioguide.model.sheet import Sheet
from audioguide.pictures.cards import sheet_page
from audioguide.repertoire.folders import ENGLISH

_NEEDED = {"when-not", "cues"}
_TO_FILL_IN = "__"
"""Marks a line for a pen."""


@cache
def signs_page(language: str) -> bytes:
    """Return the page as HTML, in a language that has sheets; in English where words of one's own lack it."""
    sheets = _sheets(language) or repertoire.sheets(ENGLISH)
    page, cues = sheets["when-not"], sheets["cues"]
    *signs, emergency = cues.blocks
    call = replace(emergency, lines=tuple(line for line in emergency.lines if _TO_FILL_IN not in line))
    *before, doctor_now, doctor = page.blocks
    blocks = (call, doctor_now, *before, *signs, doctor)  # in an emergency nobody scrolls
    return sheet_page(replace(page, note=cues.note, blocks=blocks)).encode()


def _sheets(language: str) -> Mapping[str, Sheet] | None:
    """Return the sheets of a language; None where words of one's own lack what the page needs, or have mistakes."""
    try:
        sheets = repertoire.sheets(language)
    except AudioguideError:
        return None
    return sheets if sheets.keys() >= _NEEDED else None
