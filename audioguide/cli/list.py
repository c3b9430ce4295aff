"""``audioguide list``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import click

from audioguide import plugins, repertoire
from audioguide.cli.places import OUTPUT
from audioguide.errors import AudioguideError
from audioguide.shelf import Shelf
from audioguide.units import format_duration

Row = dict[str, Any]


@click.command("list", short_help="List what there is.")
@click.argument("what", type=click.Choice(["routines", "strokes", "voices", "beds", "languages", "sessions"]))
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def command(what: str, *, as_json: bool) -> None:
    """List routines, strokes, voices, beds, languages or sessions (in output/)."""
    rows = list(LISTS[what]())
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    widths = {key: max(len(str(row[key])) for row in rows) for row in rows[:1] for key in row}
    for row in rows:
        click.echo("  ".join(str(row[key]).ljust(width) for key, width in widths.items()).rstrip())


def _routines() -> Iterator[Row]:
    for name in repertoire.routines():
        routine = repertoire.routine(name)
        yield {
            "name": name,
            "title": routine.title.say(routine.language),
            "from_weeks": round(routine.from_age),
            "aims": " ".join(routine.aims),
        }


def _strokes() -> Iterator[Row]:
    for stroke in repertoire.vocabulary().strokes.values():
        yield {"name": stroke.id, "part": stroke.part, "title": stroke.name.say("en"), "seconds": stroke.seconds}


def _voices() -> Iterator[Row]:
    for name in plugins.names("voices"):
        try:
            languages = plugins.find("voices", name)("en", None).languages
            yield {"name": name, "languages": " ".join(languages) or "any"}
        except AudioguideError as error:
            yield {"name": name, "languages": str(error)}


def _beds() -> Iterator[Row]:
    yield from ({"name": name} for name in plugins.names("beds"))


def _languages() -> Iterator[Row]:
    yield from ({"code": code} for code in sorted(repertoire.vocabulary().phrases))


def _sessions() -> Iterator[Row]:
    for session in Shelf(OUTPUT).sessions():
        yield {
            "file": str(session.path),
            "title": session.title,
            "length": format_duration(session.length),
            "voice": session.voice.split()[0],
            "guidance": session.guidance,
        }


LISTS: dict[str, Callable[[], Iterator[Row]]] = {
    "routines": _routines,
    "strokes": _strokes,
    "voices": _voices,
    "beds": _beds,
    "languages": _languages,
    "sessions": _sessions,
}
