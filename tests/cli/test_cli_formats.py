"""`audioguide render` in other formats."""

from __future__ import annotations

import json
import os
import sys
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
def place(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with one routine in it, and a cache that the tests of this file share."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(cache))
    monkeypatch.setenv("AUDIOGUIDE_VOICE", "system")
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
    formats = ("mp3", "wav", "flac", "opus", "m4b", "m4a")
    for name in formats:
        assert call(*RENDER, "--format", name).code == DONE
    manifests = [json.loads(path.read_text("utf-8")) for path in Path("output").glob("*.json")]
    assert sorted(one["file"] for one in manifests) == sorted(f"feather-tones.{name}" for name in formats)
    assert len({one["length_samples"] for one in manifests}) == 1
    assert len(json.loads(call("list", "sessions", "--json").out)) == len(formats)


@pytest.mark.parametrize("name", ["mp3", "wav", "flac", "opus", "m4b"])
def test_no_format_writes_over_something_else(name: str) -> None:
    mine = Path(f"feather.{name}")
    mine.write_bytes(b"mine")
    run = call(*RENDER, "-o", str(mine))
    assert (run.code, run.err) == (
        FAILED,
        f"'{mine}' exists and is something else; take another name, or --force to write over it\n",
    )
    assert mine.read_bytes() == b"mine"
    assert call(*RENDER, "-o", str(mine), "--force").code == DONE
    assert mine.stat().st_size > 10_000
    assert call("again", str(mine)).out.startswith(str(mine))


def test_an_unknown_format_is_told_with_those_that_are_there() -> None:
    run = call(*RENDER, "-o", "feather.xyz")
    assert run.code == FAILED
    assert "'xyz'" in run.err
    assert "flac, m4a, m4b, mp3, opus, wav" in run.err
    assert not Path("feather.xyz").exists()


def test_an_extra_that_is_missing_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.cli.doctor._voices", lambda: iter(()))  # each would speak
    monkeypatch.delitem(sys.modules, "audioguide.encoders.mp4", raising=False)
    monkeypatch.setitem(sys.modules, "av", None)  # as an import finds it that is not installed
    run = call(*RENDER, "-o", "feather.m4b")
    assert (run.code, run.err) == (
        FAILED,
        "the encoder 'm4b' needs av, which is not installed; install it with: audioguide add formats\n",
    )
    lines = call("doctor").out.splitlines()
    assert any(line.startswith("ok     formats ") and "mp3, opus" in line for line in lines)
    assert any(line.startswith("-      format m4b") and "audioguide add formats" in line for line in lines)
