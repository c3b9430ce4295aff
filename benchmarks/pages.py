"""Puts what a benchmark has measured into a page of docs/, between its marks."""

from __future__ import annotations

import re
import sys
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
NOT_MEASURED = "not measured"
"""What a cell says where a package or a program is missing."""


def put(name: str, command: str, table: str) -> None:
    """Put the table of a command into a page, in place of the one that is there."""
    page, mark = DOCS / name, f"<!-- {command} -->\n"
    page.write_text(page.read_text("utf-8").replace(f"{mark}{kept(name, command)}", f"{mark}{table}"), "utf-8")


def kept(name: str, command: str) -> str:
    """Return the table that a page has, between the mark that names the command and the end of it."""
    page = DOCS / name
    found = re.findall(rf"<!-- {re.escape(command)} -->\n(.*?)\n<!-- end -->", page.read_text("utf-8"), re.DOTALL)
    if len(found) != 1:
        sys.exit(f"{page} has {len(found)} places for the table of {command}")
    return str(found[0])


def merged(old: str, new: str) -> str:
    """Return a table with new rows, each in place of the old one with the same first cell; other old rows stay.

    An old row also stays where it has a figure that the new one lacks: a row is of one run.
    """
    head, rule, *lines = new.splitlines()
    old_head, _, *old_lines = old.splitlines()
    rows, old_rows = ({_cells(line)[0]: line for line in those} for those in (lines, old_lines))
    for name, row in old_rows.items():
        if name in rows and (lost := _figures(old_head, row) & ({*_cells(head)} - _figures(head, rows[name]))):
            print(f"the row of {name} stays as it was, for lack of: {', '.join(sorted(lost))}", file=sys.stderr)
            del rows[name]
    if head != old_head and (staying := old_rows.keys() - rows.keys()):
        sys.exit(f"the table on the page has other columns, so no row of it can stay: {', '.join(sorted(staying))}")
    return "\n".join((head, rule, *(old_rows | rows).values()))


def _figures(head: str, row: str) -> set[str]:
    """Return the columns in which a row says something."""
    pairs = zip(_cells(head), _cells(row), strict=True)
    return {column for column, cell in pairs if cell != NOT_MEASURED}


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
