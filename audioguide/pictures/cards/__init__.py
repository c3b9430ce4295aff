"""The strokes as pictures: what one looks at the day before, so that one need not look tonight.

strokes + landmarks + drawings of the baby and of hands -> SVG, HTML, PDF. The arrows are the paths that also make
the tones.
"""

from audioguide.pictures.cards.album import Album
from audioguide.pictures.cards.page import Card, Deck, decks_of, decks_of_strokes, page
from audioguide.pictures.cards.picture import picture, sides_of
from audioguide.pictures.cards.printed import Paper, pdf
from audioguide.pictures.cards.sheet import sheet_page, sheet_pdf

__all__ = [
    "Album",
    "Card",
    "Deck",
    "Paper",
    "decks_of",
    "decks_of_strokes",
    "page",
    "pdf",
    "picture",
    "sheet_page",
    "sheet_pdf",
    "sides_of",
]
