"""docs/python.md is true: each of its blocks runs, in order, in one folder."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import audioguide as ag
from audioguide.units import Samples

PAGE = Path(__file__).parent.parent / "docs" / "python.md"
EVENING = """\
version: 1
title: Evening legs
ritual: infant-massage
sections:
  - title: "{side} leg"
    sides: each
    steps:
      - stroke: leg_rest
      - stroke: leg_indian_milk
        times: 4-8
      - rest: 10s
"""


def blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.mark.real
def test_every_block_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("evening.yaml").write_text(EVENING, "utf-8")
    names: dict[str, Any] = {"enough": lambda: False}
    for block in blocks():
        exec(compile(block, str(PAGE), "exec"), names)  # noqa: S102 - it is ours
    assert names["session"].length == 10 * 60 * 44_100
    assert names["timeline"].length == 6 * 60 * 44_100
    assert len(names["sessions"]) == 5
    assert Path("evening.mp3").stat().st_size > 100_000


def test_the_stages_give_the_session_that_one_call_gives(tmp_path: Path) -> None:
    file = tmp_path / "evening.yaml"
    file.write_text(EVENING, "utf-8")
    cache = ag.Cache(tmp_path / "cache")
    routine = ag.read(EVENING, source="evening.yaml")
    script = ag.write_script(routine)
    clips = ag.narrate(script, voice="system", cache=cache)
    timeline = ag.plan(script, clips, "6m")
    assert timeline == ag.plan(file, voice="system", length="6m", cache=tmp_path / "cache")
    mix = ag.mix(timeline, clips)
    start = timeline.length // 2
    (part,) = mix(span=(Samples(start), Samples(start + 1000)))
    whole = next(block for block in mix if block.start <= start < block.start + len(block.sound) - 1000)
    assert (whole.sound[start - whole.start :][:1000] == part.sound).all()
