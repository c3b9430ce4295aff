"""`audioguide render` in other formats."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import soundfile
from fakes.program import call

from audioguide.cli import DONE, FAILED

ROUTINE = """\
version: 1
title: Feather
sections:
  - title: Back
    steps:
      - stroke: back_comb
"""
RENDER = ("render", "feather.yaml", "--guidance", "tones")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    Path("feather.yaml").write_text(ROUTINE, "utf-8")


def test_the_suffix_chooses() -> None:
    assert call(*RENDER, "-o", "feather.flac").code == DONE
    assert soundfile.info("feather.flac").format == "FLAC"
    assert Path("feather.flac.json").is_file()
    assert Path("feather.flac.vtt").is_file()


def test_or_the_option_does() -> None:
    run = call(*RENDER, "--format", "wav")
    assert run.out.startswith(f"output{os.sep}feather-tones.wav  ")
    assert soundfile.info("output/feather-tones.wav").format == "WAV"


def test_formats_of_one_name_stand_side_by_side() -> None:
    lengths = []
    for name in ("mp3", "wav", "flac"):
        assert call(*RENDER, "--format", name).code == DONE
        lengths.append(soundfile.info(f"output/feather-tones.{name}").frames)
    assert len(set(lengths)) == 1
    assert len(call("list", "sessions").out.splitlines()) == 3


def test_an_unknown_format_is_told_with_those_that_are_there() -> None:
    run = call(*RENDER, "-o", "feather.xyz")
    assert run.code == FAILED
    assert "'xyz'" in run.err
    assert "flac, mp3, wav" in run.err
    assert not Path("feather.xyz").exists()
