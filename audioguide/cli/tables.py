"""Tables on the terminal: what ``list``, ``show``, ``speakers`` and ``doctor`` print."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence

import click

from audioguide.cli.called import wrapped
from audioguide.model.plain import plain

LEAST_WIDTH = 10
"""Characters of the last column; a terminal that is narrower breaks the lines itself."""


def print_table(rows: Sequence[Mapping[str, object]], *, heads: bool = True, indent: str = "") -> None:
    """Print rows as columns, two spaces apart; nothing at all without rows.

    On a terminal, the last column is as wide as there is room, and goes on below. A command in it is as it is typed.

    Args:
        rows: one mapping a row, with the same keys in the same order; for JSON they can be dumped as they are.
        heads: print the keys above a table of several columns, in capitals.
        indent: put before each line.
    """
    if not rows:
        return
    columns = list(rows[0])
    lines = [[plain(str(row[column])) for column in columns] for row in rows]
    if heads and len(columns) > 1:
        lines.insert(0, [column.replace("_", " ").upper() for column in columns])
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    before = len(indent) + sum(width + 2 for width in widths[:-1])
    room = max(LEAST_WIDTH, shutil.get_terminal_size().columns - before) if sys.stdout.isatty() else 0
    for *cells, last in lines:
        beginning = "".join(f"{cell.ljust(width)}  " for cell, width in zip(cells, widths, strict=False))
        for part in wrapped(last, room).split("\n"):
            click.echo(f"{indent}{beginning}{part}".rstrip())
            beginning = " " * len(beginning)
