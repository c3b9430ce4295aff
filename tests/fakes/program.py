"""The program as the shell calls it, but in this process, for speed."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO

import click

from audioguide.__main__ import main
from audioguide.cli import VERBS, cli

FEATHER = """\
version: 1
title: Feather
sections:
  - title: Back
    steps:
      - stroke: feather
      - say: Hum a little.
strokes:
  feather:
    name: Feather
    part: back
    sides: midline
    path: comb(back.nape, back.bottom)
    seconds: 5
    times: 2-8
    cue: Down the back, lighter each time.
"""
"""A complete routine file, short to make."""
EVENING = """\
version: 1
title: One evening
routine: feather.yaml
fading: [practised]
evenings:
  - {title: Back, learn: [back]}
"""
"""A course of it."""


@dataclass(frozen=True)
class Outcome:
    code: object
    out: str
    err: str


def call(*arguments: str) -> Outcome:
    """Call it, and return how it left and what it printed."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        try:
            main(arguments)
        except SystemExit as left:
            return Outcome(code=left.code, out=out.getvalue(), err=err.getvalue())


def all_commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every verb by its name, and those that a verb has itself: ``catalogue build``."""
    for verb in VERBS:
        found = cli.get_command(click.Context(cli), verb)
        assert found
        yield verb, found
        if isinstance(found, click.Group):
            yield from ((f"{verb} {name}", one) for name, one in found.commands.items())


def parse(command: str, *, unknown: str = "everyday") -> None:
    """Let the program read a command that it prints; X in it is something that only the moment knows.

    Raises:
        click.UsageError: it cannot be typed.
    """
    _, verb, *words = (word for word in shlex.split(command) if word != "--help")
    found = cli.get_command(click.Context(cli), verb)
    assert found
    if words:  # else the verb is spoken of, not the whole command
        stand_in = "2" if "--page" in words else {"add": "pdf", "serve": "."}.get(verb, unknown)
        found.make_context(verb, [stand_in if word == "X" else word for word in words])
