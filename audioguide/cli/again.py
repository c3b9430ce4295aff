"""``audioguide again``."""

from __future__ import annotations

from typing import Unpack, cast

import click
from click.core import ParameterSource

from audioguide.cli.choices import build_request, changed_choices
from audioguide.cli.grouped import Grouped
from audioguide.cli.output_options import SessionOptions, changed_output_options, deliver, split_options
from audioguide.cli.sessions import find_session, no_session
from audioguide.errors import ShelfError
from audioguide.model.choices import Choices
from audioguide.rendering.again import asked_again
from audioguide.rendering.identity import identity_of

GIVEN = (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)
"""Where a change comes from; the rest is as it was."""


@click.command("again", cls=Grouped)
@click.argument("session")
@changed_choices
@changed_output_options
@click.pass_context
def command(ctx: click.Context, /, session: str, **options: Unpack[SessionOptions]) -> None:
    """Make SESSION again with what you change: a file, or a name of `audioguide list sessions`.

    What you leave out is as in SESSION, its folder and format too. Call it in the folder in which the session was
    made: a routine or a voice of one's own is looked for there.
    """
    known = find_session(session)
    if known is None:
        raise ShelfError(no_session(session))
    given, output = split_options(options)
    changed = {name: value for name, value in given.items() if ctx.get_parameter_source(name) in GIVEN}
    routine, asked = asked_again(known, **cast("Choices", changed))
    request = build_request(routine, **asked)
    place = output["output"]
    if output["format_name"] is None and (place is None or place.is_dir() or not place.suffix):
        output["format_name"] = known.format
    if place is None:
        # Without a change it is the session itself, whatever its name.
        same = identity_of(request) == known.identity and output["format_name"] == known.format
        output["output"] = known.path if same else known.path.parent
    deliver(request, **output)
