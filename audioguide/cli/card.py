"""``audioguide card``."""

from __future__ import annotations

from pathlib import Path

import click

from audioguide import repertoire
from audioguide.cards import Album, decks_of, decks_of_strokes, page, picture, sides_of
from audioguide.cli.choices import choice
from audioguide.cli.places import OUTPUT
from audioguide.cli.writing import write_file
from audioguide.errors import AudioguideError
from audioguide.request import find_routine
from audioguide.routine import Stroke


@click.command("card", short_help="Draw the strokes, to learn them beforehand.")
@click.argument("routine", required=False)
@click.option("--strokes", is_flag=True, help="The whole repertoire as a picture book.")
@choice("--language", metavar="CODE", help="Of the words: en. Else the routine's own.")
@choice("-o", "--output", type=click.Path(path_type=Path), help="The HTML file, or the folder, to write. Else output/.")
@click.option("--svg", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Each picture there too.")
@click.option("--force", is_flag=True, help="Write over a file that is something else.")
def command(
    routine: str | None, *, strokes: bool, language: str | None, output: Path | None, svg: Path | None, force: bool
) -> None:
    """Draw every stroke of ROUTINE as a card: one HTML file, to print or for the phone, the day before."""
    if strokes == (routine is not None):
        msg = "name a routine, or say --strokes for all strokes"
        raise click.UsageError(msg)
    vocabulary = repertoire.vocabulary()
    album = Album(landmarks=vocabulary.landmarks, outlines=repertoire.outlines(), pictograms=repertoire.pictograms())
    if routine is None:
        language, title, name, note = language or "en", "audioguide", "strokes", ""
        decks = decks_of_strokes(_speaking(language), language)
    else:
        found = find_routine(routine, language)
        language, name = language or found.language, found.id
        title, note = found.title.say(language), found.note.say(language) if found.note else ""
        decks = decks_of(found, language)
    phrases = vocabulary.phrases[language]
    target = output or OUTPUT
    if target.is_dir() or output is None:
        target /= f"{name}-cards.html"
    write_file(target, page(title, decks, album, phrases, language=language, note=note).encode(), force=force)
    cards = [card for deck in decks for card in deck.cards]
    for card in cards if svg else ():
        for side in sides_of(card.stroke):
            file = f"{card.stroke.id}-{side}.svg" if card.stroke.sides == "each" else f"{card.stroke.id}.svg"
            drawn = picture(card.stroke, side, album, title=card.stroke.name.say(language))
            write_file(Path(svg or ".") / file, f"{drawn}\n".encode(), force=force)
    click.echo(f"{target}  {len(cards)} cards; open it in a browser, or print it from there")
    if svg:
        click.echo(f"{svg}  each picture by itself")


def _speaking(language: str) -> list[Stroke]:
    """The strokes of the repertoire that have words in a language."""
    found = [one for one in repertoire.vocabulary().strokes.values() if language in one.name.languages]
    if not found:
        msg = f"no stroke of the repertoire has words in '{language}'"
        raise AudioguideError(msg)
    return found
