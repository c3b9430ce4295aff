"""The program as the shell calls it, but in this process, for speed."""

from __future__ import annotations

from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO

from audioguide.cli import main


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
