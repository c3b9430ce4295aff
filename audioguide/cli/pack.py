"""``audioguide pack``."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from audioguide.cli.called import show
from audioguide.cli.choices import build_request, session_choices
from audioguide.cli.grouped import Grouped
from audioguide.cli.options import OutputPath, option
from audioguide.cli.paths import OUTPUT, spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.model.choices import Choices
from audioguide.rendering.shelf import Shelf
from audioguide.web.pack import make_pack


@click.command("pack", cls=Grouped)
@click.argument("routine", required=False)
@session_choices
@option(
    "-o",
    "--output",
    verb="pack",
    type=OutputPath(),
    help="The ZIP file. Default: one in output/.",
)
@option("--force", is_flag=True, help="Overwrite a different file of the same name.")
def command(routine: str | None, *, output: Path | None, force: bool, **choices: Unpack[Choices]) -> None:
    """Pack a session of ROUTINE for another family: the MP3, the cards, the words, and a page that plays it.

    They unpack it and open index.html; neither this program nor a network is needed. Without ROUTINE it is what fits
    --aim and --age, or else everyday.
    """
    request = build_request(routine, **choices)
    with ProgressLine() as progress:
        target = make_pack(request, spoken_cues(), Shelf(OUTPUT), output=output, force=force, progress=progress)
    show(f"{target}  unpack it and open index.html")
