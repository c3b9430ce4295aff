"""What ``render`` and ``again`` share: how a session is made, and what is told of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from audioguide.cli.choices import choice
from audioguide.cli.messages import dropped_report
from audioguide.cli.paths import OUTPUT, spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.rendering.render import render
from audioguide.rendering.request import Request
from audioguide.rendering.shelf import Shelf
from audioguide.units import format_duration
from audioguide.voices.choose import AUTO, better_voice_hint

_MAKING = ("format_name", "output", "stems", "force", "fresh", "workers", "as_json")

F = TypeVar("F", bound=Callable[..., Any])


def making_choices(function: F) -> F:
    """Where the files go, and of what kind they are."""
    for option in reversed(
        [
            choice(
                "--format",
                "format_name",
                metavar="NAME",
                help="mp3, m4b, m4a, opus, flac, wav. Else what the suffix of -o says, or mp3.",
            ),
            choice(
                "-o",
                "--output",
                type=click.Path(path_type=Path),
                help="The file, or the folder, to write. Else output/.",
            ),
            click.option(
                "--stems",
                type=click.Path(file_okay=False, path_type=Path),
                help="A folder for speech, tones and bed as WAV files.",
            ),
            click.option("--force", is_flag=True, help="Write over a file that is something else."),
            click.option("--fresh", is_flag=True, help="Make it again although it is there."),
            choice("--workers", type=click.IntRange(min=1), help="Pieces made at a time. Else as many as processors."),
            click.option("--json", "as_json", is_flag=True, help="Print the session's manifest."),
        ]
    ):
        function = option(function)
    return function


def split_options(choices: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Divide all choices into those of the session and those of `making_choices`."""
    making = {name: value for name, value in choices.items() if name in _MAKING}
    return {name: value for name, value in choices.items() if name not in _MAKING}, making


def make(
    request: Request,
    asked: Mapping[str, Any],
    *,
    format_name: str | None,
    output: Path | None,
    stems: Path | None,
    force: bool,
    fresh: bool,
    workers: int | None,
    as_json: bool,
) -> None:
    """Make a session, and tell where it is.

    Args:
        request: what to make.
        asked: the routine and the choices, kept in the manifest for ``again``.
        format_name: as in `making_choices`, and so is the rest.
        output: a file, or a folder that is there.
        stems: a folder.
        force: write over a file that is something else.
        fresh: make it again although it is there.
        workers: pieces made at a time.
        as_json: print the manifest and nothing else.
    """
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
            asked=asked,
            progress=progress,
        )
    if as_json:
        click.echo(json.dumps(json.loads(session.manifest.read_text("utf-8")), ensure_ascii=False, indent=1))
        return
    click.echo(f"{session.path}  {format_duration(session.length)}, spoken by {session.voice.split()[0]}")
    if asked["voice"] == AUTO and (hint := better_voice_hint(request.voice, request.script.language)):
        click.echo(f"for a nicer voice: {hint}", err=True)
    if session.left_out:
        click.echo(dropped_report(session.left_out), err=True)
