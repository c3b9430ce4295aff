"""``play`` and what is asked of it from elsewhere, as a family meets them."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace

import click
import pytest
from fakes.ports import free_port
from fakes.program import call
from fakes.sessions import put_session
from fakes.speakers import NURSERY, FakeSpeaker

from audioguide.cli import FAILED, INTERRUPTED, USAGE, play
from audioguide.model.chapters import Chapter
from audioguide.player.playback import Order
from audioguide.player.registry import SpeakerRegistry
from audioguide.player.remote import RemoteControl
from audioguide.player.volume import VolumeJournal
from audioguide.player.volume_control import RememberedVolumes
from audioguide.plugins import Sound, Status
from audioguide.rendering.shelf import session_at
from audioguide.units import samples


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch) -> FakeSpeaker:
    """A speaker in place of this computer."""
    speaker = FakeSpeaker()
    speaker.pace, speaker.fetches = 12, False
    monkeypatch.setattr(play, "_this_computer", lambda: (NURSERY, speaker))
    monkeypatch.setattr(SpeakerRegistry, "reconnect", lambda *_: speaker)
    monkeypatch.setattr("audioguide.web.playing.serving.address_towards", lambda _: "127.0.0.1")
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
    assert run.err == "Everyday on Nursery, at most 25 %; space pauses, arrows skip, + and - set the volume, q ends\n"
    assert speaker.told == [("volume", 0.25), ("play", 0.25), "stop", ("volume", 0.6), "close"]


def test_a_routine_is_no_session_of_the_same_name(speaker: FakeSpeaker) -> None:
    Path("everyday.yaml").write_text("version: 1\ntitle: Everyday\nsections: []\n", "utf-8")
    run = call("play", "everyday.yaml")
    assert run.code == FAILED
    assert run.err.startswith("everyday.yaml:3: sections is an empty list")
    assert speaker.told == []


def test_the_volume_can_be_kept_beside_a_sleeping_baby(speaker: FakeSpeaker) -> None:
    assert call("play", "everyday.mp3", "--keep-volume").code == 0
    assert speaker.told == [("volume", 0.25), ("play", 0.25), "stop", "close"]


def test_the_volume_can_be_chosen(speaker: FakeSpeaker) -> None:
    call("play", "everyday.mp3", "--volume", "40")
    assert ("play", 0.4) in speaker.told


def test_it_begins_as_loud_as_it_was_left(speaker: FakeSpeaker) -> None:
    RememberedVolumes(Path("loudness.json")).record(NURSERY, 0.35)
    run = call("play", "everyday.mp3")
    assert "at most 35 %" in run.err
    assert ("play", 0.35) in speaker.told


def test_what_was_left_loud_is_no_louder_than_asked_for(speaker: FakeSpeaker) -> None:
    RememberedVolumes(Path("loudness.json")).record(NURSERY, 0.55)
    call("play", "everyday.mp3")
    call("play", "everyday.mp3", "--loudest", "30")
    call("play", "everyday.mp3", "--volume", "10")
    assert [told for told in speaker.told if isinstance(told, tuple) and told[0] == "play"] == [
        ("play", 0.5),
        ("play", 0.3),
        ("play", 0.1),
    ]


def test_a_ceiling_below_the_volume_is_one_line(speaker: FakeSpeaker) -> None:
    run = call("play", "everyday.mp3", "--volume", "60", "--loudest", "40")
    assert (run.code, run.err) == (USAGE, "loudest: 40 is not possible; with --volume 60 it is at least 60\n")
    assert speaker.told == []


def test_where_a_speaker_is_is_asked_with_the_speaker(speaker: FakeSpeaker, monkeypatch: pytest.MonkeyPatch) -> None:
    for option, value in (("--host", "10.0.1.5"), ("--port", "8001"), ("--address", "10.0.0.2")):
        run = call("play", "everyday.mp3", option, value)
        assert run.code == USAGE
        assert f"{option} goes with --on; name the speaker, too: by its name, or by its address alone\n" in run.err
    assert speaker.told == []
    monkeypatch.setenv("AUDIOGUIDE_HOST", "10.0.1.5")  # for other calls
    assert call("play", "everyday.mp3").code == 0


def test_music_that_plays_already_is_replaced_only_when_asked_for(speaker: FakeSpeaker) -> None:
    speaker.state = "playing"
    speaker.length = samples(1000)
    run = call("play", "everyday.mp3")
    assert run.code == FAILED
    assert run.err == "'Nursery' is playing something already; end that first, or add --interrupt\n"
    assert speaker.told == ["close"]
    assert call("play", "everyday.mp3", "--interrupt").code == 0


def test_too_quiet_is_told_what_to_press_for_half_a_minute(
    speaker: FakeSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(sys, "stderr", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(click, "echo", lambda text="", **_: shown.append(text.strip()))
    line = play._StatusLine(samples(600))  # noqa: SLF001 - it needs a terminal
    chapter = Chapter(start=samples(0), end=samples(600), title="Legs")
    for second in (10, 31):
        line(Status(state="playing", position=samples(second)), chapter)
    line.note("volume 30 %")
    line(Status(state="playing", position=samples(12)), chapter)
    assert shown == [
        "Legs, 9m50s left; too quiet? press +",
        "Legs, 9m29s left",
        "Legs, 9m48s left; volume 30 %",
    ]
    assert speaker.told == []


def test_what_the_network_says_moves_no_cursor_and_stays_on_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(sys, "stderr", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(click, "echo", lambda text="", **_: shown.append(text.removeprefix("\r")))
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((60, 24)))
    line = play._StatusLine(samples(600))  # noqa: SLF001 - it needs a terminal
    line.note("'\x1b[2JDen\n\tNursery' has its volume set by hand")
    line(Status(state="playing", position=samples(12)), Chapter(start=samples(0), end=samples(600), title="Legs"))
    assert shown == [r"Legs, 9m48s left; '\x1b[2JDen  Nursery' has its volume set…"]
    assert len(shown[0]) == 59


def test_a_speaker_is_told_the_address_and_the_port_that_were_chosen(
    speaker: FakeSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    urls: list[str] = []
    played = speaker.play

    def play_it(sound: Sound) -> None:
        urls.append(sound.url)
        played(sound)

    monkeypatch.setattr(speaker, "play", play_it)
    monkeypatch.setattr(SpeakerRegistry, "connect", lambda *_: (NURSERY, speaker))
    with free_port() as port:
        run = call("play", "everyday.mp3", "--on", "Nursery", "--port", str(port), "--address", "localhost")
    assert run.code == 0
    assert urls[0].startswith(f"http://localhost:{port}/")


def test_ctrl_c_ends_it_well(speaker: FakeSpeaker, monkeypatch: pytest.MonkeyPatch) -> None:
    status = speaker.status

    def interrupt() -> Status:
        if speaker.told:
            raise KeyboardInterrupt
        return status()

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


@pytest.mark.parametrize("verb", ["pause", "resume", "next", "back", "louder", "quieter", "stop"])
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


@pytest.mark.usefixtures("speaker")
def test_choices_are_for_a_routine_and_never_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("output").mkdir()
    put_session(Path("output") / "everyday.mp3", b"another sound")
    asked = []

    def made(routine: str, choices: dict[str, object]) -> object:
        asked.append((routine, choices["guidance"]))
        return session_at(Path("everyday.mp3"))

    monkeypatch.setattr(play, "_session_of", made)
    assert call("play", "everyday").code == 0
    assert asked == []
    assert call("play", "everyday", "--guidance", "tones").code == 0
    assert asked == [("everyday", "tones")]
    run = call("play", "everyday.mp3", "--guidance", "tones")
    assert run.code == USAGE
    told = "'everyday.mp3' is made, and keeps its choices; to make another with those, add them to: audioguide again"
    assert f"{told} everyday.mp3\n" in run.err


def test_a_search_while_a_session_begins_leaves_its_volume_down(speaker: FakeSpeaker) -> None:
    VolumeJournal(Path("volumes.json")).record(NURSERY, 0.6)
    speaker.level = 0.25
    with RemoteControl(Path(), SimpleQueue()):
        call("speakers")
        assert speaker.level == 0.25
    call("speakers")
    assert speaker.level == 0.6


def test_what_becomes_of_louder_is_told_in_a_whole_sentence(
    speaker: FakeSpeaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes: list[str] = []

    def press(commands: SimpleQueue[Order]) -> contextlib.AbstractContextManager[None]:
        commands.put("louder")
        return contextlib.nullcontext()

    monkeypatch.setattr(play, "key_commands", press)
    monkeypatch.setattr(play._StatusLine, "note", lambda _, text: notes.append(text))  # noqa: SLF001 - it needs a terminal
    call("play", "everyday.mp3")
    speaker.abilities = frozenset({"pause", "seek"})
    call("play", "everyday.mp3", "--volume-unknown-ok")
    assert notes == ["volume 30 %", "'Nursery' has its volume set by hand"]
