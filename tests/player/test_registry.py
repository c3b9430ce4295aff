"""The speakers in the house: found, remembered, called by name."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from fakes.cast import cast
from fakes.network import private_network
from fakes.program import call
from fakes.receivers import dlna
from fakes.sonos import sonos
from fakes.speakers import NURSERY, FakeSpeaker

from audioguide import plugins
from audioguide.errors import PluginError, SpeakerError
from audioguide.player.registry import SpeakerRegistry
from audioguide.plugins import Device, Speaker

COMPUTER = Device(speaker="fake", name="this computer", address="here", host="", model="here")


class Kind:
    """A protocol whose speakers are a list."""

    def __init__(self) -> None:
        self.there: list[Device] = [COMPUTER, NURSERY]
        self.searches: list[str | None] = []

    def __call__(self, device: Device) -> Speaker:
        if device not in self.there:
            msg = f"'{device.name}' does not answer"
            raise SpeakerError(msg)
        return FakeSpeaker(volume=0.2)

    def discover(self, within: float, host: str | None = None) -> tuple[Device, ...]:
        assert within < 3
        self.searches.append(host)
        return tuple(self.there)


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kind:
    """One protocol that is installed, and one that misses its extra."""
    kind = Kind()

    def find(_: str, name: str) -> Kind:
        if name == "fake":
            return kind
        msg = f"the speaker '{name}' needs something"
        raise PluginError(msg)

    monkeypatch.setattr(plugins, "names", lambda _: ("absent", "fake"))
    monkeypatch.setattr(plugins, "find", find)
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path))
    return kind


@pytest.fixture
def registry(tmp_path: Path) -> SpeakerRegistry:
    return SpeakerRegistry(tmp_path / "speakers.json")


def test_speakers_come_first_and_this_computer_last(kind: Kind, registry: SpeakerRegistry) -> None:
    assert registry.search() == (NURSERY, COMPUTER)
    registry.search("10.0.0.9")
    assert kind.searches == [None, "10.0.0.9"]


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
    kind.there = [replace(NURSERY, address="fake://elsewhere")]
    device, _ = registry.connect("Nursery")
    assert device.address == "fake://elsewhere"


@pytest.mark.usefixtures("kind")
def test_an_unknown_name_is_told_with_those_that_there_are(registry: SpeakerRegistry) -> None:
    with pytest.raises(SpeakerError, match="'Kitchen' in this network; found: 'Nursery', 'this computer'; the speak"):
        registry.connect("Kitchen")


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"name": "Nursery"}]'])
def test_a_torn_memory_is_none(registry: SpeakerRegistry, text: str) -> None:
    registry.file.write_text(text, "utf-8")
    assert registry.remembered() == ()


def test_each_is_there_once_under_the_better_protocol(
    kind: Kind, registry: SpeakerRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def device(speaker: str, name: str, host: str) -> Device:
        return replace(NURSERY, speaker=speaker, name=name, host=host, address=f"{speaker}://{host}/{name}")

    monkeypatch.setattr(plugins, "names", lambda _: ("fake",))
    player, speaker = device("sonos", "Bedroom", "10.0.0.2"), device("cast", "Kitchen", "10.0.0.3")
    group = device("cast", "Everywhere", "10.0.0.3")
    two = device("dlna", "Renderer", "10.0.0.4"), device("airplay", "Shairport", "10.0.0.4")
    again = (
        device("dlna", "10.0.0.2 - Sonos One - RINCON_1", "10.0.0.2"),
        device("airplay", "Bedroom", "10.0.0.2"),
        device("dlna", "Kitchen", "10.0.0.3"),
    )
    kind.there = [*again, player, speaker, group, *two, COMPUTER, replace(COMPUTER, name="that computer")]
    registry.file.write_text(json.dumps([asdict(again[0])]), "utf-8")
    reported: list[Device] = []
    found = registry.search(on_found=reported.append)
    assert set(found) == {player, speaker, group, *two, COMPUTER, replace(COMPUTER, name="that computer")}
    assert set(reported) == set(kind.there)
    assert set(registry.remembered()) == {player, speaker, group, *two}


@pytest.mark.real
def test_all_kinds_are_found_side_by_side_in_three_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start-up and what each can do included. Of three times the best: this computer has other things to do."""
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path))
    receivers = {"Bedroom": ("sonos", sonos), "Kitchen": ("cast", cast), "Nursery": ("dlna", dlna)}
    lasted: list[float] = []
    with private_network() as network, contextlib.ExitStack() as started:
        for name, (_, start) in receivers.items():
            folder = tmp_path / name
            folder.mkdir()
            started.enter_context(start(network, name, folder / "heard.pcm"))
        end = time.monotonic() + 60
        while len(lasted) < 3:
            begun = time.monotonic()
            run = subprocess.run(
                [sys.executable, "-m", "audioguide", "speakers", "--json"], capture_output=True, text=True, check=True
            )
            found = {(one["name"], one["kind"]) for one in json.loads(run.stdout) if one["host"]}
            if found == {(name, kind) for name, (kind, _) in receivers.items()}:
                lasted.append(time.monotonic() - begun)
            assert time.monotonic() < end, run.stdout
    assert min(lasted) < 3, lasted


@pytest.mark.usefixtures("kind")
def test_the_verb_tells_what_each_can_do() -> None:
    run = call("speakers")
    assert (run.code, run.err) == (0, "the speaker 'absent' needs something\n")
    heads, first, last = run.out.splitlines()
    assert re.split(" {2,}", heads) == ["NAME", "KIND", "MODEL", "HOST", "CAN"]
    assert re.split(" {2,}", first) == ["Nursery", "fake", "Fake One", "10.0.0.9", "play, pause, seek, volume"]
    assert last.startswith("this computer  fake  here")
    assert [row["name"] for row in json.loads(call("speakers", "--json").out)] == ["Nursery", "this computer"]


def test_where_none_answers_it_tells_what_to_try(kind: Kind) -> None:
    kind.there = [COMPUTER]
    assert call("speakers").err.startswith("no speaker answers; in another network, give its address with --host\n")


def test_one_that_has_gone_in_between_says_so(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kind, "discover", lambda *_: (NURSERY,))
    kind.there = []
    assert call("speakers").out.rstrip().endswith("'Nursery' does not answer")
