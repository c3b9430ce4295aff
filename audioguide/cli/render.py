"""``audioguide render``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from audioguide.cli.choices import choice, requested, session_choices
from audioguide.cli.places import OUTPUT, spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.cli.telling import left_out
from audioguide.renderer import render
from audioguide.shelf import Shelf
from audioguide.units import format_duration
from audioguide.voices.choose import AUTO, nicer


@click.command("render", short_help="Make a session.")
@click.argument("routine", required=False)
@session_choices
@choice("--format", "format_name", metavar="NAME", help="mp3, flac, wav. Else what the suffix of -o says, or mp3.")
@choice("-o", "--output", type=click.Path(path_type=Path), help="The file, or the folder, to write. Else output/.")
@click.option(
    "--stems", type=click.Path(file_okay=False, path_type=Path), help="A folder for speech, tones and bed as WAV files."
)
@click.option("--force", is_flag=True, help="Write over a file that is something else.")
@click.option("--fresh", is_flag=True, help="Make it again although it is there.")
@choice("--workers", type=click.IntRange(min=1), help="Pieces made at a time. Else as many as processors.")
@click.option("--json", "as_json", is_flag=True, help="Print the session's manifest.")
def command(
    routine: str | None,
    *,
    format_name: str | None,
    output: Path | None,
    stems: Path | None,
    force: bool,
    fresh: bool,
    workers: int | None,
    as_json: bool,
    **choices: Any,  # noqa: ANN401 - the shared choices go on as they are
) -> None:
    """Make a session of ROUTINE: a built-in name (`audioguide list routines`) or a file."""
    request = requested(routine, **choices)
    folder = output if output is not None and output.is_dir() else OUTPUT
    with ProgressLine() as progress:
        session = render(
            request,
            spoken_cues(),
            Shelf(folder),
            output=None if output == folder else output,
            format_name=format_name,
            force=force,
            fresh=fresh,
            stems_in=stems,
            workers=workers,
            progress=progress,
        )
    if as_json:
        click.echo(json.dumps(json.loads(session.manifest.read_text("utf-8")), ensure_ascii=False, indent=1))
        return
    click.echo(f"{session.path}  {format_duration(session.length)}, spoken by {session.voice.split()[0]}")
    if choices["voice"] == AUTO and (way := nicer(request.voice, request.script.language)):
        click.echo(f"for a nicer voice: {way}", err=True)
    if session.left_out:
        click.echo(left_out(session.left_out), err=True)
