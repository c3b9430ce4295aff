"""How a session begins on a speaker, and how its volume is held."""

from __future__ import annotations

import threading
from dataclasses import replace
from queue import SimpleQueue

import pytest
from fakes.home import OneSpeaker
from fakes.playback import SOUND
from fakes.speakers import NURSERY, FakeSpeaker
from fakes.waiting import PATIENCE, until

from audioguide.errors import BusyError
from audioguide.player import turn
from audioguide.player.memory import SpeakerMemory
from audioguide.player.playback import Order
from audioguide.player.remote import RemoteControl, is_session_running, send
from audioguide.player.turn import session_volume, speaker_turn
from audioguide.player.volume_control import LoudestError


@pytest.fixture
def speaker() -> FakeSpeaker:
    return FakeSpeaker(volume=0.6)


@pytest.fixture
def memory(tmp_path_factory: pytest.TempPathFactory, speaker: FakeSpeaker) -> SpeakerMemory:
    folder = tmp_path_factory.mktemp("t")  # a short name, for a socket
    return replace(SpeakerMemory.in_folder(folder), registry=OneSpeaker(folder / "speakers.json", speaker))


def test_what_other_terminals_ask_for_comes_to_the_session(speaker: FakeSpeaker, memory: SpeakerMemory) -> None:
    commands: SimpleQueue[Order] = SimpleQueue()
    with speaker_turn(speaker, NURSERY, memory, commands) as replaced:
        assert replaced is None
        send(memory.folder, "pause")
    assert commands.get_nowait() == "pause"


def test_one_session_plays_at_a_time_in_a_household(speaker: FakeSpeaker, memory: SpeakerMemory) -> None:
    memory.journal.record(NURSERY, 0.8)
    with (
        RemoteControl(memory.folder, SimpleQueue()),
        pytest.raises(BusyError, match="another session is playing; end it with: audioguide stop"),
        speaker_turn(speaker, NURSERY, memory, SimpleQueue(), interrupt=True),
    ):
        pytest.fail("it would have played")
    assert speaker.told == []


def test_music_that_plays_is_not_replaced(speaker: FakeSpeaker, memory: SpeakerMemory) -> None:
    speaker.play(SOUND)
    with (
        pytest.raises(BusyError, match="'Nursery' is playing something already; end that first, or add --interrupt"),
        speaker_turn(speaker, NURSERY, memory, SimpleQueue()),
    ):
        pytest.fail("it would have played")
    with speaker_turn(speaker, NURSERY, memory, SimpleQueue(), interrupt=True) as replaced:
        assert (speaker.told, replaced) == ([("play", 0.6)], SOUND.url)


def test_music_that_loads_for_a_moment_is_not_replaced(
    speaker: FakeSpeaker, memory: SpeakerMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is between two tracks."""
    monkeypatch.setattr(turn, "_POLL_SECONDS", 0)
    speaker.play(SOUND)
    speaker.loads = (1, 4)
    with (
        pytest.raises(BusyError, match="'Nursery' is playing something already"),
        speaker_turn(speaker, NURSERY, memory, SimpleQueue()),
    ):
        pytest.fail("it would have played")


def test_a_speaker_that_loads_for_ever_is_free(
    speaker: FakeSpeaker, memory: SpeakerMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn, "_LOADING_SECONDS", 0)
    speaker.loads = (1, 3600)
    with speaker_turn(speaker, NURSERY, memory, SimpleQueue()):
        assert speaker.told == []


def test_what_a_crash_has_left_is_restored_before_a_session(speaker: FakeSpeaker, memory: SpeakerMemory) -> None:
    memory.journal.record(NURSERY, 0.8)
    with speaker_turn(speaker, NURSERY, memory, SimpleQueue()):
        assert (speaker.level, memory.journal.read()) == (0.8, {})


def test_a_session_that_begins_while_volumes_are_restored_waits(
    speaker: FakeSpeaker, memory: SpeakerMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another terminal searches, and a speaker that is off takes long; nothing plays that could be ended."""
    restoring, may_go_on, levels = threading.Event(), threading.Event(), list[float | None]()

    def reconnect(*_: object) -> FakeSpeaker:
        restoring.set()
        assert may_go_on.wait(PATIENCE)
        return speaker

    def begin() -> None:
        with speaker_turn(speaker, NURSERY, memory, SimpleQueue()):
            levels.append(speaker.level)

    monkeypatch.setattr(OneSpeaker, "reconnect", reconnect)
    memory.journal.record(NURSERY, 0.8)
    programs = [threading.Thread(target=one) for one in (memory.restore_volumes_unless_playing, begin)]
    programs[0].start()
    assert restoring.wait(PATIENCE)
    programs[1].start()
    until(lambda: is_session_running(memory.folder))
    assert levels == []
    may_go_on.set()
    for program in programs:
        program.join(PATIENCE)
    assert levels == [0.8]


@pytest.mark.parametrize(("keep", "afterwards"), [(False, 0.6), (True, 0.25)])
def test_a_session_has_its_volume_and_the_speaker_its_own_afterwards(
    speaker: FakeSpeaker, memory: SpeakerMemory, afterwards: float, *, keep: bool
) -> None:
    with session_volume(speaker, NURSERY, memory, 0.2, ceiling=0.25, keep=keep) as control:
        assert speaker.level == 0.2
        assert control.change(0.05) == 0.25
        with pytest.raises(LoudestError, match="volume 25 %; more only with --loudest"):
            control.change(0.05)
    assert speaker.level == afterwards
    assert memory.last_volumes.starting_level(NURSERY) == 0.25


def test_a_player_of_this_computer_is_not_put_back(speaker: FakeSpeaker, memory: SpeakerMemory) -> None:
    """It ends with the session, and has a volume of its own in the next."""
    here = replace(NURSERY, host="")
    with session_volume(speaker, here, memory, 0.2) as control:
        assert (speaker.level, memory.journal.read()) == (0.2, {})
        control.change(0.05)
        assert memory.journal.read() == {}
    assert speaker.told == [("volume", 0.2), ("volume", 0.25)]
