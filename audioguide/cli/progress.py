"""Progress of long work: a line that renews itself on a terminal, and nothing at all in a pipe."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType
from typing import Self

import click

WIDTH = 24


class ProgressLine:
    """A line on stderr. Call it with what is being done, how much of it, of how much, and on what."""

    def __init__(self) -> None:
        self._shown = ""
        self._terminal = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def clear(self) -> None:
        """Take the line away: something else is to be printed."""
        if self._shown:
            click.echo(f"\r{' ' * len(self._shown)}\r", nl=False, err=True)
            self._shown = ""

    def __call__(self, what: str, done: int, of: int, at: str) -> None:
        """Show how far it has come."""
        if not self._terminal:
            return
        filled = WIDTH * done // max(1, of)
        line = f"{what:<9} {'█' * filled}{'░' * (WIDTH - filled)} {100 * done // max(1, of):3d} %  {at}"
        room = shutil.get_terminal_size().columns - 1  # a longer line would stay behind
        line = line if len(line) <= room else f"{line[: room - 1]}…"
        if line != self._shown:
            click.echo(f"\r{line.ljust(len(self._shown))}", nl=False, err=True)
            self._shown = line
