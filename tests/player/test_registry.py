"""The speakers in the house: remembered, found again, called by name."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from fakes.program import call
from fakes.speakers import NURSERY, OTHER, Kind

from audioguide.errors import SpeakerError
from audioguide.player.registry import SpeakerRegistry
from audioguide.player.volume import VolumeJournal, restore
from audioguide.plugins import Device, Speaker

"""It has the address of the first."""


@pytest.mark.usefixtures("kind")
def test_what_was_found_is_remembered(registry: SpeakerRegistry) -> None:
    assert registry.remembered() == ()
    registry.search()
    assert registry.remembered() == (NURSERY,)


def test_one_that_is_known_is_not_searched_for(kind: Kind, registry: SpeakerRegistry) -> None:
    registry.search()
    device, _ = registry.connect(" nursery ")
    assert device == NURSERY
    assert len(kind.searches) == 1


def test_one_that_has_moved_is_found_again(kind: Kind, registry: SpeakerRegistry) -> None:
    registry.search()
    kind.there = [replace(NURSERY, address="fake://elsewhere", host="10.0.0.77")]
    device, _ = registry.connect("Nursery")
    assert device.address == "fake://elsewhere"
    assert registry.remembered() == (device,)


def test_another_speaker_that_has_its_address_now_is_not_taken_for_it(kind: Kind, registry: SpeakerRegistry) -> None:
    registry.search()
    moved = replace(NURSERY, address="fake://elsewhere", host="10.0.0.77")
    kind.there = [OTHER, moved]
    assert registry.connect("Nursery")[0] == moved
    kind.there = [OTHER]
    with pytest.raises(SpeakerError, match="there is no speaker 'Nursery' in this network; found: 'Kitchen'"):
        registry.connect("Nursery")


def test_one_that_was_renamed_is_not_taken_for_what_has_its_name_now(kind: Kind, registry: SpeakerRegistry) -> None:
    registry.search()
    here = replace(OTHER, name="Nursery", address="fake://here", host="10.0.0.8")
    kind.there = [replace(NURSERY, name="Kitchen"), here]
    assert registry.connect("Nursery")[0] == here


def test_one_that_does_not_say_who_it_is_is_searched_for(kind: Kind, registry: SpeakerRegistry) -> None:
    registry.search()
    kind.is_shy = True
    assert registry.connect("Nursery")[0] == NURSERY
    assert len(kind.searches) == 2


def test_two_of_one_name_are_refused_and_told_apart(kind: Kind, registry: SpeakerRegistry) -> None:
    two = replace(OTHER, name="nursery", address="fake://two", host="10.0.0.5")
    kind.there = [NURSERY, two]
    with pytest.raises(SpeakerError) as caught:
        registry.connect("Nursery")
    assert str(caught.value) == (
        "2 speakers are called 'Nursery': Nursery@10.0.0.9 (Fake One), nursery@10.0.0.5 (Fake Two); "
        "say which: --on 'Nursery@10.0.0.9'"
    )
    with pytest.raises(SpeakerError, match="2 speakers are called"):
        registry.connect("Nursery")  # they are remembered now
    assert registry.connect("Nursery@10.0.0.5")[0] == two
    assert registry.connect("10.0.0.9")[0] == NURSERY
    assert registry.connect("Nursery", host="10.0.0.5")[0] == two


def test_an_address_is_asked_that_no_search_reaches(kind: Kind, registry: SpeakerRegistry) -> None:
    assert registry.connect("10.0.0.9")[0] == NURSERY
    assert kind.searches == ["10.0.0.9"]
    with pytest.raises(SpeakerError, match=r"no speaker 'Kitchen@10.0.0.9' at 10.0.0.9; found: 'Nursery'"):
        registry.connect("Kitchen@10.0.0.9")


def test_a_host_may_be_named(kind: Kind, registry: SpeakerRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"nursery.local": ["10.0.0.9", "fe80::9"], "10.0.0.9": ["10.0.0.9"]}
    monkeypatch.setattr("audioguide.player.registry.addresses", lambda host: known.get(host, []))
    assert registry.search("nursery.local") == (NURSERY,)
    assert registry.connect("Nursery", host="nursery.local")[0] == NURSERY
    assert set(kind.searches) == {"10.0.0.9"}
    run = call("speakers", "--host", "kitchen.local")
    assert (run.code, run.err) == (
        1,
        "there is no 'kitchen.local' in this network; --host takes an address, such as 10.0.0.5\n",
    )


@pytest.mark.usefixtures("kind")
def test_a_host_filters_also_what_is_remembered(registry: SpeakerRegistry) -> None:
    registry.search()
    with pytest.raises(SpeakerError, match=r"there is no speaker 'Nursery' at 10.0.0.1; found: none at all"):
        registry.connect("Nursery", host="10.0.0.1")


def test_a_name_may_hold_an_at(kind: Kind, registry: SpeakerRegistry) -> None:
    kind.there = [named := replace(NURSERY, name="Nan@home")]
    assert registry.connect("nan@HOME")[0] == named


def test_the_volume_of_one_that_has_moved_is_put_back(kind: Kind, registry: SpeakerRegistry, tmp_path: Path) -> None:
    registry.search()
    journal = VolumeJournal(tmp_path / "volumes.json")
    journal.record(NURSERY, 0.6)
    kind.there = [OTHER, replace(NURSERY, address="fake://elsewhere", host="10.0.0.77")]
    reached: list[Speaker] = []

    def connect(device: Device) -> Speaker:
        reached.append(registry.reconnect(device))
        return reached[0]

    restore(journal, connect)
    assert [(speaker.device.identity, speaker.volume()) for speaker in reached] == [("uuid:1", 0.6)]
    assert journal.read() == {}


@pytest.mark.usefixtures("kind")
def test_an_unknown_name_is_told_with_those_that_there_are(registry: SpeakerRegistry) -> None:
    with pytest.raises(SpeakerError, match="'Kitchen' in this network; found: 'Nursery', 'this computer'; the speak"):
        registry.connect("Kitchen")


@pytest.mark.parametrize(
    "text", ["", "{", "[1]", "[" * 100_000, '[{"name": "Nursery"}]', json.dumps([{**asdict(NURSERY), "name": 5}])]
)
def test_a_torn_memory_is_none(registry: SpeakerRegistry, text: str) -> None:
    registry.file.write_text(text, "utf-8")
    assert registry.remembered() == ()
