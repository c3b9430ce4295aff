"""`audioguide again`: the same session with a change."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile
from fakes.program import call
from fakes.speakers import NURSERY, FakeSpeaker

import audioguide as ag
from audioguide.cli import DONE, FAILED, play
from audioguide.state.shell import command_line
from audioguide.web.playing import serving

ROUTINE = """\
version: 1
title: Feather
sections:
  - title: Back
    steps:
      - stroke: back_comb
  - title: Chest
    steps:
      - stroke: chest_open_book
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a routine, its session, and what was spoken for it."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "feather.yaml").write_text(ROUTINE, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("AUDIOGUIDE_CACHE", "cache")
        patch.setenv("AUDIOGUIDE_VOICE", "system")
        assert call("render", "feather.yaml", "--guidance", "tones", "--parts", "chest", "--length", "1m").code == DONE
    return folder


@pytest.fixture(autouse=True)
def place(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of it: its session may be harmed."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(made / "cache"))
    monkeypatch.setenv("AUDIOGUIDE_VOICE", "system")


def asked(path: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(Path(path).read_text("utf-8"))["asked"]
    return found


def test_what_was_asked_for_is_kept() -> None:
    kept = asked("output/feather-1m-tones.json")
    assert (kept["routine"], kept["guidance"], kept["parts"]) == ("feather.yaml", "tones", ["chest"])
    assert kept["length"] == 60 * 44_100


def test_only_the_change_changes() -> None:
    run = call("again", "feather-1m-tones", "--length", "70s")
    assert run.code == DONE
    assert "left out" not in run.err
    assert run.out.startswith("output")
    assert soundfile.info("output/feather-1m10s-tones.mp3").frames == 70 * 44_100
    before, after = asked("output/feather-1m-tones.json"), asked("output/feather-1m10s-tones.json")
    assert {name for name in before if before[name] != after[name]} == {"length"}
    chapters = json.loads(Path("output/feather-1m10s-tones.json").read_text("utf-8"))["chapters"]
    assert [chapter["title"] for chapter in chapters] == ["Chest"]


def test_without_a_change_it_is_the_session_itself() -> None:
    made = Path("output/feather-1m-tones.mp3").stat().st_mtime_ns
    run = call("again", "output/feather-1m-tones.mp3")
    assert run.out.startswith(str(Path("output/feather-1m-tones.mp3")))
    assert Path("output/feather-1m-tones.mp3").stat().st_mtime_ns == made


def test_a_name_of_ones_own_is_kept_where_nothing_changes() -> None:
    call("render", "feather.yaml", "--guidance", "tones", "-o", "mine.mp3")
    made = Path("mine.mp3").stat().st_mtime_ns
    assert call("again", "mine.mp3").out.startswith("mine.mp3  ")
    assert Path("mine.mp3").stat().st_mtime_ns == made
    assert not Path("feather-tones.mp3").exists()


def test_a_variable_does_not_change_what_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_GUIDANCE", "learn")
    assert call("again", "feather-1m-tones", "--first-side", "left").out.startswith(
        str(Path("output/feather-1m-tones"))
    )
    monkeypatch.setenv("AUDIOGUIDE_AGAIN_LENGTH", "65s")
    assert call("again", "feather-1m-tones").out.startswith(str(Path("output/feather-1m05s-tones.mp3")))


def test_it_stays_where_it_is_and_of_its_kind() -> None:
    Path("elsewhere").mkdir()
    call("render", "feather.yaml", "--guidance", "tones", "-o", "elsewhere/one.wav")
    assert call("again", "elsewhere/one.wav", "--length", "90s").code == DONE
    assert soundfile.info("elsewhere/feather-1m30s-tones.wav").frames == 90 * 44_100


def test_its_format_stays_whatever_its_name() -> None:
    call("render", "feather.yaml", "--guidance", "tones", "--length", "1m", "-o", "song", "--format", "flac")
    assert call("again", "song").out.startswith("song  ")
    for change in ("--fresh",), ("--length", "70s"):
        assert call("again", "song", *change).code == DONE
    assert [soundfile.info(name).format for name in ("song", "feather-1m10s-tones.flac")] == ["FLAC", "FLAC"]


def test_of_a_session_from_before_formats_were_kept_the_name_tells_it() -> None:
    call("render", "feather.yaml", "--guidance", "tones", "--length", "1m", "-o", "LOUD.MP3")
    manifest = Path("LOUD.MP3.json")
    document = json.loads(manifest.read_text("utf-8"))
    assert document.pop("format") == "mp3"
    manifest.write_text(json.dumps(document), "utf-8")
    assert call("again", "LOUD.MP3", "--length", "70s").out.startswith("feather-1m10s-tones.mp3  ")


def test_a_format_may_be_the_change() -> None:
    assert call("again", "feather-1m-tones", "--format", "flac").code == DONE
    assert soundfile.info("output/feather-1m-tones.flac").frames == 60 * 44_100


def test_its_folder_stays_where_the_format_changes_and_its_format_where_the_folder_does() -> None:
    for folder in ("here", "there"):
        Path(folder).mkdir()
    call("render", "feather.yaml", "--guidance", "tones", "--length", "1m", "-o", "here/one.wav")
    assert call("again", "here/one.wav", "--format", "flac").out.startswith(str(Path("here/feather-1m-tones.flac")))
    assert call("again", "here/one.wav", "-o", "there").out.startswith(str(Path("there/feather-1m-tones.wav")))
    assert call("again", "here/one.wav", "-o", "there/two.flac").out.startswith(str(Path("there/two.flac")))


def test_the_help_names_no_default_but_what_the_session_was_asked_for() -> None:
    told = " ".join(call("again", "--help").out.split())
    defaults = [line.split(". ")[0].rstrip(".") for line in told.split("Default: ")[1:]]
    assert len(defaults) > 8
    assert {default.rpartition(", or ")[2] for default in defaults} == {"as in SESSION", "one for each processor"}


def test_a_session_that_is_not_there_is_told() -> None:
    run = call("again", "nothing")
    assert (run.code, run.err) == (FAILED, "there is no session 'nothing'; see 'audioguide list sessions'\n")


def test_a_session_that_does_not_tell_is_told() -> None:
    path = Path("output/feather-1m-tones.json")
    document = json.loads(path.read_text("utf-8"))
    del document["asked"]
    path.write_text(json.dumps(document), "utf-8")
    assert "make it anew" in call("again", "feather-1m-tones").err


def test_a_damaged_session_is_made_again() -> None:
    path = Path("output/feather-1m-tones.mp3")
    sound = path.read_bytes()
    path.write_bytes(sound[:1000])
    assert call("list", "sessions").out == ""
    assert call("play", str(path)).err == f"'{path}' is damaged; make it again: audioguide again {path}\n"
    assert call("again", "feather-1m-tones").code == DONE
    assert path.read_bytes() == sound


def test_a_command_can_be_typed_whatever_the_name_of_its_session() -> None:
    call("render", "feather.yaml", "--guidance", "tones", "--length", "1m", "-o", "my song.mp3")
    typed = f"audioguide again {command_line(['my song.mp3'])}\n"
    assert f"add them to: {typed}" in call("play", "my song.mp3", "--length", "2m").err
    Path("my song.mp3").write_bytes(b"")
    assert call("play", "my song.mp3").err == f"'my song.mp3' is damaged; make it again: {typed}"


def by_python() -> str:
    session = ag.render("feather.yaml", guidance="tones", length="70s", voice="system", cache="cache")
    return str(session.path)


def by_play() -> str:
    speaker = FakeSpeaker()
    speaker.pace, speaker.fetches = 12, False
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOGUIDE_STATE", "state")
        patch.setattr(play, "_this_computer", lambda: (NURSERY, speaker))
        patch.setattr(serving, "address_towards", lambda _: "127.0.0.1")
        assert call("play", "feather.yaml", "--guidance", "names", "--length", "1m").code == DONE
    return "output/feather-1m-names.mp3"


@pytest.mark.parametrize("way", [by_python, by_play])
def test_every_way_to_a_session_leaves_what_was_asked_for(way: Callable[[], str]) -> None:
    path = way()
    made = Path(path).stat().st_mtime_ns
    run = call("again", path)
    assert run.code == DONE
    assert run.out.startswith(str(Path(path)))
    assert Path(path).stat().st_mtime_ns == made
    assert call("again", path, "--length", "80s").out.startswith(str(Path("output/feather-1m20s-")))
