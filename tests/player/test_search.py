"""The search for speakers: who is found, and what is told where a search fails or something is missing."""

from __future__ import annotations

import contextlib
import json
import logging
import re
import tempfile
import threading
import tomllib
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from fakes.cast import cast
from fakes.network import private_network
from fakes.program import call
from fakes.receivers import dlna
from fakes.sonos import sonos
from fakes.speakers import COMPUTER, NURSERY, OTHER, FakeSpeaker, Kind
from fakes.waiting import PATIENCE, until

from audioguide import plugins
from audioguide.errors import PluginError, SpeakerError
from audioguide.player.registry import ADDED_TOGETHER, SpeakerRegistry, lacks_speakers, missing_extras
from audioguide.plugins import Device, Speaker

ROOT = Path(__file__).parents[2]


def test_speakers_come_first_and_this_computer_last(kind: Kind, registry: SpeakerRegistry) -> None:
    assert registry.search() == (NURSERY, COMPUTER)
    assert registry.search("10.0.0.9") == (NURSERY,)
    assert kind.searches == [None, "10.0.0.9"]


def test_each_is_there_once_under_the_better_protocol(
    kind: Kind, registry: SpeakerRegistry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def device(speaker: str, name: str, host: str) -> Device:
        address = f"{speaker}://{host}/{name}"
        return replace(NURSERY, speaker=speaker, name=name, host=host, address=address, identity=address)

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
def test_all_kinds_are_found(tmp_path: Path) -> None:
    receivers = {"Bedroom": ("sonos", sonos), "Kitchen": ("cast", cast), "Nursery": ("dlna", dlna)}
    expected = {(name, kind) for name, (kind, _) in receivers.items()}
    registry = SpeakerRegistry(tmp_path / "speakers.json")
    with private_network() as network, contextlib.ExitStack() as started:
        for name, (_, start) in receivers.items():
            folder = tmp_path / name
            folder.mkdir()
            started.enter_context(start(network, name, folder / "heard.pcm"))
        until(lambda: {(one.name, one.speaker) for one in registry.search() if one.host} == expected)


def test_all_protocols_are_asked_at_once(registry: SpeakerRegistry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each listens for a while of its own: none goes on here before all of them listen."""
    names = ("cast", "dlna", "sonos")
    all_listen = threading.Barrier(len(names), timeout=PATIENCE)

    class Listening:
        def discover(self, within: float, host: str | None = None) -> tuple[Device, ...]:
            assert (within > 1, host) == (True, None)  # multicast DNS is asked again after a second
            all_listen.wait()
            return (NURSERY,)

    monkeypatch.setattr(plugins, "names", lambda _: names)
    monkeypatch.setattr(plugins, "find", lambda *_: Listening())
    assert [one.name for one in registry.search()] == 3 * ["Nursery"]


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


@pytest.mark.parametrize(
    ("missing", "told", "lacks"),
    [
        ((), "", False),
        (("hass",), "hass needs keyring", False),
        (("cast",), "cast needs keyring", True),
        (
            ("airplay", "cast", "dlna", "hass", "sonos"),
            "airplay, cast, dlna and sonos speakers need one more install: audioguide add speakers; hass needs keyring",
            True,
        ),
    ],
)
def test_what_one_install_adds_is_told_as_one(
    missing: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch, *, lacks: bool
) -> None:
    def find(_: str, name: str) -> None:
        if name in missing:
            msg = f"{name} needs keyring"
            raise PluginError(msg)

    monkeypatch.setattr(plugins, "names", lambda _: ("airplay", "cast", "dlna", "hass", "local", "sonos"))
    monkeypatch.setattr(plugins, "find", find)
    assert missing_extras() == told
    assert lacks_speakers() == lacks


def test_what_is_told_as_one_install_is_the_extra_of_that_name() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert extras["speakers"] == [f"audioguide[{','.join(ADDED_TOGETHER)}]"]


def test_one_that_has_gone_in_between_says_so(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kind, "discover", lambda *_: (NURSERY,))
    kind.there = []
    assert call("speakers").out.rstrip().endswith("'Nursery' does not answer")


def test_an_odd_one_keeps_none_of_the_others_from_being_listed(
    kind: Kind, monkeypatch: pytest.MonkeyPatch, *, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    def connect(_: Kind, device: Device) -> Speaker:
        if device == NURSERY:
            raise KeyError("volume")
        return FakeSpeaker(device=device)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(Kind, "__call__", connect)
    kind.there = [NURSERY, OTHER]
    run = call("speakers", "--json")
    assert run.code == 0
    assert {row["name"]: row["can"] for row in json.loads(run.out)} == {
        "Kitchen": "play, pause, seek, volume",
        "Nursery": "?",
    }
    (report,) = tmp_path.glob("audioguide-bug-*.txt")
    why = "'Nursery' cannot be asked what it can do (KeyError: 'volume')"
    assert caplog.messages == [f"{why}; please report it with this file: {report}"]
    assert "in connect" in report.read_text("utf-8")


@pytest.mark.parametrize(
    ("error", "why", "is_bug"),
    [
        (KeyError(1.5, None), "KeyError: (1.5, None)", True),
        (OSError(19, "No such device"), "OSError: [Errno 19] No such device", False),
        (SpeakerError("nobody answers"), "SpeakerError: nobody answers", False),
    ],
)
def test_a_search_that_fails_keeps_none_of_the_others_from_being_found(
    kind: Kind,
    registry: SpeakerRegistry,
    monkeypatch: pytest.MonkeyPatch,
    *,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    error: Exception,
    why: str,
    is_bug: bool,
) -> None:
    class Odd:
        def discover(self, *_: object) -> tuple[Device, ...]:
            raise error

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(plugins, "names", lambda _: ("odd", "fake"))
    monkeypatch.setattr(plugins, "find", lambda _, name: Odd() if name == "odd" else kind)
    assert [one.name for one in registry.search()] == ["Nursery", "this computer"]
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    reports = [*tmp_path.glob("audioguide-bug-*.txt")]
    report = "".join(f"; please report it with this file: {file}" for file in reports)
    assert [record.getMessage() for record in told] == [f"the search for odd speakers failed ({why}){report}"]
    assert told[0].exc_info is None  # no traceback on the terminal
    assert ["in discover" in file.read_text("utf-8") for file in reports] == [True] * is_bug
