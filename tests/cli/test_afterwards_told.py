"""What a user reads of a bed that goes on after a massage."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.program import call

QUIET = """\
version: 1
title: Quiet hour
ritual: infant-massage
aims: [sleep]
bed: rain
sections:
  - title: Back
    steps:
      - stroke: back_comb
        times: 1-20
"""
ASKED = ("quiet.yaml", "--length", "3m", "--guidance", "tones", "--preparation", "none", "--voice", "system")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(cache))
    (tmp_path / "quiet.yaml").write_text(QUIET, "utf-8")


def test_the_plan_tells_when_it_begins_and_when_all_ends() -> None:
    lines = call("plan", *ASKED, "--afterwards", "ocean:30m").out.splitlines()
    assert "  3:00  ♪ OCEAN" in lines
    assert lines[-1].startswith(" 33:00  end; ")
    assert lines[-1].endswith(" % of the massage is spoken")
    assert any("Keep the speaker well away from the bed." in line for line in lines)


def test_show_tells_that_it_can_and_what_was_asked_for() -> None:
    assert "  with --afterwards ocean:30m the background goes on after it, and fades out\n" in call("show", *ASKED).out
    shown = call("show", *ASKED, "--afterwards", "ocean:30m").out
    assert "  then ocean alone for 30m: 33m in all\n" in shown


def test_the_result_tells_the_massage_and_the_whole() -> None:
    run = call("render", *ASKED, "--afterwards", "rain:1m")
    assert "quiet-3m-tones-afterwards-1m.mp3  3m of massage and 1m afterwards, 4m in all, spoken by" in run.out
