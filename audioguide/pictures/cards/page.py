"""Cards on a page: one HTML file without outside resources, for a printer and for a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import cycle

from audioguide.model.routine import Phrases, Routine, Section, Stroke, StrokeStep, Times
from audioguide.pictures.cards.album import Album
from audioguide.pictures.cards.marks import INKS
from audioguide.pictures.cards.picture import picture, sides_of


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
        routine.sections if ritual is None else (ritual.preparation, ritual.opening, *routine.sections, ritual.closing)
    )
    seen: set[str] = set()
    decks = (Deck(title=_titled(section, language), cards=tuple(_new(section, language, seen))) for section in sections)
    return tuple(deck for deck in decks if deck.cards)


def decks_of_strokes(strokes: Iterable[Stroke], language: str) -> tuple[Deck, ...]:
    """Make a deck of each body part."""
    parts: dict[str, list[Card]] = {}
    for stroke in strokes:
        card = Card(stroke=stroke, times=stroke.times, cue=stroke.cue.printed(language))
        parts.setdefault(stroke.part.replace("_", " "), []).append(card)
    return tuple(Deck(title=part[:1].upper() + part[1:], cards=tuple(cards)) for part, cards in parts.items())


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
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
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
    title = " ".join(section.title.printed(language).replace("{side}", "").split())
    return title[:1].upper() + title[1:]


def _deck(deck: Deck, album: Album, phrases: Phrases, language: str) -> str:
    cards = "\n".join(_card(card, album, phrases, language) for card in deck.cards)
    return f'<section>\n<h2>{escape(deck.title)}</h2>\n<div class="cards">\n{cards}\n</div>\n</section>'


def _card(card: Card, album: Album, phrases: Phrases, language: str) -> str:
    stroke = card.stroke
    words: Mapping[str, str] = {"right": phrases.right, "left": phrases.left}
    figures = "".join(
        f"<figure>{picture(stroke, side, album, title=_seen(stroke, words.get(side, ''), language))}"
        + (f"<figcaption>{escape(words[side])}</figcaption>" if side in words else "")
        + "</figure>"
        for side in sides_of(stroke)
    )
    wide = "" if stroke.path.landmarks else " wide"
    hands = "; ".join(
        f'<b style="color: {ink}">●</b> {escape(hand)}' if ink else escape(hand)
        for ink, hand in hands_of(stroke, phrases)
    )
    teach = f'<p class="teach">{escape(plain(stroke.teach.printed(language), phrases))}</p>' if stroke.teach else ""
    caution = (
        f'<p class="caution">{escape(plain(stroke.caution.printed(language), phrases))}</p>' if stroke.caution else ""
    )
    return (
        f'<article id="{escape(stroke.id)}">\n<h3>{escape(stroke.name.say(language))}'
        f'<span class="times">{_times(card.times)}</span></h3>\n'
        f'<div class="pictures{wide}">{figures}</div>\n<p class="cue">{escape(plain(card.cue, phrases))}</p>\n'
        f'<p class="hands">{hands}</p>\n{teach}{caution}\n</article>'
    )


def _seen(stroke: Stroke, side: str, language: str) -> str:
    name = stroke.name.say(language)
    return f"{name}, {side}" if side else name


def plain(words: str, phrases: Phrases) -> str:
    """Fill in what is said about the baby; a card shows both sides, so it names none."""
    return words.replace("{baby}", phrases.baby).replace("{side} ", "").replace("{side}", "")


def hands_of(stroke: Stroke, phrases: Phrases) -> Iterator[tuple[str, str]]:
    """Yield what each hand does; where each has a way of its own, after the ink of that way, else after nothing."""
    words = phrases.hands.get(stroke.hands, "") if stroke.hands else ""
    hands = [hand.strip() for hand in words.split(";")]
    apart = len(hands) == len(stroke.path.lanes) > 1
    return zip(cycle(INKS if apart else ("",)), hands)


def _times(times: Times) -> str:
    """Write how often: the usual number, and from how often to how often it may be."""
    span = f" <small>({times.fewest}&ndash;{times.most})</small>" if times.fewest < times.most else ""
    return f"{times.usual}&nbsp;&times;{span}"


_STYLE = """
:root { color-scheme: light dark; --ink: #3b2d27; --soft: #70523f; --paper: #fbf3ea; --card: #fff; --line: #e6cdb9;
  --often: #0b5a62; --mind: #b4472a; --ground: #fff6ee; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #f4ebe2; --soft: #cbb9ad; --paper: #1f1a1b;
  --card: #2b2423; --line: #463935; --often: #8fd3d6; --mind: #f0a17f; --ground: #f3e5d7; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
header p { max-width: 46rem; color: var(--soft); margin: .4rem 0; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: .2rem 0; }
h2 { font-size: 1.25rem; margin: 1.6rem 0 .6rem; }
h3 { display: flex; justify-content: space-between; align-items: baseline; gap: .8rem; font-size: 1.05rem; margin: 0; }
.times { white-space: nowrap; color: var(--often); } .times small { font-weight: 400; color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: .9rem; }
article { display: flex; flex-direction: column; gap: .5rem; padding: .8rem; background: var(--card);
  border: 1px solid var(--line); border-radius: .8rem; break-inside: avoid; }
.pictures { display: flex; justify-content: center; gap: .6rem; background: var(--ground); border-radius: .5rem;
  padding: .4rem; }
figure { flex: 1 1 0; min-width: 0; margin: 0; display: flex; flex-direction: column; }
figure svg { display: block; width: 100%; height: 15rem; }
.wide { flex-direction: column; } .wide figure + figure { border-top: 1px solid #e6cdb9; }
.wide svg { height: 10rem; }
figcaption { text-align: center; font-size: .85rem; color: #70523f; }
p { margin: 0; } .cue { font-weight: 600; } .hands { font-size: .85rem; color: var(--soft); }
.hands b { padding: 0 .25em; border-radius: 1em; background: var(--ground); }
.teach { font-size: .92rem; }
.caution { font-size: .88rem; border-left: .25rem solid var(--mind); padding-left: .6rem; }
@page { margin: 11mm; }
@media print {
  html { font-size: 8.4pt; } body { padding: 0; max-width: none; background: #fff; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2 { margin: 4mm 0 2mm; break-after: avoid; }
  .cards { grid-template-columns: 1fr 1fr; gap: 3mm; } article { padding: 2.5mm; gap: 1mm; border-radius: 2mm; }
  figure svg { height: 32mm; } .wide svg { height: 20mm; }
}
"""
