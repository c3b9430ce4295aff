"""``audioguide card``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from audioguide import repertoire
from audioguide.cli.choices import option
from audioguide.cli.paths import OUTPUT
from audioguide.errors import AudioguideError
from audioguide.model.routine import Routine, Stroke
from audioguide.pictures.cards import Album, Card, Paper, decks_of, decks_of_strokes, page, pdf, picture, sides_of
from audioguide.rendering.cards import album
from audioguide.rendering.files import write_file
from audioguide.rendering.find import find_routine

_PDF = ".pdf"
_MOST_STROKES = "complete"


@click.command("card")
@click.argument("routine", required=False)
@click.option("--strokes", is_flag=True, help="The whole repertoire as a picture book.")
@option("--language", metavar="CODE", help="Of the words: en. Else the routine's own.")
@click.option(
    "-o",
    "--output",
    envvar="AUDIOGUIDE_CARDS",
    type=click.Path(path_type=Path),
    help="The file (.html or .pdf), or the folder. Else output/.",
)
@click.option("--pdf", "printed", is_flag=True, help="A PDF beside it, to print and to send (extra 'pdf').")
@option("--paper", type=click.Choice(("a4", "letter")), help="Of the PDF: a4.")
@click.option("--svg", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Each picture there too.")
@click.option("--force", is_flag=True, help="Write over a file that is something else.")
def command(
    routine: str | None,
    *,
    strokes: bool,
    language: str | None,
    output: Path | None,
    printed: bool,
    paper: Paper | None,
    svg: Path | None,
    force: bool,
) -> None:
    """Draw every stroke of ROUTINE as a card: one HTML file, to print or for the phone, the day before."""
    if strokes == (routine is not None):
        msg = "name a routine, or say --strokes for all strokes"
        raise click.UsageError(msg)
    if routine is None:
        language, title, name, note = language or "en", "audioguide", "strokes", ""
        decks = decks_of_strokes(_strokes_in(language), language, _books(language))
    else:
        found = find_routine(routine, language)
        language, name = language or found.language, found.id
        title, note = found.title.say(language), found.note.say(language) if found.note else ""
        decks = decks_of(found, language)
    target = output or OUTPUT
    if target.is_dir() or output is None:
        target /= f"{name}-cards.html"
    drawings = album("" if strokes else name)
    phrases, words = repertoire.vocabulary().phrases[language], {"language": language, "note": note}
    made = {}
    if target.suffix != _PDF:
        made[target] = page(title, decks, drawings, phrases, **words).encode()
    if printed or paper or target.suffix == _PDF:
        made[target.with_suffix(_PDF)] = pdf(title, decks, drawings, phrases, **words, paper=paper or "a4")
    for file, content in made.items():
        write_file(file, content, force=force)
    cards = [card for deck in decks for card in deck.cards]
    for file in made:
        hint = "to print" if file.suffix == _PDF else "open it in a browser, or print it from there"
        click.echo(f"{file}  {len(cards)} cards; {hint}")
    if svg:
        _write_pictures(cards, drawings, language, svg, force=force)
        click.echo(f"{svg}  each picture by itself")


def _write_pictures(cards: Iterable[Card], drawings: Album, language: str, folder: Path, *, force: bool) -> None:
    """Write each picture as an SVG file."""
    for card in cards:
        for side in sides_of(card.stroke):
            name = f"{card.stroke.id}-{side}.svg" if card.stroke.sides == "each" else f"{card.stroke.id}.svg"
            drawn = picture(card.stroke, side, drawings, title=card.stroke.name.say(language))
            write_file(folder / name, f"{drawn}\n".encode(), force=force)


def _books(language: str) -> list[Routine]:
    """Return the built-in routines that have words in a language, the one with nearly every stroke first."""
    names = sorted(repertoire.routines(), key=lambda name: name != _MOST_STROKES)
    return [book for book in map(repertoire.routine, names) if language in book.title.languages]


def _strokes_in(language: str) -> list[Stroke]:
    """Return the built-in strokes that have texts in a language."""
    found = [one for one in repertoire.vocabulary().strokes.values() if language in one.name.languages]
    if not found:
        msg = f"no stroke of the repertoire has words in '{language}'"
        raise AudioguideError(msg)
    return found
