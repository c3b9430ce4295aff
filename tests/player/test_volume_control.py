"""Louder and quieter while a session plays: 5 percent of the speaker's scale at a time, up to a ceiling."""

from __future__ import annotations

import contextlib
import errno
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.playback import playing
from fakes.speakers import NURSERY, DumbSpeaker, FakeSpeaker, GoneSpeaker

from audioguide.errors import AudioguideError, ShelfError, SpeakerError
from audioguide.player.volume import VolumeJournal, capped
from audioguide.player.volume_control import LoudestError, RememberedVolumes, VolumeControl


class Steered:
    """A speaker whose volume is steered, and what is remembered of it."""

    def __init__(self, speaker: FakeSpeaker, folder: Path, *, ceiling: float = 0.5) -> None:
        self.speaker = speaker
        self.journal = VolumeJournal(folder / "volumes.json")
        self.remembered = RememberedVolumes(folder / "loudness.json")
        self.control = VolumeControl(
            speaker=speaker,
            device=NURSERY,
            journal=self.journal,
            last_volumes=self.remembered,
            level=0.25,
            ceiling=ceiling,
        )


def test_it_gets_louder_by_5_percent_up_to_50_and_quieter_again(tmp_path: Path) -> None:
    steered = Steered(FakeSpeaker(volume=0.4), tmp_path)
    assert [steered.control.change(step) for step in (0.05, 0.05)] == pytest.approx([0.45, 0.5])
    with pytest.raises(LoudestError, match="volume 50 %; more only with --loudest"):
        steered.control.change(0.05)
    assert steered.control.change(-0.05) == pytest.approx(0.45)
    assert steered.speaker.level == 0.45


def test_it_does_not_get_quieter_than_silent_nor_back_from_what_was_set_by_hand(tmp_path: Path) -> None:
    steered = Steered(FakeSpeaker(volume=0.03), tmp_path)
    steered.control.change(-0.05)
    assert steered.speaker.level == 0.0
    steered.speaker.level = 0.8
    with pytest.raises(LoudestError, match="volume 80 %; more only with --loudest"):
        steered.control.change(0.05)
    assert steered.speaker.level == steered.control.level == 0.8
    steered.control.change(-0.05)
    assert steered.speaker.level == 0.75


@pytest.mark.parametrize("before", [0.1, 0.6])
def test_afterwards_the_volume_is_what_it_was(tmp_path: Path, before: float) -> None:
    steered = Steered(FakeSpeaker(volume=before), tmp_path)
    with capped(steered.speaker, NURSERY, steered.journal):
        steered.control.change(0.05)
        assert steered.speaker.level == pytest.approx(min(before, 0.25) + 0.05)
    assert steered.speaker.level == before
    assert steered.journal.read() == {}


@pytest.mark.parametrize("way_out", [None, KeyboardInterrupt, SpeakerError])
def test_where_it_is_kept_it_stays_as_it_was_set_last(tmp_path: Path, way_out: type[BaseException] | None) -> None:
    """A crash may follow at any moment: no later start makes it loud again beside a sleeping baby."""
    steered = Steered(FakeSpeaker(volume=0.7), tmp_path)
    steered.control.journal = None
    with (
        pytest.raises(way_out) if way_out else contextlib.nullcontext(),
        capped(steered.speaker, NURSERY, None),
    ):
        steered.control.change(-0.05)
        assert steered.journal.read() == {}
        if way_out:
            raise way_out
    assert steered.speaker.level == pytest.approx(0.2)
    assert steered.journal.read() == {}


def test_the_last_volume_is_remembered_for_each_speaker(tmp_path: Path) -> None:
    steered = Steered(FakeSpeaker(volume=0.25), tmp_path)
    assert steered.remembered.starting_level(NURSERY) == 0.25
    steered.control.change(0.05)
    steered.control.change(0.05)
    assert RememberedVolumes(tmp_path / "loudness.json").starting_level(NURSERY) == 0.35


def test_a_session_begins_where_the_last_one_was_left_but_not_beyond_its_ceiling(tmp_path: Path) -> None:
    remembered = RememberedVolumes(tmp_path / "loudness.json")
    assert (remembered.starting_level(NURSERY), remembered.starting_level(NURSERY, 0.1)) == (0.25, 0.1)
    remembered.record(NURSERY, 0.7)
    assert (remembered.starting_level(NURSERY), remembered.starting_level(NURSERY, 0.8)) == (0.5, 0.7)


def test_a_volume_that_can_only_be_set_counts_from_what_was_set(tmp_path: Path) -> None:
    steered = Steered(DumbSpeaker(volume=0.9), tmp_path)
    assert [steered.control.change(0.05), steered.control.change(0.05)] == pytest.approx([0.3, 0.35])
    assert steered.journal.read() == {}


def test_what_is_refused_is_not_remembered(tmp_path: Path) -> None:
    steered = Steered(GoneSpeaker(volume=0.25), tmp_path)
    with pytest.raises(SpeakerError, match=r"'Nursery' does not answer to 0.3"):
        steered.control.change(0.05)
    assert steered.control.level == 0.25
    steered.speaker.abilities = frozenset({"pause"})
    with pytest.raises(SpeakerError, match="'Nursery' has its volume set by hand"):
        steered.control.change(0.05)
    assert steered.remembered.starting_level(NURSERY) == 0.25


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"a": []}'])
def test_a_damaged_memory_is_none(tmp_path: Path, text: str) -> None:
    steered = Steered(FakeSpeaker(), tmp_path)
    steered.remembered.file.write_text(text, "utf-8")
    assert steered.remembered.starting_level(NURSERY) == 0.25


def test_volumes_that_cannot_be_read_for_a_moment_are_not_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError(errno.EIO, "Input/output error")

    remembered = RememberedVolumes(tmp_path / "loudness.json")
    remembered.record(NURSERY, 0.1)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", fail)
        with pytest.raises(ShelfError, match=r"cannot read '.*loudness.json': Input/output error"):
            remembered.record(replace(NURSERY, identity="uuid:2"), 0.3)
        assert remembered.starting_level(NURSERY) == 0.25
    assert remembered.starting_level(NURSERY) == 0.1


def test_where_nothing_can_be_remembered_the_volume_stays_and_the_session_goes_on(tmp_path: Path) -> None:
    steered, refused = Steered(FakeSpeaker(volume=0.25), tmp_path / "gone"), list[AudioguideError]()
    one = playing(steered.speaker, {5: "louder"})
    one.change_volume, one.on_refused = steered.control.change, refused.append
    one.run()
    why = f"cannot write '{tmp_path / 'gone' / 'volumes.json'}': No such file or directory"
    assert [str(error) for error in refused] == [why]
    assert steered.speaker.told == [("play", 0.25), "stop"]
