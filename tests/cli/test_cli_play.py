"""``play`` and what is asked of it from elsewhere, as a family meets them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from fakes.program import call
from fakes.sessions import put_session
from fakes.speakers import NURSERY, FakeSpeaker

from audioguide.cli import FAILED, INTERRUPTED, play
from audioguide.player.volume import VolumeJournal


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch) -> FakeSpeaker:
    """A speaker in place of this computer."""
    speaker = FakeSpeaker()
    speaker.pace, speaker.fetches = 12, False
    monkeypatch.setattr(play, "_connect", lambda *_: (NURSERY, speaker))
    monkeypatch.setattr(play, "connect_device", lambda _: speaker)
    monkeypatch.setattr(play, "address_towards", lambda _: "127.0.0.1")
    return speaker


@pytest.fixture(autouse=True)
def place(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session in ``everyday.mp3``, and a place to remember things."""
    folder = tmp_path_factory.mktemp("p")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(folder))
    put_session(folder / "everyday.mp3", b"sound")


def test_play_plays_a_session_with_the_volume_first(speaker: FakeSpeaker) -> None:
    run = call("play", "everyday.mp3")
    assert (run.code, run.out) == (0, "")
    assert run.err == "Everyday on Nursery, at most 25 %; space pauses, arrows skip, q ends\n"
    assert speaker.told == [("volume", 0.25), ("play", 0.25), "stop", ("volume", 0.6), "close"]


def test_the_volume_can_be_chosen(speaker: FakeSpeaker) -> None:
    call("play", "everyday.mp3", "--volume", "40")
    assert ("play", 0.4) in speaker.told


def test_ctrl_c_ends_it_well(speaker: FakeSpeaker, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(speaker, "status", interrupt)
    assert call("play", "everyday.mp3").code == INTERRUPTED
    assert speaker.told == [("volume", 0.25), ("play", 0.25), "stop", ("volume", 0.6), "close"]


def test_the_next_play_puts_back_what_a_crash_has_left(speaker: FakeSpeaker) -> None:
    journal = VolumeJournal(Path("volumes.json"))
    journal.record(NURSERY, 0.8)
    speaker.level = 0.25
    call("play", "everyday.mp3")
    assert speaker.level == 0.8
    assert journal.read() == {}


def test_what_is_neither_a_session_nor_a_routine_is_one_line(speaker: FakeSpeaker) -> None:
    run = call("play", "everday")
    assert (run.code, run.out) == (FAILED, "")
    assert "did you mean 'everyday'?" in run.err
    assert speaker.told == []


@pytest.mark.parametrize("verb", ["pause", "resume", "next", "back", "stop"])
def test_where_nothing_plays_nothing_can_be_asked(verb: str) -> None:
    run = call(verb)
    assert (run.code, run.err) == (FAILED, "nothing is playing; begin with: audioguide play everyday\n")


def test_without_a_player_it_tells_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    run = call("play", "everyday.mp3")
    assert run.code == FAILED
    assert run.err == (
        "nothing here can play a session; install mpv or VLC, or say: audioguide add record (Linux: and "
        "libportaudio2); or hear it on a phone: audioguide serve --lan\n"
    )


def test_a_session_that_is_not_there_has_no_line_number() -> None:
    run = call("play", "nothing.mp3")
    assert (run.code, run.err) == (FAILED, "there is no session 'nothing.mp3'; see 'audioguide list sessions'\n")
