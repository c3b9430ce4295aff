"""``audioguide render``."""

from __future__ import annotations

from typing import Unpack

import click

from audioguide.cli.choices import build_request, session_choices
from audioguide.cli.grouped import Grouped
from audioguide.cli.output_options import SessionOptions, deliver, output_options, split_options


@click.command("render", cls=Grouped)
@click.argument("routine", required=False)
@session_choices
@output_options
def command(routine: str | None, **options: Unpack[SessionOptions]) -> None:
    """Make a session of ROUTINE: a built-in name (`audioguide list routines`) or a file.

    Without ROUTINE it is what fits --aim and --age, or else everyday.
    """
    choices, output = split_options(options)
    deliver(build_request(routine, **choices), **output)
