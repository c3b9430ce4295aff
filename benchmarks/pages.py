"""Puts what a benchmark has measured into a page of docs/, between its marks."""

from __future__ import annotations

import re
import sys
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"


def put(name: str, command: str, table: str) -> None:
    """Put a table into a page, between the mark that names the command and the end of it."""
    page = DOCS / name
    pattern = rf"(<!-- {re.escape(command)} -->\n).*?(\n<!-- end -->)"
    found, count = re.subn(
        pattern, lambda marks: f"{marks[1]}{table}{marks[2]}", page.read_text("utf-8"), flags=re.DOTALL
    )
    if count != 1:
        sys.exit(f"{page} has {count} places for the table of {command}")
    page.write_text(found, "utf-8")
