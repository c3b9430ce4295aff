"""The cards of a routine, and what all pictures are drawn from."""

from __future__ import annotations

from functools import cache

from audioguide import repertoire
from audioguide.model.course import Course
from audioguide.model.routine import Routine
from audioguide.model.sheet import Sheet
from audioguide.pictures.cards import Album, decks_of, page
from audioguide.pictures.cards.palette import PALETTES, palette_of
from audioguide.repertoire import drawings


@cache
def album(family: str = "", skin: str = "") -> Album:
    """Return the landmarks and the drawings of the built-in repertoire.

    Args:
        family: the name of a routine, which chooses the colours of baby and parent; without one the first family.
        skin: of baby and parent, one of `PALETTES`; or else the routine chooses.
    """
    return Album(
        landmarks=repertoire.landmarks(),
        outlines=drawings.outlines(),
        hands=drawings.hands(),
        pictograms=drawings.pictograms(),
        palette=palette_of(family) if family and not skin else PALETTES[skin or "light"],
    )


def cards_page(title: str, routine: Routine, language: str) -> str:
    """Return the cards of a routine as one HTML page."""
    return page(
        title,
        decks_of(routine, language),
        album(routine.id),
        repertoire.phrases()[language],
        language=language,
        note=routine.note.say(language) if routine.note else "",
    )


def diary(course: Course, language: str) -> Sheet:
    """Return the diary of a course: a row for each session.

    Raises:
        AudioguideError: there is none in this language.
    """
    rows = tuple(one.title.say(language) for one in course.evenings)
    return repertoire.sheets(language)["diary"].with_rows(course.title.say(language), rows)
