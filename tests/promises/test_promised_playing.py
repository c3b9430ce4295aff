"""What a household hears of a session on a speaker, in its clock's seconds and in percent of its volume."""

from __future__ import annotations

from pathlib import Path
from queue import Empty, SimpleQueue

import pytest
from fakes.playback import SOUND
from fakes.sessions import TIMELINE
from fakes.speakers import NURSERY, FakeSpeaker

from audioguide.errors import SpeakerError
from audioguide.player.playback import Command, Order, PlaybackController
from audioguide.player.volume import VolumeJournal, capped
from audioguide.plugins import Status

RATE = 44_100


class Sleepy(FakeSpeaker):
    """It sounds only after some seconds; it is looked at once a second."""

    def __init__(self, *, wakes_after: float) -> None:
        super().__init__()
        self.wakes_after = wakes_after

    def status(self) -> Status:
        self.fetched = self.now >= self.wakes_after
        return super().status()


def play(speaker: FakeSpeaker) -> None:
    """Forty seconds."""
    PlaybackController(
        speaker=speaker,
        device=NURSERY,
        sound=SOUND,
        chapters=TIMELINE.chapters,
        has_fetched=lambda: speaker.fetched,
        on_status=lambda *_: None,
        change_volume=lambda _: None,
        replaced=None,
        clock=speaker.clock,
        poll_seconds=0,
    ).run()


def test_a_silent_speaker_is_told_within_12_seconds() -> None:
    speaker = Sleepy(wakes_after=3600.0)
    with pytest.raises(SpeakerError, match="does not fetch"):
        play(speaker)
    assert 12.0 <= speaker.now <= 14.0  # a second between two looks, and one before it is stopped


def test_a_speaker_that_needs_10_seconds_to_wake_plays() -> None:
    speaker = Sleepy(wakes_after=10.0)
    play(speaker)
    assert speaker.now >= 50.0


def test_a_speaker_that_has_lost_the_network_is_told_8_seconds_after_its_last_sound() -> None:
    speaker = FakeSpeaker()
    speaker.stuck_at = 12.0
    with pytest.raises(SpeakerError, match="is stuck at 12s"):
        play(speaker)
    assert 12.0 + 8.0 <= speaker.now <= 12.0 + 8.0 + 2.0


def test_a_speaker_that_does_not_answer_for_7_seconds_plays_on() -> None:
    speaker = FakeSpeaker()
    speaker.away = (10.0, 17.0)
    play(speaker)
    assert speaker.told[-1] == "stop"


@pytest.mark.parametrize(("second", "is_over"), [(36.0, True), (34.0, False)])
def test_what_stops_in_the_last_5_seconds_has_ended(second: float, *, is_over: bool) -> None:
    speaker = FakeSpeaker()
    speaker.stopped_at = second
    if is_over:
        play(speaker)
    else:
        with pytest.raises(SpeakerError, match="stopped at 33s"):
            play(speaker)


def test_a_speaker_plays_at_25_percent_at_the_most_unless_asked_for_more(tmp_path: Path) -> None:
    speaker = FakeSpeaker(volume=0.6)
    with capped(speaker, NURSERY, VolumeJournal(tmp_path / "volumes.json")):
        play(speaker)
    assert ("play", 0.25) in speaker.told


def test_a_speaker_whose_volume_rounds_up_by_a_third_is_not_played(tmp_path: Path) -> None:
    speaker = FakeSpeaker(volume=1.0, steps=3)  # asked for 25 %, it takes 33 %
    with (
        pytest.raises(SpeakerError, match="does not lower its volume to 25 %"),
        capped(speaker, NURSERY, VolumeJournal(tmp_path / "volumes.json")),
    ):
        pytest.fail("it would have played")


class PatientQueue(SimpleQueue[Order]):
    """Nothing is asked; it notes for how many seconds somebody would have waited for that."""

    def __init__(self) -> None:
        self.waits: set[float | None] = set()

    def get(self, block: bool = True, timeout: float | None = None) -> Command:  # noqa: ARG002, FBT001, FBT002 - as its base
        self.waits.add(timeout)
        raise Empty


def test_the_speaker_is_looked_at_4_times_a_second() -> None:
    speaker, commands = FakeSpeaker(), PatientQueue()
    PlaybackController(
        speaker=speaker,
        device=NURSERY,
        sound=SOUND,
        chapters=TIMELINE.chapters,
        has_fetched=lambda: speaker.fetched,
        on_status=lambda *_: None,
        change_volume=lambda _: None,
        replaced=None,
        commands=commands,
        clock=speaker.clock,
    ).run()
    assert commands.waits == {0.25}
