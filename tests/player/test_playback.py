"""A session on a speaker: commands, and nothing believed that is not heard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.playback import playing
from fakes.speakers import NURSERY, FakeSpeaker, PolledSpeaker

from audioguide.errors import AudioguideError, SpeakerError
from audioguide.model.chapters import Chapter
from audioguide.player.playback import Order
from audioguide.plugins import Status
from audioguide.units import samples, seconds


def test_it_plays_to_the_end_and_leaves_silence() -> None:
    speaker = FakeSpeaker()
    playing(speaker).run()
    assert speaker.told == [("play", 0.6), "stop"]
    assert speaker.now >= 40


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ({5: "stop"}, []),
        ({5: "next"}, [("seek", 16.0)]),
        ({18: "back"}, [("seek", 0.0)]),
        ({20: "back"}, [("seek", 16.0)]),
        ({2: "back"}, [("seek", 0.0)]),
        ({20: "next"}, []),
        ({5: "resume"}, []),
        ({5: "louder"}, [("change", 0.05)]),
        ({5: "quieter"}, [("change", -0.05)]),
        ({5: samples(0)}, [("seek", 0.0)]),
        ({5: samples(30)}, [("seek", 30.0)]),
        ({5: samples(41)}, [("seek", 35.0)]),
    ],
)
def test_what_is_asked_is_done(script: dict[int, Order], told: list[object]) -> None:
    speaker = FakeSpeaker()
    one = playing(speaker, script)
    one.run()
    assert speaker.told == [("play", 0.6), *told, "stop"]


def test_a_command_that_the_speaker_refuses_is_told_and_the_session_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: FakeSpeaker, position: int) -> None:
        msg = f"'{self.device.name}' cannot go to {position / 44_100:.0f} s"
        raise SpeakerError(msg)

    monkeypatch.setattr(FakeSpeaker, "seek", refuse)
    speaker, refused = FakeSpeaker(), list[AudioguideError]()
    one = playing(speaker, {5: "next"})
    one.on_refused = refused.append
    one.run()
    assert [str(error) for error in refused] == ["'Nursery' cannot go to 16 s"]
    assert speaker.now >= 40


def test_it_may_be_paused_for_as_long_as_a_baby_needs() -> None:
    speaker = FakeSpeaker()
    one = playing(speaker)
    looks = 0

    def on_status(status: Status, _: Chapter) -> None:
        nonlocal looks
        looks += status.state == "paused"
        if (looks == 600 and status.state == "paused") or (looks == 0 and status.position == samples(5)):
            one.commands.put("toggle")

    one.on_status = on_status
    one.run()
    assert speaker.told == [("play", 0.6), "pause", "resume", "stop"]
    assert speaker.now > 600


def test_a_speaker_that_fetches_nothing_is_not_believed() -> None:
    speaker = FakeSpeaker()
    speaker.deaf = True
    with pytest.raises(SpeakerError) as caught:
        playing(speaker).run()
    assert str(caught.value) == (
        "'Nursery' does not fetch the session from this computer: it is in another network, or a firewall here stops "
        "it (it was told http://10.0.0.5:1234); let 10.0.0.9 in at 1234"
    )
    assert speaker.state == "stopped"


def test_who_fetches_behind_home_assistant_is_not_known() -> None:
    """The device has the address of Home Assistant."""
    speaker = FakeSpeaker()
    speaker.deaf = True
    one = playing(speaker)
    one.device = replace(NURSERY, speaker="hass")
    with pytest.raises(SpeakerError, match=r"; let any in at 1234$"):
        one.run()


def test_a_speaker_that_fetches_and_stays_silent_is_not_believed() -> None:
    speaker = FakeSpeaker()
    speaker.stuck_at = 0
    with pytest.raises(SpeakerError, match="it says that it plays, but its position does not move"):
        playing(speaker).run()


@pytest.mark.parametrize(
    ("what", "complaint"),
    [("stuck_at", "is stuck at 12s"), ("stopped_at", "stopped at 11s: somebody stopped it there")],
)
def test_a_speaker_that_ceases_is_told(what: str, complaint: str) -> None:
    speaker = FakeSpeaker()
    setattr(speaker, what, 12)
    with pytest.raises(SpeakerError, match=f"'Nursery' {complaint}.*it was told http://10.0.0.5:1234"):
        playing(speaker).run()
    assert speaker.told[-1] == "stop"


def test_a_speaker_that_does_not_answer_for_a_moment_plays_on() -> None:
    speaker = FakeSpeaker()
    speaker.away = (10, 17)
    playing(speaker, {20: "next"}).run()
    assert speaker.told == [("play", 0.6), "stop"]
    assert speaker.now > 40


def test_a_speaker_that_does_not_answer_any_more_is_told() -> None:
    speaker = FakeSpeaker()
    speaker.away = (10, 100)
    with pytest.raises(SpeakerError, match="does not answer"):
        playing(speaker).run()
    assert speaker.told[-1] == "stop"
    assert speaker.now < 25


def test_it_can_be_stopped_before_it_begins() -> None:
    speaker = FakeSpeaker()
    speaker.deaf = True
    one = playing(speaker)
    one.commands.put("stop")
    one.run()
    assert speaker.told == []


def test_it_can_be_stopped_before_the_first_sound() -> None:
    speaker = FakeSpeaker()
    speaker.deaf = True
    one = playing(speaker)

    def has_fetched() -> bool:
        one.commands.put("stop")
        return False

    one.has_fetched = has_fetched
    one.run()
    assert speaker.now < 5
    assert speaker.told == [("play", 0.6), "stop"]


def test_what_is_asked_before_the_first_sound_is_done_after_it() -> None:
    """A speaker tells its position in whole seconds: for one second it sounds, and nobody can know yet."""
    speaker = FakeSpeaker()
    speaker.pace = 0.2
    one = playing(speaker)
    commands: tuple[Order, ...] = ("pause", "resume", "next", samples(0))
    for command in commands:
        one.commands.put(command)
    one.run()
    assert speaker.told == [("play", 0.6), "pause", "resume", ("seek", 16.0), ("seek", 0.0), "stop"]


def test_a_speaker_that_is_given_the_file_is_not_said_to_miss_this_computer() -> None:
    for what, complaint in (
        ("stuck_at", "is stuck at 12s: it cannot play the rest"),
        ("stopped_at", "stopped at 11s: somebody stopped it there, or it cannot play the rest"),
    ):
        speaker = FakeSpeaker()
        speaker.fetches = False
        setattr(speaker, what, 12)
        with pytest.raises(SpeakerError) as caught:
            playing(speaker).run()
        assert str(caught.value) == f"'Nursery' {complaint}"


BEFORE = Status(state="paused", position=samples(600), loaded="http://radio")


@pytest.mark.parametrize("calls_it", [None, "x-own:abc"])
@pytest.mark.parametrize(
    "before",
    [
        BEFORE,
        replace(BEFORE, state="playing"),
        replace(BEFORE, position=samples(3)),
        replace(BEFORE, state="playing", position=samples(3)),
        replace(BEFORE, state="playing", position=samples(0)),
        replace(BEFORE, state="stopped", position=samples(0)),
        replace(BEFORE, loaded=None),
    ],
)
def test_what_a_speaker_still_tells_of_before_is_not_taken_for_the_session(
    before: Status, calls_it: str | None
) -> None:
    speaker, seen = PolledSpeaker(before, told_for=10, calls_it=calls_it), list[float]()
    one = playing(speaker)
    one.replaced = before.loaded if before.state == "playing" else None
    one.on_status = lambda status, _: seen.append(seconds(status.position))
    one.run()
    assert speaker.told == [("play", 0.6), "stop"]
    assert 12 <= seen[0] <= 13
    assert seen == list(range(int(seen[0]), 41))


def test_what_played_before_goes_on_and_is_not_believed() -> None:
    """It has fetched ours, and does not play it."""
    speaker = PolledSpeaker(replace(BEFORE, state="playing"), told_for=3600)
    one = playing(speaker)
    one.replaced = BEFORE.loaded
    with pytest.raises(SpeakerError, match=r"'Nursery' does not play \(it goes on with what it played before\)"):
        one.run()
    assert speaker.now < 15


def test_a_speaker_that_loads_once_more_before_it_stops_has_come_to_the_end() -> None:
    speaker = FakeSpeaker()
    speaker.loads, speaker.stopped_at = (38, 40), 38
    playing(speaker).run()
    assert speaker.told == [("play", 0.6), "stop"]


def test_while_a_speaker_loads_it_is_where_it_was() -> None:
    """What is asked then goes from there, and nobody is shown the beginning."""
    speaker, shown = FakeSpeaker(), list[tuple[float, str]]()
    speaker.loads = (21, 24)
    one = playing(speaker)

    def on_status(status: Status, chapter: Chapter) -> None:
        if status.state == "loading":
            shown.append((seconds(status.position), chapter.title))
            one.commands.put("back")

    one.on_status = on_status
    one.run()
    assert shown[0] == (20.0, "Goodbye")
    assert speaker.told[:2] == [("play", 0.6), ("seek", 16.0)]


def test_a_speaker_that_loads_for_ever_is_stuck_where_it_was() -> None:
    speaker = FakeSpeaker()
    speaker.loads = (13, 3600)
    with pytest.raises(SpeakerError, match="'Nursery' is stuck at 12s"):
        playing(speaker).run()
