"""``audioguide card``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import click

from audioguide import repertoire
from audioguide.cli.called import show, tell
from audioguide.cli.options import OutputPath, Words, option
from audioguide.cli.paths import OUTPUT
from audioguide.errors import AudioguideError
from audioguide.model.routine import Routine
from audioguide.model.sheet import Sheet
from audioguide.model.stroke import Stroke
from audioguide.pictures.cards import (
    Album,
    Card,
    Paper,
    decks_of,
    decks_of_strokes,
    page,
    pdf,
    picture,
    sheet_page,
    sheet_pdf,
    sides_of,
)
from audioguide.pictures.cards.palette import PALETTES
from audioguide.planning.tailor import tailor
from audioguide.rendering.cards import album
from audioguide.rendering.cards import diary as diary_of
from audioguide.rendering.files import write_file
from audioguide.rendering.find import find_course, find_routine
from audioguide.rendering.system_language import language_of
from audioguide.repertoire.folders import ENGLISH

_PDF = ".pdf"
_MOST_STROKES = "complete"


@click.command("card")
@click.argument("routine", required=False)
@option("--strokes", is_flag=True, help="The whole repertoire as a picture book.")
@option("--signs", is_flag=True, help="Your baby's signs on one page: go on, rest, stop, get help.")
@option("--cues", "signs", is_flag=True, hidden=True)  # its old name
@option("--diary", metavar="COURSE", help="A page to write on, with a row for each session of a course.")
@option(
    "--one-hand", is_flag=True, help="As they are done seated, with one hand; what takes two is left out, and noted."
)
@option(
    "--skin",
    type=Words(tuple(PALETTES)),
    help="Skin of baby and parent in the pictures. Default: each routine has its own.",
)
@option("--language", metavar="CODE", help="Language of the words: en, or auto. Default: the routine's own.")
@option(
    "-o",
    "--output",
    verb="card",
    type=OutputPath(folder=True),
    help="The file (.html or .pdf), or the folder. Default: output/.",
)
@option("--pdf", "printed", is_flag=True, help="A PDF beside it, to print and to send (first: audioguide add pdf).")
@option("--paper", type=Words(("a4", "letter")), help="Paper of the PDF. Default: a4.")
@option(
    "--svg",
    verb="card",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write each picture as SVG into this folder, too.",
)
@option("--force", is_flag=True, help="Overwrite a different file of the same name.")
def command(
    routine: str | None,
    *,
    strokes: bool,
    signs: bool,
    diary: str | None,
    one_hand: bool,
    skin: str | None,
    language: str | None,
    output: Path | None,
    printed: bool,
    paper: Paper | None,
    svg: Path | None,
    force: bool,
) -> None:
    """Draw every stroke of ROUTINE as a card: one HTML file, to print or for the phone, the day before."""
    if sum((routine is not None, strokes, signs, diary is not None)) != 1:
        msg = "name a routine, or use --strokes for all strokes, --signs for a baby's signs, or --diary COURSE"
        raise click.UsageError(msg)
    language = language_of(language)
    if signs or diary is not None:
        for name, given in {"svg": svg, "one-hand": one_hand, "skin": skin}.items():
            if given:
                msg = f"--{name} is for strokes; this page has no pictures"
                raise click.UsageError(msg)
        name, sheet = _sheet(diary, language)
        name += "" if language in (None, ENGLISH) else f"-{language}"
        made = {"html": lambda: sheet_page(sheet).encode(), "pdf": lambda: sheet_pdf(sheet, paper=paper or "a4")}
        _write(_target(output, name), made, printed=printed or paper is not None, force=force)
        return
    if routine is None:
        spoken, title, name, note = language or ENGLISH, "audioguide", "strokes", ""
        shown = _strokes_in(spoken)
        shown = [stroke.one_hand for stroke in shown if stroke.one_hand] if one_hand else shown
        decks = decks_of_strokes(shown, spoken, _books(spoken))
    else:
        found = find_routine(routine, language)
        spoken, name = language or found.language, found.id
        title, note = found.title.say(spoken), found.note.say(spoken) if found.note else ""
        decks = decks_of(_with_one_hand(found) if one_hand else found, spoken)
    drawings = album("" if strokes else name, skin or "")
    name += "-one-hand" if one_hand else ""
    phrases, words = repertoire.phrases()[spoken], {"language": spoken, "note": note}
    made = {
        "html": lambda: page(title, decks, drawings, phrases, **words).encode(),
        "pdf": lambda: pdf(title, decks, drawings, phrases, **words, paper=paper or "a4"),
    }
    cards = [card for deck in decks for card in deck.cards]
    another = "" if language in (None, ENGLISH if routine is None else found.language) else f"-{language}"
    target = _target(output, f"{name}-cards{another}")
    _write(target, made, printed=printed or paper is not None, force=force, what=f"{len(cards)} cards; ")
    if svg:
        _write_pictures(cards, drawings, spoken, svg, force=force)
        show(f"{svg}  each picture by itself")


def _with_one_hand(routine: Routine) -> Routine:
    """Return the routine as it is done with one hand, and note what is left out."""
    tailored, notes = tailor(routine, routine.strokes, one_hand=True)
    for note in notes:
        tell(note)
    return tailored


def _sheet(course: str | None, language: str | None) -> tuple[str, Sheet]:
    """Return the diary of a course, or else the signs of a baby, with the name of its file."""
    if course is None:
        return "signs", repertoire.sheets(language or ENGLISH)["cues"]
    found, _ = find_course(course, language)
    return f"{found.id}-diary", diary_of(found, language or found.language)


def _target(output: Path | None, name: str) -> Path:
    target = output or OUTPUT
    return target / f"{name}.html" if target.is_dir() or output is None else target


def _write(
    target: Path, made: Mapping[str, Callable[[], bytes]], *, printed: bool, force: bool, what: str = ""
) -> None:
    """Write a page as HTML, as a PDF, or both, all of it made before the first is written."""
    files = {}
    if target.suffix != _PDF:
        files[target] = made["html"]()
    if printed or target.suffix == _PDF:
        files[target.with_suffix(_PDF)] = made["pdf"]()
    for file, content in files.items():
        write_file(file, content, force=force)
    for file in files:
        hint = "to print" if file.suffix == _PDF else "open it in a browser, or print it from there"
        show(f"{file}  {what}{hint}")


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
    found = [one for one in repertoire.strokes().values() if language in one.name.languages]
    if not found:
        msg = f"no stroke of the repertoire has words in '{language}'"
        raise AudioguideError(msg)
    return found
