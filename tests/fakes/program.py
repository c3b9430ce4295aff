"""The program as the shell calls it, but in this process, for speed."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO

from audioguide.cli import main

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
