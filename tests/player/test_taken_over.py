"""Somebody else plays something on the speaker: it is left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fakes.playback import SOUND, playing
from fakes.speakers import NURSERY, FakeSpeaker, PolledSpeaker

from audioguide.errors import TakenOverError
from audioguide.player.volume import VolumeJournal, capped
from audioguide.plugins import Status
from audioguide.units import samples


@pytest.fixture
def journal(tmp_path: Path) -> VolumeJournal:
    return VolumeJournal(tmp_path / "volumes.json")


def test_what_somebody_else_plays_is_left_alone(journal: VolumeJournal) -> None:
    speaker = FakeSpeaker(volume=0.6)
    speaker.taken_at = 10
    with pytest.raises(TakenOverError) as caught, capped(speaker, NURSERY, journal):
        playing(speaker, {10: "next"}).run()
    assert str(caught.value) == (
        "'Nursery' plays something else by now: somebody has taken it over, so it is left alone; its volume was 60 %, "
        "and `audioguide speakers` puts it back once it is silent"
    )
    assert speaker.told == [("volume", 0.25), ("play", 0.25)]
    assert (speaker.state, journal.read()) == ("playing", {NURSERY: 0.6})


def test_the_volume_is_put_back_where_what_somebody_else_has_loaded_is_silent(journal: VolumeJournal) -> None:
    speaker = FakeSpeaker(volume=0.6)
    speaker.taken_at = speaker.stopped_at = 10
    with pytest.raises(TakenOverError, match=r"is left alone$"), capped(speaker, NURSERY, journal):
        playing(speaker).run()
    assert speaker.told == [("volume", 0.25), ("play", 0.25), ("volume", 0.6)]


def test_what_somebody_else_plays_before_our_sound_is_heard_is_left_alone() -> None:
    speaker = FakeSpeaker()
    speaker.stuck_at, speaker.taken_after = 0, 3
    with pytest.raises(TakenOverError):
        playing(speaker).run()
    assert speaker.told == [("play", 0.6)]


def test_a_speaker_that_is_silent_for_a_moment_before_something_else_plays_is_left_alone() -> None:
    speaker = FakeSpeaker()
    speaker.stopped_at, speaker.taken_after = 10, 13
    with pytest.raises(TakenOverError):
        playing(speaker).run()
    assert speaker.told == [("play", 0.6)]


def test_ctrl_c_does_not_stop_what_somebody_else_plays() -> None:
    speaker = FakeSpeaker()
    one = playing(speaker)

    def interrupt(*_: object) -> None:
        speaker.taken_at = 0
        raise KeyboardInterrupt

    one.on_status = interrupt
    with pytest.raises(TakenOverError):
        one.run()
    assert speaker.told == [("play", 0.6)]


def test_a_speaker_with_a_name_of_its_own_for_the_sound_is_not_taken_over() -> None:
    speaker = FakeSpeaker()
    one = playing(speaker)
    one.sound = replace(SOUND, url="")
    speaker.taken_at = 0
    one.run()
    assert speaker.told[-1] == "stop"


@pytest.mark.parametrize("calls_it", [None, "x-own:abc"])
def test_a_speaker_that_still_tells_of_what_played_before_is_taken_over_all_the_same(calls_it: str | None) -> None:
    before = Status(state="playing", position=samples(600), loaded="http://radio")
    speaker = PolledSpeaker(before, told_for=5, calls_it=calls_it)
    speaker.taken_at = 20
    with pytest.raises(TakenOverError):
        playing(speaker).run()
    assert speaker.told == [("play", 0.6)]
