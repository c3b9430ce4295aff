"""How a session begins on a speaker, and how its volume is held."""

from __future__ import annotations

from dataclasses import replace
from queue import SimpleQueue

import pytest
from fakes.home import OneSpeaker
from fakes.playback import SOUND
from fakes.speakers import NURSERY, FakeSpeaker

from audioguide.errors import BusyError
from audioguide.player.memory import SpeakerMemory
from audioguide.player.playback import Order
from audioguide.player.remote import RemoteControl, send
from audioguide.player.turn import session_volume, speaker_turn


@pytest.fixture
def speaker() -> FakeSpeaker:
    return FakeSpeaker(volume=0.6)


@pytest.fixture
def memory(tmp_path_factory: pytest.TempPathFactory, speaker: FakeSpeaker) -> SpeakerMemory:
    folder = tmp_path_factory.mktemp("t")  # a short name, for a socket
    return replace(SpeakerMemory.in_folder(folder), registry=OneSpeaker(folder / "speakers.json", speaker))


def test_what_other_terminals_ask_for_comes_to_the_session(speaker: FakeSpeaker, memory: SpeakerMemory) -> None:
    commands: SimpleQueue[Order] = SimpleQueue()
    with speaker_turn(speaker, NURSERY, memory, commands):
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
    with speaker_turn(speaker, NURSERY, memory, SimpleQueue(), interrupt=True):
        assert speaker.told == [("play", 0.6)]


def test_what_a_crash_has_left_is_restored_before_a_session(speaker: FakeSpeaker, memory: SpeakerMemory) -> None:
    memory.journal.record(NURSERY, 0.8)
    with speaker_turn(speaker, NURSERY, memory, SimpleQueue()):
        assert (speaker.level, memory.journal.read()) == (0.8, {})


@pytest.mark.parametrize(("keep", "afterwards"), [(False, 0.6), (True, 0.25)])
def test_a_session_has_its_volume_and_the_speaker_its_own_afterwards(
    speaker: FakeSpeaker, memory: SpeakerMemory, afterwards: float, *, keep: bool
) -> None:
    shown: list[str] = []
    with session_volume(speaker, NURSERY, memory, 0.2, ceiling=0.25, keep=keep, notify=shown.append) as control:
        assert speaker.level == 0.2
        control.change(0.05)
        control.change(0.05)
    assert shown == ["volume 25%", "volume 25%; more only with --loudest"]
    assert speaker.level == afterwards
    assert memory.remembered.starting_level(NURSERY) == 0.25
