"""The volume comes first: capped before the first sound, and put back after the last, whatever happens."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from fakes.playback import SOUND, playing
from fakes.speakers import NURSERY, OTHER, DumbSpeaker, FakeSpeaker, GoneSpeaker

from audioguide.errors import ShelfError, SpeakerError
from audioguide.player.volume import VolumeJournal, capped, restore
from audioguide.plugins import Device

JSON = json.dumps(asdict(NURSERY))


@pytest.fixture
def journal(tmp_path: Path) -> VolumeJournal:
    return VolumeJournal(tmp_path / "volumes.json")


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
    with pytest.raises(SpeakerError, match="does not lower its volume to 25 %"), capped(speaker, NURSERY, journal):
        pytest.fail("it would have played")


def test_what_cannot_be_put_back_is_not_forgotten(journal: VolumeJournal) -> None:
    journal.record(NURSERY, 0.6)
    restore(journal, lambda _: GoneSpeaker(volume=0.25))
    assert journal.read() == {NURSERY: 0.6}


def test_a_speaker_that_is_gone_for_good_need_not_be_tried_for_ever(
    journal: VolumeJournal, caplog: pytest.LogCaptureFixture
) -> None:
    def connect(_: object) -> FakeSpeaker:
        raise SpeakerError("'Nursery' does not answer")

    journal.record(NURSERY, 0.6)
    restore(journal, connect)
    assert journal.read() == {NURSERY: 0.6}
    told = "the volume of 'Nursery' was 60 % and cannot be put back: 'Nursery' does not answer"
    assert caplog.messages == [f"{told}; if it is gone for good, take it out of '{journal.file}'"]


def test_an_odd_speaker_keeps_none_of_the_others_from_being_put_back(
    journal: VolumeJournal, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kitchen = FakeSpeaker(device=OTHER, volume=0.25)

    def connect(device: Device) -> FakeSpeaker:
        if device == NURSERY:
            raise KeyError("volume")
        return kitchen

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for device in (NURSERY, OTHER):
        journal.record(device, 0.6)
    restore(journal, connect)
    assert (kitchen.level, journal.read()) == (0.6, {NURSERY: 0.6})
    told = (
        "the volume of 'Nursery' was 60 % and cannot be put back (KeyError: 'volume'); please report it with this file"
    )
    assert [message.partition(": /")[0] for message in caplog.messages] == [told]


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
