"""The rooms in docs/design.md, and the decisions, against what is built."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from fakes.docs import DOCS, ROOT


def test_decisions_are_numbered_in_turn() -> None:
    pages = sorted((DOCS / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    assert all(page.read_text("utf-8").startswith(f"# {int(page.name[:4])}. ") for page in pages)


def drawn() -> list[tuple[str, int, bool]]:
    """Return each room of the table in docs/design.md with its floor, and whether it is pure as a whole."""
    text = (DOCS / "design.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| `(\w+)(?:\.py|/)` \| .* \|( yes)? \|$", text, re.MULTILINE)
    return [(room, int(floor), bool(pure)) for floor, room, pure in rows]


def contract(kind: str) -> dict[str, list[str]]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    return next(one for one in contracts if one["type"] == kind)


def test_the_rooms_are_those_that_are_built() -> None:
    rooms = [room for room in contract("layers")["layers"] if room != "__main__"]
    assert [(room, floor) for room, floor, _ in drawn()] == [
        (room, len(rooms) - 1 - depth) for depth, room in enumerate(rooms)
    ]
    landing = {path.name for path in (ROOT / "audioguide").iterdir() if path.name != "__pycache__"}
    assert len(landing) <= 24
    assert {Path(name).stem for name in landing} == {*rooms, "__init__", "__main__", "py"}


def test_what_is_called_pure_is_held_to_be_pure() -> None:
    """A room that is pure as a whole says so in its column; a part of a room behind its name."""
    whole = {f"audioguide.{room}" for room, _, pure in drawn() if pure}
    parts = {"audioguide.speech.text", "audioguide.speech.languages", "audioguide.web.feed"}
    parts |= {f"audioguide.web.making.{name}" for name in ("estimate", "jobs", "occasions")}
    parts |= {f"audioguide.encoders.{name}" for name in ("comments", "info_frame", "splice", "tags")}
    parts.add("audioguide.web.playing.hearing")
    tables = {"audioguide.rendering.captions", "audioguide.rendering.playlist"}
    assert set(contract("forbidden")["source_modules"]) == whole | parts | tables
