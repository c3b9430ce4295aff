"""``audioguide pack``."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from audioguide.cli.choices import choice, requested, session_choices
from audioguide.cli.drawing import cards_page
from audioguide.cli.places import OUTPUT, spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.cli.writing import write_file
from audioguide.cover import cover
from audioguide.pack import pack
from audioguide.renderer import render
from audioguide.shelf import Shelf
from audioguide.units import format_duration


@click.command("pack", short_help="Pack a session for another family.")
@click.argument("routine", required=False)
@session_choices
@choice("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The ZIP file. Else one in output/.")
@click.option("--force", is_flag=True, help="Write over a file that is something else.")
def command(
    routine: str | None,
    *,
    output: Path | None,
    force: bool,
    **choices: Any,  # noqa: ANN401 - the shared choices go on as they are
) -> None:
    """Pack a session of ROUTINE for another family: the MP3, the cards, the words, and a page that plays it.

    They unpack it and open index.html; neither this program nor a network is needed.
    """
    request = requested(routine, **choices)
    with ProgressLine() as progress:
        session = render(
            request,
            spoken_cues(),
            Shelf(OUTPUT),
            thoroughly=True,
            asked={**choices, "routine": routine or request.routine.id},
            progress=progress,
        )
    content = pack(
        session,
        json.loads(session.manifest.read_text("utf-8")),
        page=files("audioguide.serve").joinpath("page.html").read_text("utf-8"),
        cards=cards_page(session.title, request.routine, request.script.language),
        cover=cover(session.routine, len(session.chapters)),
    )
    target = output or session.path.with_suffix(".zip")
    write_file(target, content, force=force)
    click.echo(f"{target}  {format_duration(session.length)}; unpack it and open index.html")
