"""The pages for people, and the commands on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from audioguide.cli import VERBS

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md")))

GUIDES = tuple(page for page in PAGES if page.name != "design.md")
"""In the design a command stands for all of its kind: with brackets, bars, and dots for the rest."""


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands(page: Path) -> Iterator[str]:
    """Every call of the program: indented, in a block for the shell, or in the middle of a sentence."""
    text = page.read_text("utf-8")
    lines = [line for kind in ("sh", "powershell") for block in blocks(page, kind) for line in block.splitlines()]
    lines += re.findall(r"^    (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    lines += re.findall(r"`(audioguide [^`]+)`", text)
    for line in lines:
        called = line.strip().removeprefix("python3 scripts/")
        if called.partition("#")[0].strip() == "audioguide":
            continue  # alone: the page
        if called.startswith("audioguide ") and called.split()[1] in (*VERBS, "--help"):
            yield called
        else:
            assert not called.startswith("audioguide "), f"no such verb: {called}"
