"""Cards on a page: one HTML file without outside resources, for a printer and for a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import cycle

from audioguide.model.routine import Phrases, Routine, Section, StrokeStep
from audioguide.model.stroke import Stroke, Times
from audioguide.pictures.cards.album import Album
from audioguide.pictures.cards.marks import INKS
from audioguide.pictures.cards.picture import picture, sides_of
from audioguide.pictures.cards.style import STYLE
from audioguide.pictures.fonts import faces


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A stroke as it is done here."""

    stroke: Stroke
    times: Times
    cue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """Cards under a title."""

    title: str
    cards: tuple[Card, ...]


def decks_of(routine: Routine, language: str) -> tuple[Deck, ...]:
    """Make a deck of each section of a routine, its ritual first and last; a stroke that comes again has one card."""
    ritual = routine.ritual
    sections = (
        routine.sections if ritual is None else (ritual.preparation, ritual.opening, *routine.sections, *ritual.ending)
    )
    seen: set[str] = set()
    decks = (Deck(title=_titled(section, language), cards=tuple(_new(section, language, seen))) for section in sections)
    return tuple(deck for deck in decks if deck.cards)


def decks_of_strokes(strokes: Iterable[Stroke], language: str, books: Sequence[Routine] = ()) -> tuple[Deck, ...]:
    """Make decks of strokes.

    Args:
        strokes: what is on the cards.
        language: of the words.
        books: the sections of the first are the decks, with their titles, in their order. What it does not have comes
            with strokes of the same part; or else under the title of the shortest one that has it. Without any the
            names of the parts are the titles.
    """
    first = decks_of(books[0], language) if books else ()
    homes = {card.stroke.id: deck.title for deck in first for card in deck.cards}
    shelves = [(book.title.say(language), _cards(decks_of(book, language))) for book in books[1:]]
    longest_first = sorted(shelves, key=lambda shelf: -len(shelf[1]))
    others = {card.stroke.id: title for title, cards in longest_first for card in cards}
    place = {one: number for number, one in enumerate(homes)}
    decks: dict[str, list[Card]] = {deck.title: [] for deck in first}
    for stroke in sorted(strokes, key=lambda one: place.get(one.id, len(place))):
        title = homes.get(stroke.id) or _neighbour(stroke, first) or others.get(stroke.id) or _part(stroke)
        card = Card(stroke=stroke, times=stroke.times, cue=stroke.cue.printed(language))
        decks.setdefault(title, []).append(card)
    return tuple(Deck(title=title, cards=tuple(cards)) for title, cards in decks.items() if cards)


def page(title: str, decks: Iterable[Deck], album: Album, phrases: Phrases, *, language: str, note: str = "") -> str:
    """Write the page.

    Args:
        title: of the routine.
        decks: what is on it.
        album: what the pictures are drawn from.
        phrases: the engine's own words in `language`.
        language: of the words.
        note: the author's, for print.
    """
    body = "\n".join(_deck(deck, album, phrases, language) for deck in decks)
    notes = "".join(f"<p>{escape(text)}</p>\n" for text in (note, phrases.picture) if text)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{faces()}{STYLE}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{escape(title)}</h1>\n{notes}</header>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _new(section: Section, language: str, seen: set[str]) -> Iterator[Card]:
    for step in section.steps:
        if isinstance(step, StrokeStep) and step.stroke.id not in seen:
            seen.add(step.stroke.id)
            cue = step.cue or step.stroke.cue
            yield Card(stroke=step.stroke, times=step.times, cue=cue.printed(language))


def _titled(section: Section, language: str) -> str:
    """The title without a side: a card shows both."""
    return _opened(" ".join(section.title.printed(language).replace("{side}", "").split()))


def _opened(title: str) -> str:
    return title[:1].upper() + title[1:]


def _cards(decks: Iterable[Deck]) -> list[Card]:
    return [card for deck in decks for card in deck.cards]


def _part(stroke: Stroke) -> str:
    return _opened(stroke.part.replace("_", " "))


def _neighbour(stroke: Stroke, decks: Iterable[Deck]) -> str | None:
    """Find the deck with most strokes of the same part or, if none has any, with most on the same view of the baby."""

    def alike(deck: Deck) -> tuple[int, int]:
        others = [card.stroke for card in deck.cards]
        view = _view(stroke)
        return (
            sum(other.part == stroke.part for other in others),
            sum(_view(other) == view for other in others) if view not in ("", "front") else 0,
        )

    nearest = max(decks, key=alike, default=None)
    return nearest.title if nearest and any(alike(nearest)) else None


def _view(stroke: Stroke) -> str:
    """Name the view of a stroke that has one; the front goes without saying."""
    return next((point.partition(".")[0] for point in stroke.path.landmarks if "." in point), "")


def _deck(deck: Deck, album: Album, phrases: Phrases, language: str) -> str:
    cards = "\n".join(_card(card, album, phrases, language) for card in deck.cards)
    return f'<section>\n<h2>{escape(deck.title)}</h2>\n<div class="cards">\n{cards}\n</div>\n</section>'


def _card(card: Card, album: Album, phrases: Phrases, language: str) -> str:
    stroke, side = card.stroke, sides_of(card.stroke)[0]
    sides = sides_shown(stroke, phrases)
    caption = "".join(
        f'<span class="{name}"><i class="dot" style="--dot: {INKS[0]}"></i>{escape(words)}</span>'
        for name, words in zip(("this", "other"), sides, strict=False)
    )
    hands = "; ".join(
        (f'<i class="dot" style="--dot: {ink}"></i>' if ink else "") + escape(hand)
        for ink, hand in hands_of(stroke, phrases)
    )
    often = f"{_times(card.times)} &middot; {hands}" if hands else _times(card.times)
    more = "".join(
        f'<p class="{kind}">{escape(plain(text.printed(language), phrases))}</p>'
        for kind, text in (("teach", stroke.teach), ("caution", stroke.caution), ("note", stroke.note))
        if text
    )
    return (
        f'<div class="card"><article id="{escape(stroke.id)}">\n<h3>{escape(stroke.name.say(language))}</h3>\n'
        f"<figure>{picture(stroke, side, album, title=seen(stroke, phrases, language))}"
        f"{f'<figcaption>{caption}</figcaption>' if caption else ''}</figure>\n"
        f'<div class="words"><p class="cue">{escape(plain(card.cue, phrases))}</p>\n<p class="often">{often}</p>\n'
        f"{more}</div>\n</article></div>"
    )


def sides_shown(stroke: Stroke, phrases: Phrases) -> tuple[str, ...]:
    """Name the sides that the picture on a card shows, strongly and faintly; none where there is no other side."""
    return (phrases.right, phrases.left) if stroke.sides == "each" and stroke.path.landmarks else ()


def seen(stroke: Stroke, phrases: Phrases, language: str) -> str:
    """Tell what is in the picture on a card."""
    return ", ".join((stroke.name.say(language), *sides_shown(stroke, phrases)[:1]))


def plain(words: str, phrases: Phrases) -> str:
    """Fill in what is said about the baby; a card shows both sides, so it names none."""
    return _opened(words.replace("{baby}", phrases.baby).replace("{side} ", "").replace("{side}", ""))


def hands_of(stroke: Stroke, phrases: Phrases) -> Iterator[tuple[str, str]]:
    """Yield what each hand does; where each has a way of its own, after the ink of that way, else after nothing."""
    words = phrases.hands.get(stroke.hands, "") if stroke.hands else ""
    hands = [hand.strip() for hand in words.split(";")]
    apart = len(hands) == len(stroke.path.lanes) > 1
    return zip(cycle(INKS if apart else ("",)), hands)


def _times(times: Times) -> str:
    """Write how often: the usual number, and from how often to how often it may be."""
    span = f" <small>({times.fewest}&ndash;{times.most})</small>" if times.fewest < times.most else ""
    return f"<b>{times.usual}&nbsp;&times;</b>{span}"
