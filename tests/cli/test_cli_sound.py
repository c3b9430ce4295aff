"""Beds, tones, levels and stems, as a user asks for them."""

from __future__ import annotations

import json
import struct
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import soundfile
from fakes.program import call

from audioguide.cli import DONE, FAILED, USAGE
from audioguide.errors import SoundError
from audioguide.model.timeline import Pulse
from audioguide.rendering.bed import open_bed
from audioguide.sound.loudness import loudness
from audioguide.units import SAMPLE_RATE

ROUTINE = """\
version: 1
title: Feather
bed: music/sea.wav
sections:
  - title: Back
    steps:
      - stroke: back_swoop_bottom
        times: 1-20
"""
RENDER = ("render", "here/feather.yaml", "--length", "45s", "--voice", "hibari", "-o", "out.flac", "--force")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(cache))
    (tmp_path / "here" / "music").mkdir(parents=True)
    (tmp_path / "here" / "feather.yaml").write_text(ROUTINE, "utf-8")
    noise = np.random.default_rng(1).standard_normal((6 * 22_050, 1)).astype(np.float32) * 0.1
    soundfile.write(tmp_path / "here" / "music" / "sea.wav", noise, 22_050)
    return tmp_path


def sound(path: str) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    read: np.ndarray[tuple[int, int], np.dtype[np.float32]] = soundfile.read(path, dtype="float32", always_2d=True)[0]
    return read


def test_music_beside_the_routine_plays_and_the_stems_add_up_to_the_mix() -> None:
    run = call(*RENDER, "--stems", "stems")
    assert run.code == DONE
    assert run.err.startswith("play it: ")
    speech, tones, room, bed = (sound(f"stems/{name}.wav") for name in ("speech", "tones", "room", "bed"))
    assert speech.any()
    assert tones.any()
    assert room.any()
    assert loudness(bed[20 * SAMPLE_RATE : 28 * SAMPLE_RATE]) == pytest.approx(-31.0, abs=1.0)
    assert np.abs(speech + tones + room + bed - sound("out.flac")).max() < 2e-4
    assert json.loads(next(Path().glob("*.json")).read_text("utf-8"))["bed"] == "sea.wav"


def test_stems_have_the_whole_header_of_floats_and_no_date() -> None:
    heads = []
    for folder in ("one", "two"):
        call(*RENDER, "--stems", folder)
        heads.append([Path(folder, f"{name}.wav").read_bytes()[:200] for name in ("bed", "room", "speech", "tones")])
    assert heads[0] == heads[1]
    for head in heads[0]:
        size, kind, channels, rate = struct.unpack_from("<IHHI", head, 16)
        assert (size, kind, channels, rate) == (40, 0xFFFE, 2, 44_100)  # extensible, stereo
        assert struct.unpack_from("<HHIH", head, 36) == (22, 32, 3, 3)  # 32 bits, left and right, floats
        at = head.find(b"PEAK")
        assert at < 0 or head[at + 12 : at + 16] == bytes(4)
        assert struct.unpack_from("<I", head, head.find(b"data") + 4)[0] > 8 * 44_100


def test_stems_that_are_there_stay() -> None:
    Path("stems").mkdir()
    Path("stems/bed.wav").write_text("mine", "utf-8")
    run = call(*RENDER[:-1], "--stems", "stems")
    assert (run.code, Path("stems/bed.wav").read_text("utf-8")) == (FAILED, "mine")
    assert "exists; name another folder, or --force" in run.err


def test_a_session_without_tones_still_has_its_signals() -> None:
    call(*RENDER, "--stems", "stems", "--tones", "off")
    heard = np.flatnonzero(np.abs(sound("stems/tones.wav")).max(axis=1) > 1e-5) / SAMPLE_RATE
    assert heard.min() < 4
    assert not ((heard > 9) & (heard < 27)).any()
    assert heard.max() > 28.5


def test_a_quiet_house_hears_the_same_softer() -> None:
    call(*RENDER)
    usual = sound("out.flac")
    call(*RENDER, "--loudness", "-22")
    assert loudness(usual) - loudness(sound("out.flac")) == pytest.approx(4.0, abs=0.1)
    assert call(*RENDER, "--loudness", "-3").code == USAGE


@pytest.mark.parametrize("bed", ["brass", "music/none.wav"])
def test_a_bed_that_is_not_there_is_told_before_a_word_is_spoken(bed: str) -> None:
    run = call(*RENDER, "--bed", bed)
    assert (run.code, run.out) == (FAILED, "")
    assert f"there is no bed '{bed}', and no such file" in run.err


def test_a_bed_may_be_tasted(monkeypatch: pytest.MonkeyPatch) -> None:
    tasted: list[float] = []

    def play(path: Path) -> None:
        tasted.append(len(sound(str(path))) / SAMPLE_RATE)
        tasted.append(loudness(sound(str(path))))

    monkeypatch.setattr("audioguide.cli.list.play_file", play)
    assert call("list", "beds", "--play", "ocean").code == DONE
    assert tasted == [20.0, pytest.approx(-22.0, abs=1.5)]
    assert call("list", "voices", "--play", "ocean").code == USAGE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
def test_a_player_may_complain_in_any_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    player = tmp_path / "player"
    player.write_bytes(b"#!/bin/sh\nprintf 'kein Ger\\344t\\n' >&2\nexit 1\n")
    player.chmod(0o755)
    monkeypatch.setattr("audioguide.cli.play_file.PLAYERS", [(str(player),)])
    run = call("list", "beds", "--play", "ocean")
    assert run.code == FAILED
    assert run.err == f"{player} could not play it: kein Ger\N{REPLACEMENT CHARACTER}t; save it with -o\n"


def test_a_plan_can_be_drawn() -> None:
    run = call("plan", "here/feather.yaml", "--length", "45s", "--voice", "hibari", "--svg", "plan.svg")
    assert (run.code, run.out) == (DONE, "plan.svg\n")
    assert ET.parse("plan.svg").getroot().tag.endswith("svg")  # noqa: S314 - our own
    again = call("plan", "here/feather.yaml", "--length", "45s", "--voice", "hibari", "--svg", "plan.svg")
    assert (again.code, "exists" in again.err) == (FAILED, True)


def test_a_sound_that_is_none_is_one_line_whatever_its_decoder_says(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notsound.mp3"
    file.write_bytes(b"\xff\xfb" + b"no sound at all " * 400)
    with pytest.raises(SoundError, match=r"cannot be read as sound|is too short"):
        open_bed(str(file), Pulse(tempo=60.0))
    assert capfd.readouterr().err == ""
