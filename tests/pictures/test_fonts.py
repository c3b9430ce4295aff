"""The typeface that pages, cards and pictures bring."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

from audioguide.pictures.fonts import faces, folder


def test_a_page_brings_two_weights_below_60_kb_each() -> None:
    found = re.findall(r"font-weight: (\d+).*?base64,([^)]+)\)", faces())
    assert [weight for weight, _ in found] == ["400", "700"]
    for _, coded in found:
        content = b64decode(coded)
        assert content[:4] == b"wOF2"
        assert len(content) < 60_000


def test_a_printer_finds_true_type_and_the_licence() -> None:
    with folder() as name:
        fonts = sorted(Path(name).glob("*.ttf"))
        assert [one.name for one in fonts] == ["nunito-bold.ttf", "nunito-regular.ttf"]
        assert all(one.read_bytes()[:4] == b"\0\1\0\0" and one.stat().st_size < 60_000 for one in fonts)
        licence = (Path(name) / "OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "with Reserved Font Name" not in licence.partition("PREAMBLE")[0]
