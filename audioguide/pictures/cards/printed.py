"""Cards on paper: a PDF with real text, tagged for those who have it read to them, two to six cards a page.

Typst, an extra, lays out the pages in our typeface and, for Greek and Cyrillic, in one that it brings; the fonts of the
computer are left alone, so that a page looks the same everywhere. The words reach it as data, never as markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Literal

from audioguide.errors import AudioguideError, PluginError
from audioguide.model.routine import Phrases
from audioguide.pictures.cards.album import Album
from audioguide.pictures.cards.marks import INKS
from audioguide.pictures.cards.page import Card, Deck, hands_of, plain, seen, sides_shown
from audioguide.pictures.cards.panel import panels_of
from audioguide.pictures.cards.picture import GROUND, HEIGHT, TALL, WIDE, WIDTH, picture, sides_of
from audioguide.pictures.fonts import FAMILY, folder

Paper = Literal["a4", "letter"]
TYPST_PAPER: Mapping[Paper, str] = {"a4": "a4", "letter": "us-letter"}
"""What Typst calls it."""


def pdf(
    title: str,
    decks: Iterable[Deck],
    album: Album,
    phrases: Phrases,
    *,
    language: str,
    paper: Paper = "a4",
    note: str = "",
) -> bytes:
    """Write the cards as a PDF.

    The same cards make the same bytes, with the same release of Typst, whatever fonts are installed.

    Args:
        title: of the routine.
        decks: what is on them.
        album: what the pictures are drawn from.
        phrases: the engine's own words in `language`.
        language: of the words.
        paper: what it will be printed on.
        note: the author's, for print.

    Raises:
        PluginError: Typst is not installed.
        AudioguideError: Typst's own fonts lack a letter, or a card has more words than a page holds.
    """
    document = {
        "title": title,
        "told": [text for text in (note, phrases.picture) if text],
        "language": language,
        "middle": (WIDTH, HEIGHT),
        "whole": (WIDE, TALL),
        "ground": GROUND,
        "mark": INKS[0],
        "font": FAMILY,
        "paper": TYPST_PAPER[paper],
        "cards": [_card(card, deck.title, album, phrases, language) for deck in decks for card in deck.cards],
    }
    return typeset(_LAYOUT, document)


def typeset(layout: str, document: Mapping[str, object]) -> bytes:
    """Set a document, which the layout finds in its inputs, as a PDF.

    Raises:
        PluginError: Typst is not installed.
        AudioguideError: Typst's own fonts lack a letter, or the layout refuses the document.
    """
    try:
        import typst  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        msg = "a PDF of the cards needs typst; install it with: audioguide add pdf"
        raise PluginError(msg) from None
    inputs = {"document": json.dumps(document, ensure_ascii=False, allow_nan=False)}
    try:
        with folder() as fonts:
            return typst.compile(
                layout.encode(),
                format="pdf",
                sys_inputs=inputs,
                pdf_standards="ua-1",
                font_paths=typst.Fonts(include_system_fonts=False, font_paths=[fonts]),
            )
    except typst.TypstError as error:
        problem = error.message.removeprefix("assertion failed: ").removeprefix("PDF/UA-1 error: ")
        if "could not be displayed" in problem:
            problem += "; print the page instead, which takes the fonts of the computer"
        msg = f"the cards cannot be set as a PDF: {problem}"
        raise AudioguideError(msg) from error


def _card(card: Card, deck: str, album: Album, phrases: Phrases, language: str) -> dict[str, object]:
    stroke = card.stroke
    times = card.times
    side = sides_of(stroke)[0]
    return {
        "deck": deck,
        "name": stroke.name.say(language),
        "usual": f"{times.usual} \N{MULTIPLICATION SIGN}",
        "range": f"{times.fewest}\N{EN DASH}{times.most}" if times.fewest < times.most else "",
        "picture": picture(stroke, side, album, title=stroke.name.say(language), size=(WIDE, TALL)),
        "seen": seen(stroke, phrases, language),
        "bleeds": len(tuple(panels_of(stroke, side, album))) == 1,
        "sides": sides_shown(stroke, phrases),
        "cue": plain(card.cue, phrases),
        "hands": [{"ink": ink, "text": text} for ink, text in hands_of(stroke, phrases)],
        "teach": plain(stroke.teach.printed(language), phrases) if stroke.teach else "",
        "caution": plain(stroke.caution.printed(language), phrases) if stroke.caution else "",
        "note": plain(stroke.note.printed(language), phrases) if stroke.note else "",
    }


_LAYOUT = r"""
#let document-data = json(bytes(sys.inputs.document))
#let (ink, soft, often, line) = (rgb("#3b2d27"), rgb("#6b4f3e"), rgb("#0b5a62"), rgb("#e6cdb9"))
#let (ground, mark) = (rgb(document-data.ground), rgb(document-data.mark))
#let gap = 4mm
#let smallest = 30mm  // of a picture: what is lower is hard to follow
#let sizes = (10.2pt, 9.6pt, 9pt)  // of the words, on a page of one, two and three rows

#set document(title: document-data.title, date: none)
#set page(
  paper: document-data.paper,
  margin: (x: 12mm, top: 12mm, bottom: 14mm),
  footer: context align(center, text(8pt, fill: soft)[
    #document-data.title #h(0.6em) #counter(page).display("1 / 1", both: true)
  ]),
)
#set text(font: (document-data.font, "Libertinus Serif"), lang: document-data.language, size: sizes.last(), fill: ink)
#set par(leading: 0.52em, spacing: 0.6em, linebreaks: "optimized")
#show heading: set text(weight: "bold")
#show heading: set block(spacing: 0pt)

#let often-and-how(card) = text(0.92em, fill: soft, {
  text(often, strong(card.usual))
  if card.range != "" [ (#card.range)]
  if card.hands.len() > 0 [ #sym.dot.c ]
  card.hands.map(hand => {
    if hand.ink != "" { text(rgb(hand.ink), sym.circle.filled) + sym.space.nobreak }
    hand.text
  }).join("; ")
})

#let words(card) = pad(x: 3mm, bottom: 3mm, stack(spacing: 2.3mm,
  text(1.06em, strong(card.cue)), often-and-how(card),
  if card.teach != "" { card.teach },
  if card.caution != "" { std.line(length: 100%, stroke: 0.4pt + line) + v(-1mm) + text(0.97em, card.caution) },
  if card.note != "" { text(0.94em, fill: soft, card.note) },
))

#let title(card) = pad(x: 3mm, top: 3mm, stack(spacing: 1.6mm,
  text(0.8em, fill: soft, card.deck),
  heading(level: 2, text(1.25em, card.name)),
))

// Below the picture, where it hides no hand.
#let sides(card) = if card.sides.len() > 0 {
  let one(side, pale) = box(circle(radius: 0.28em, fill: mark.lighten(pale))) + sym.space.nobreak + side
  block(width: 100%, fill: ground, inset: (top: 0.6mm, bottom: 1.4mm), align(center,
    text(0.84em, fill: soft, card.sides.zip((0%, 60%)).map(((side, pale)) => one(side, pale)).join(h(1em)))))
}

// The middle of a picture is as large as there is room for; what is around it is cut off where there is none.
#let pictures(card) = block(width: 100%, height: 100%, fill: ground, clip: true, {
  layout(room => {
    let (middle, whole) = (document-data.middle, if card.bleeds { document-data.whole } else { document-data.middle })
    let scale = calc.min(room.width / middle.at(0), room.height / middle.at(1))
    let (wide, high) = whole.map(side => side * scale)
    box(..room, place(dx: (room.width - wide) / 2, dy: (room.height - high) / 2,
      image(bytes(card.picture), format: "svg", alt: card.seen, width: wide, height: high)))
  })
})

#let drawn(card) = block(width: 100%, height: 100%, stroke: 0.4pt + line, radius: 2mm, clip: true,
  grid(rows: (auto, 1fr, auto), row-gutter: 2.5mm,
    title(card), grid(rows: (1fr, auto), pictures(card), sides(card)), words(card)))

#let head = pad(bottom: 4mm, stack(spacing: 2.2mm,
  heading(level: 1, text(19pt, document-data.title)),
  v(3.6mm),
  ..document-data.told.map(told => text(9.2pt, fill: soft, told)),
))

// As many rows as leave every card's picture its room, beside its words. No card is left over alone.
#context {
  let (width, height) = (page.width - 24mm, page.height - 26mm)  // within the margins
  let wide = (width - gap) / 2
  let needed(rows) = 5mm + smallest + calc.max(0pt, ..document-data.cards.map(card =>
    measure(block(width: wide, text(sizes.at(rows - 1), stack(title(card), sides(card), words(card))))).height))
  let first = height - measure(block(width: width, head)).height
  let rows = (3, 2, 1).find(rows => (first - (rows - 1) * gap) / rows >= needed(rows))
  assert(rows != none, message: "a card has more words than a page holds")
  let cards = document-data.cards.map(drawn)
  let sheets = if cards == () { ((),) } else { cards.chunks(2 * rows) }
  if rows > 1 and sheets.len() > 1 and sheets.last().len() == 1 {
    let (.., before, last) = sheets
    sheets = sheets.slice(0, -2) + (before.slice(0, -2), before.slice(-2) + last)
  }
  set text(size: sizes.at(rows - 1))
  for (index, sheet) in sheets.enumerate() {
    if index > 0 { pagebreak() }
    let over = if index == 0 { head }
    grid(rows: (auto, 1fr), over,
      grid(columns: (1fr, 1fr), rows: (1fr,) * rows, gutter: gap, ..sheet))
  }
}
"""
