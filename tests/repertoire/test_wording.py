"""The words of the program itself: no claim about health, nobody left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from audioguide.cli import VERBS, cli

ROOT = Path(__file__).parents[2]
REFUSED = (
    r"\bcures?\b",
    r"\bcuring\b",
    r"\btreats?\b",
    r"\btreatments?\b",
    r"\btherap(y|ies|eutic)\b",
    r"\bheals?\b",
    r"\bhealing\b",
    r"\bguaranteed?\b",
    r"\bscientifically proven\b",
    r"\bproven to\b",
    r"\brelieves?\b",
    r"\bboosts?\b",
    r"\bimmune\b",
    r"\bcortisol\b",
    r"\bdigestion\b",
    r"\bweight gain\b",
    r"\bprevents?\b",
)
"""Claims that no page and no help text may make."""
PAGES = [
    *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]


def claims(text: str) -> list[str]:
    return [match.group() for pattern in REFUSED for match in re.finditer(pattern, text, re.IGNORECASE)]


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "design.md"], ids=lambda page: page.name)
def test_no_page_makes_a_medical_claim(page: Path) -> None:
    # A healed navel and a healing cord are facts about the day, not promises.
    text = re.sub(
        r"(navel|cord)[^.]{0,30}heal\w*|heal\w* (navel|cord)", "", page.read_text("utf-8"), flags=re.IGNORECASE
    )
    assert claims(text) == []


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_no_help_makes_a_medical_claim(verb: str) -> None:
    assert claims(CliRunner().invoke(cli, [*filter(None, [verb]), "--help"]).output) == []


def test_the_list_catches_what_it_should() -> None:
    assert claims("It cures colic and relieves gas; a therapeutic treatment.") == [
        "cures",
        "treatment",
        "therapeutic",
        "relieves",
    ]


def test_the_readme_says_what_it_is_not() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "not medical advice" in readme
    for line in ("had enough", "fever", "vaccinated", "safe low surface", "midwife"):
        assert line in readme
