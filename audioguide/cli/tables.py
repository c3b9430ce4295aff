"""Tables on the terminal: what ``list``, ``show``, ``speakers`` and ``doctor`` print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click


def print_table(rows: Sequence[Mapping[str, object]], *, heads: bool = True, indent: str = "") -> None:
    """Print rows as columns, two spaces apart; nothing at all without rows.

    Args:
        rows: one mapping a row, with the same keys in the same order; for JSON they can be dumped as they are.
        heads: print the keys above a table of several columns, in capitals.
        indent: put before each line.
    """
    if not rows:
        return
    columns = list(rows[0])
    lines = [[str(row[column]) for column in columns] for row in rows]
    if heads and len(columns) > 1:
        lines.insert(0, [column.replace("_", " ").upper() for column in columns])
    widths = [max(map(len, cells)) for cells in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo(f"{indent}{'  '.join(cells)}".rstrip())
