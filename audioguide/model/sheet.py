"""A page of words to print: values only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

BlockMark = Literal["go", "rest", "stop", "help"]
"""What a block is about; it decides the colour beside it. Where help is called for, all of it is framed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetBlock:
    """A few lines under a title."""

    title: str
    lines: tuple[str, ...]
    mark: BlockMark = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page: its blocks, and perhaps a table to fill in by hand."""

    title: str
    language: str
    blocks: tuple[SheetBlock, ...]
    note: str = ""
    columns: tuple[str, ...] = ()
    """Heads of the table; none: there is no table."""
    rows: tuple[str, ...] = ()
    """What stands in the first column, row by row; the other columns are left empty."""

    def with_rows(self, title: str, rows: tuple[str, ...]) -> Sheet:
        """Return the same sheet of something else."""
        return replace(self, title=f"{title}. {self.title}", rows=rows)
