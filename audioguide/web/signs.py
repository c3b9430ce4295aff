"""When not to massage, the signs of a baby, and when to get help: one page, with the signs that are printed, too."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from audioguide import repertoire
from audioguide.pictures.cards import sheet_page
from audioguide.repertoire.folders import ENGLISH

_NEEDED = {"when-not", "cues"}
_TO_FILL_IN = "__"
"""Marks a line for a pen."""


@cache
def signs_page(language: str) -> bytes:
    """Return the page as HTML, in a language that has sheets; in English where words of one's own lack it."""
    sheets = repertoire.sheets(language)
    if not sheets.keys() >= _NEEDED:
        return signs_page(ENGLISH)
    page, cues = sheets["when-not"], sheets["cues"]
    *signs, emergency = cues.blocks
    call = replace(emergency, lines=tuple(line for line in emergency.lines if _TO_FILL_IN not in line))
    *before, doctor_now, doctor = page.blocks
    blocks = (*before, *signs, call, doctor_now, doctor)
    return sheet_page(replace(page, note=cues.note, blocks=blocks)).encode()
