"""What docs/performance.md says is what was measured."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = runpy.run_path(str(ROOT / "benchmarks" / "report.py"))


def test_the_tables_and_the_picture_are_those_of_the_results() -> None:
    results = REPORT["read"]()
    page = (ROOT / "docs" / "performance.md").read_text("utf-8")
    tables = list(REPORT["tables"](results))
    assert len(tables) == len(results)
    assert all(table in page for table in tables)
    assert (ROOT / "docs" / "performance.svg").read_text("utf-8") == REPORT["picture"](results)
