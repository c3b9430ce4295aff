"""A session on a speaker: volume first, commands, and nothing believed that is not heard."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from fakes.sessions import TIMELINE
from fakes.speakers import NURSERY, DumbSpeaker, FakeSpeaker, GoneSpeaker

from audioguide.errors import ShelfError, SpeakerError, TakenOverError
from audioguide.model.chapters import Chapter
from audioguide.player.playback import Order, PlaybackController, refuse_busy
from audioguide.player.volume import VolumeJournal, capped, restore
from audioguide.plugins import Sound, Status
from audioguide.units import samples

SOUND = Sound(
    path=Path("everyday.mp3"),
    url="http://10.0.0.5:1234/token/abc.mp3",
    title="Everyday",
    media_type="audio/mpeg",
    length=TIMELINE.length,
)


JSON = json.dumps(asdict(NURSERY))


@pytest.fixture
def journal(tmp_path: Path) -> VolumeJournal:
    return VolumeJournal(tmp_path / "volumes.json")


def playing(speaker: FakeSpeaker, script: dict[int, Order] | None = None) -> PlaybackController:
    """A session of 40 s with chapters at 0 and 16 s; `script` says what is asked at which second."""
    script = dict(script or {})

    def on_status(status: Status, _: Chapter) -> None:
        due = [second for second in script if status.position >= samples(second)]
        for second in due:
            one.commands.put(script.pop(second))

    one = PlaybackController(
        speaker=speaker,
        device=NURSERY,
        sound=SOUND,
        chapters=TIMELINE.chapters,
        has_fetched=lambda: speaker.fetched,
        on_status=on_status,
        change_volume=lambda step: speaker.told.append(("change", step)),
        way_in=lambda port, host: f"let {host} in at {port}",
        clock=speaker.clock,
        poll_seconds=0,
    )
    return one


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
    speaker, refused = FakeSpeaker(), list[str]()
    one = playing(speaker, {5: "next"})
    one.notify = refused.append
    one.run()
    assert refused == ["'Nursery' cannot go to 16 s"]
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


def test_a_speaker_that_fetches_and_stays_silent_is_not_believed() -> None:
    speaker = FakeSpeaker()
    speaker.stuck_at = 0
    with pytest.raises(SpeakerError, match=r"'Nursery' does not play \(it is playing\)"):
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


def test_what_somebody_else_plays_is_left_alone(journal: VolumeJournal) -> None:
    speaker = FakeSpeaker(volume=0.6)
    speaker.taken_at = 10
    with pytest.raises(TakenOverError) as caught, capped(speaker, NURSERY, journal):
        playing(speaker, {10: "next"}).run()
    assert str(caught.value) == (
        "'Nursery' plays something else by now: somebody has taken it over, so it is left alone; its volume was 60%, "
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


def test_music_that_plays_is_not_replaced() -> None:
    speaker = FakeSpeaker()
    refuse_busy(speaker, NURSERY)
    speaker.play(SOUND)
    with pytest.raises(
        SpeakerError, match="'Nursery' is playing something already; end that first, or add --interrupt"
    ):
        refuse_busy(speaker, NURSERY)


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
    assert speaker.now < 5
    assert speaker.told == [("play", 0.6), "stop"]


def test_the_volume_is_capped_before_the_first_sound_and_put_back_after_the_last(journal: VolumeJournal) -> None:
    speaker = FakeSpeaker(volume=0.6)
    with capped(speaker, NURSERY, journal):
        assert journal.read() == {NURSERY: 0.6}
        playing(speaker).run()
    assert speaker.told == [("volume", 0.25), ("play", 0.25), "stop", ("volume", 0.6)]
    assert journal.read() == {}


def test_a_low_volume_is_left_as_it_is(journal: VolumeJournal) -> None:
    speaker = FakeSpeaker(volume=0.1)
    with capped(speaker, NURSERY, journal):
        playing(speaker).run()
    assert speaker.told == [("play", 0.1), "stop"]


def test_a_speaker_of_thirty_steps_does_as_it_is_told(journal: VolumeJournal) -> None:
    speaker = FakeSpeaker(volume=0.6, steps=30)
    with capped(speaker, NURSERY, journal):
        assert speaker.level == pytest.approx(8 / 30)


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


@pytest.mark.parametrize("way_out", [KeyboardInterrupt, SpeakerError, ZeroDivisionError])
def test_the_volume_is_put_back_whatever_happens(journal: VolumeJournal, way_out: type[BaseException]) -> None:
    speaker = FakeSpeaker(volume=0.6)
    with pytest.raises(way_out), capped(speaker, NURSERY, journal):
        raise way_out
    assert speaker.level == 0.6


def test_where_the_volume_can_be_neither_read_nor_set_nothing_is_played(journal: VolumeJournal) -> None:
    speaker = FakeSpeaker()
    speaker.abilities = frozenset({"pause", "seek"})
    with (
        pytest.raises(SpeakerError, match=r"nobody read or set its volume, so nothing.*--volume-unknown-ok"),
        capped(speaker, NURSERY, journal),
    ):
        pytest.fail("it would have played")
    with capped(speaker, NURSERY, journal, unknown_ok=True):
        assert speaker.told == []


def test_a_volume_that_can_only_be_set_is_set_before_the_first_sound_and_never_put_back(journal: VolumeJournal) -> None:
    speaker = DumbSpeaker(volume=0.6)
    with capped(speaker, NURSERY, journal, cap=0.2):
        assert journal.read() == {}
        playing(speaker).run()
    assert speaker.told == [("volume", 0.2), ("play", 0.2), "stop"]


def test_where_a_volume_that_can_only_be_set_is_not_set_nothing_is_played(journal: VolumeJournal) -> None:
    speaker = GoneSpeaker(volume=None)
    with pytest.raises(SpeakerError, match="does not answer"), capped(speaker, NURSERY, journal):
        pytest.fail("it would have played")


def test_where_the_volume_cannot_be_lowered_nothing_is_played(journal: VolumeJournal) -> None:
    speaker = FakeSpeaker(volume=0.6)
    speaker.stubborn = True
    with pytest.raises(SpeakerError, match="does not lower its volume to 25%"), capped(speaker, NURSERY, journal):
        pytest.fail("it would have played")


def test_what_cannot_be_put_back_is_not_forgotten(journal: VolumeJournal) -> None:
    journal.record(NURSERY, 0.6)
    restore(journal, lambda _: GoneSpeaker(volume=0.25))
    assert journal.read() == {NURSERY: 0.6}


def test_after_a_crash_the_next_command_puts_it_back(journal: VolumeJournal) -> None:
    journal.record(NURSERY, 0.6)
    speaker = FakeSpeaker(volume=0.25)
    restore(journal, lambda _: speaker)
    assert (speaker.level, journal.read()) == (0.6, {})


def test_nothing_gets_louder_while_it_sounds(journal: VolumeJournal) -> None:
    journal.record(NURSERY, 0.6)
    speaker = FakeSpeaker(volume=0.25)
    speaker.play(SOUND)
    restore(journal, lambda _: speaker)
    assert (speaker.level, journal.read()) == (0.25, {NURSERY: 0.6})


def test_the_first_record_counts(journal: VolumeJournal) -> None:
    """After a crash the speaker stands at our own cap."""
    journal.record(NURSERY, 0.6)
    speaker = FakeSpeaker(volume=0.25)
    with capped(speaker, NURSERY, journal, cap=0.2):
        assert speaker.level == 0.2
    assert speaker.level == 0.6


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1]", "[" * 100_000, '[{"device": {}, "volume": 1}]']
    + [f'[{{"device": {JSON}, "volume": {volume}}}]' for volume in ("NaN", "1e999", "true", '"0.5"')],
)
def test_a_damaged_journal_is_put_aside(journal: VolumeJournal, text: str) -> None:
    journal.file.write_text(text, "utf-8")
    assert journal.read() == {}
    assert journal.file.with_name("volumes.damaged.json").read_text("utf-8") == text
    journal.record(NURSERY, 0.6)
    assert journal.read() == {NURSERY: 0.6}


@pytest.mark.parametrize(("kept", "read"), [("7", 1.0), ("-0.5", 0.0), ("0.4", 0.4), ("1", 1.0)])
def test_no_kept_volume_is_beyond_the_scale(journal: VolumeJournal, kept: str, read: float) -> None:
    journal.file.write_text(f'[{{"device": {JSON}, "volume": {kept}}}]', "utf-8")
    assert journal.read() == {NURSERY: read}


def test_a_journal_that_cannot_be_read_now_stays(journal: VolumeJournal) -> None:
    journal.file.mkdir()
    with pytest.raises(ShelfError, match="cannot read"):
        journal.record(NURSERY, 0.6)
    assert journal.file.is_dir()
