"""`audioguide doctor --speaker`: each step up to the first that fails."""

from __future__ import annotations

import re
import urllib.request
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import pytest
from fakes.program import call
from fakes.speakers import NURSERY, FakeSpeaker

from audioguide.cli import DONE, FAILED, USAGE
from audioguide.errors import SpeakerError
from audioguide.player.registry import SpeakerRegistry
from audioguide.player.remote import RemoteControl
from audioguide.player.volume import VolumeJournal
from audioguide.plugins import Sound


class FetchingSpeaker(FakeSpeaker):
    """It fetches the sound, unless nothing lets it in."""

    def play(self, sound: Sound) -> None:
        super().play(sound)
        if self.deaf:
            msg = "'Nursery' cannot load the session: it does not reach this computer"
            raise SpeakerError(msg)
        with urllib.request.urlopen(sound.url) as response:  # noqa: S310 - our own server
            self.told.append((response.headers["Content-Type"], len(response.read()) == sound.path.stat().st_size))


@pytest.fixture
def speaker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FetchingSpeaker:
    speaker = FetchingSpeaker()
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path))
    monkeypatch.setattr("audioguide.web.playing.serving.address_towards", lambda _: "127.0.0.1")
    monkeypatch.setattr(SpeakerRegistry, "connect", lambda *_: (replace(NURSERY), speaker))
    return speaker


def rows(text: str) -> list[list[str]]:
    return [re.split(" {2,}", line.rstrip()) for line in text.splitlines()[1:]]


def test_each_step_is_told_and_the_volume_is_as_before(speaker: FetchingSpeaker) -> None:
    run = call("doctor", "--speaker", "Nursery")
    assert run.code == DONE
    told = rows(run.out)
    serves = told.pop(3)
    assert told == [
        ["ok", "found", "'Nursery', Fake One, by fake at 10.0.0.9"],
        ["ok", "answers", "play, pause, seek, volume"],
        ["ok", "volume", "60 %"],
        ["ok", "fetches", "it has fetched the silence from this computer"],
        ["ok", "plays silence", "its position went on, and it has stopped"],
    ]
    assert re.fullmatch(r"this computer, at http://127\.0\.0\.1:\d+", serves[2])
    assert speaker.told == [("volume", 0.25), ("play", 0.25), ("audio/mpeg", True), "stop", ("volume", 0.6), "close"]


def test_what_does_not_reach_this_computer_is_told_with_its_address(speaker: FetchingSpeaker) -> None:
    speaker.deaf = True
    run = call("doctor", "--speaker", "Nursery", "--address", "localhost")
    assert run.code == FAILED
    state, what, remark = rows(run.out)[-1]
    assert (state, what) == ("!!", "plays silence")
    assert re.match(r"'Nursery' cannot load the session: .* \(it was told http://localhost:\d+\)", remark)
    assert speaker.level == 0.6


def test_what_plays_already_is_left_alone(speaker: FetchingSpeaker) -> None:
    speaker.state = "playing"
    run = call("doctor", "--speaker", "Nursery")
    assert run.code == DONE
    remark = "not tried: 'Nursery' is playing something already, which is left alone"
    assert rows(run.out)[-1] == ["-", "plays silence", remark]
    assert speaker.told == ["close"]


def test_a_session_that_is_paused_on_it_is_left_alone(speaker: FetchingSpeaker, tmp_path: Path) -> None:
    speaker.state, speaker.level = "paused", 0.25
    VolumeJournal(tmp_path / "volumes.json").record(NURSERY, 0.6)
    with RemoteControl(tmp_path, SimpleQueue()):
        run = call("doctor", "--speaker", "Nursery")
    assert run.code == DONE
    assert rows(run.out)[-1] == ["-", "plays silence", "not tried: another session is playing, which is left alone"]
    assert speaker.told == ["close"]


def test_the_volume_that_a_crash_has_left_is_put_back(
    speaker: FetchingSpeaker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    journal = VolumeJournal(tmp_path / "volumes.json")
    journal.record(NURSERY, 0.8)
    speaker.level = 0.25
    monkeypatch.setattr(SpeakerRegistry, "reconnect", lambda *_: speaker)
    assert call("doctor", "--speaker", "Nursery").code == DONE
    assert (speaker.level, journal.read()) == (0.8, {})


def test_a_volume_set_by_hand_is_told(speaker: FetchingSpeaker) -> None:
    speaker.abilities = frozenset({"pause", "seek"})
    told = rows(call("doctor", "--speaker", "Nursery").out)
    assert told[2] == ["-", "volume", "neither read nor set: play with --volume-unknown-ok, and set it at the speaker"]


def test_one_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def connect(*_: object) -> None:
        msg = "there is no speaker 'Nursery' in this network; found: none at all"
        raise SpeakerError(msg)

    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path))
    monkeypatch.setattr(SpeakerRegistry, "connect", connect)
    run = call("doctor", "--speaker", "Nursery")
    assert run.code == FAILED
    assert rows(run.out) == [["!!", "found", "there is no speaker 'Nursery' in this network; found: none at all"]]


@pytest.mark.parametrize("option", [("--host", "10.0.1.5"), ("--port", "8770"), ("--address", "10.0.0.5")])
def test_what_is_for_a_speaker_alone_is_not_dropped(option: tuple[str, str]) -> None:
    run = call("doctor", *option)
    assert (run.code, run.out) == (USAGE, "")
    told = f"{option[0]} goes with --speaker; to find speakers at an address: audioguide speakers --host ADDRESS\n"
    assert told in run.err
