"""``audioguide render``."""

from __future__ import annotations

from typing import Any

import click

from audioguide.cli.choices import build_request, session_choices
from audioguide.cli.output_options import make, making_choices, split_options


@click.command("render")
@click.argument("routine", required=False)
@session_choices
@making_choices
def command(routine: str | None, **choices: Any) -> None:  # noqa: ANN401 - they go on as they are
    """Make a session of ROUTINE: a built-in name (`audioguide list routines`) or a file."""
    asked, making = split_options(choices)
    request = build_request(routine, **asked)
    make(request, {**asked, "routine": routine or request.routine.id}, **making)
