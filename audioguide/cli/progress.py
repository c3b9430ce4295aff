"""A progress bar on stderr, redrawn in place; silent where stderr is not a terminal."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType
from typing import Self

import click

BAR_WIDTH = 24
"""Characters."""


class ProgressLine:
    """A `Progress` callback, and a context manager that erases the line at the end."""

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
        """Redraw the line.

        Args:
            what: the stage.
            done: steps finished.
            of: steps in all.
            at: the item in work.
        """
        if not self._terminal:
            return
        filled = BAR_WIDTH * done // max(1, of)
        line = f"{what:<9} {'█' * filled}{'░' * (BAR_WIDTH - filled)} {100 * done // max(1, of):3d} %  {at}"
        columns = shutil.get_terminal_size().columns - 1  # a wrapped line could not be erased
        line = line if len(line) <= columns else f"{line[: columns - 1]}…"
        if line != self._shown:
            click.echo(f"\r{line.ljust(len(self._shown))}", nl=False, err=True)
            self._shown = line
