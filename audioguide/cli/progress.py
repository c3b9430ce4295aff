"""A progress bar on stderr, redrawn in place; silent where stderr is not a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

import click

from audioguide.cli.called import one_line
from audioguide.units import format_duration, samples

BAR_WIDTH = 24
"""Characters."""
SURE_AFTER = 3.0
"""Seconds of a stage from which on the time that is left can be told."""


class ProgressLine:
    """A `Progress` callback, and a context manager that erases the line at the end."""

    def __init__(self) -> None:
        self._shown = ""
        self._terminal = sys.stderr.isatty()
        self._stage, self._from, self._since = "", 0, 0.0

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
        left = self._left(what, done, of)
        bar = f"{'█' * filled}{'░' * (BAR_WIDTH - filled)}"
        line = one_line(f"{what:<9} {bar} {100 * done // max(1, of):3d} %  {left}{at}")
        if line != self._shown:
            click.echo(f"\r{line.ljust(len(self._shown))}", nl=False, err=True)
            self._shown = line

    def _left(self, what: str, done: int, of: int) -> str:
        """Return the time that is left of a stage, by its pace until now; empty while that is not known."""
        now = time.monotonic()
        if what != self._stage:
            self._stage, self._from, self._since = what, done, now
        elapsed, steps = now - self._since, done - self._from
        if elapsed < SURE_AFTER or steps <= 0 or done >= of:
            return ""
        whole = max(1, round(elapsed * (of - done) / steps))
        return f"{format_duration(samples(whole))} left  "
