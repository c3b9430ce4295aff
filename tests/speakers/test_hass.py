"""What Home Assistant tells of its players, read as it is meant; the rest is in contracts/test_speaker_contract.py."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import keyring
import pytest
from fakes.hass import AHEAD, ENTITY, TOKEN, Player, Rest
from zeroconf import ServiceInfo

from audioguide.errors import SpeakerError
from audioguide.plugins import Device
from audioguide.speakers.hass import Hass, rest, speaker
from audioguide.units import seconds

if TYPE_CHECKING:
    from fakes.cast import Deck


@pytest.fixture
def deck() -> SimpleNamespace:
    """What plays; here it is only looked at."""
    return SimpleNamespace(state="IDLE", level=0.6, position=0.0, duration=600.0, told=[])


@pytest.fixture
def address(deck: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("AUDIOGUIDE_HASS_TOKEN", TOKEN)

    class Answering(Rest):
        player, place = Player("Nursery", cast("Deck", deck)), "House"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base
            pass

    deck.player = Answering.player
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        monkeypatch.setattr(speaker, "PORT", server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def device(address: str) -> Device:
    found = Hass.discover(0.0, "127.0.0.1")
    assert [one.address for one in found] == [f"{address}/{ENTITY}"]
    return found[0]


@pytest.fixture
def nursery(device: Device) -> Iterator[Hass]:
    one = Hass(device)
    yield one
    one.close()


def test_only_what_is_there_and_can_play_an_address_is_found(device: Device) -> None:
    assert (device.name, device.host, device.identity) == ("Nursery", "127.0.0.1", f"House/{ENTITY}")


@pytest.mark.parametrize(
    ("announced", "own", "asked"),
    [
        ("10.0.0.5", "http://10.0.0.5:8123", "http://10.0.0.5:8123"),
        ("10.0.0.5", "", "http://10.0.0.5:8123"),
        ("10.0.0.5", "http://93.184.215.14:8123", "http://10.0.0.5:8123"),
        ("93.184.215.14", "http://93.184.215.14:8123", None),
    ],
)
def test_the_token_goes_to_an_address_of_the_house_alone(
    monkeypatch: pytest.MonkeyPatch, announced: str, own: str, asked: str | None
) -> None:
    info = ServiceInfo(
        "_home-assistant._tcp.local.",
        "Home._home-assistant._tcp.local.",
        addresses=[socket.inet_aton(announced)],
        port=8123,
        properties={"internal_url": own},
    )
    bases: list[str] = []

    def players(base: str) -> tuple[Device, ...]:
        bases.append(base)
        return ()

    monkeypatch.setenv("AUDIOGUIDE_HASS_TOKEN", TOKEN)
    monkeypatch.setattr(speaker, "browse", lambda *_: [info])
    monkeypatch.setattr(speaker, "_players", players)
    Hass.discover(0.0)
    assert bases == ([asked] if asked else [])


def test_the_time_since_the_last_position_is_added_by_the_clock_of_home_assistant(
    deck: SimpleNamespace, nursery: Hass, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {
        "entity_id": ENTITY,
        "state": "playing",
        "attributes": {
            "supported_features": 1 | 4,
            "media_content_id": "http://us",
            "media_position": 100.0,
            "media_duration": 600.0,
            "media_position_updated_at": datetime.fromtimestamp(time.time() + AHEAD - 20.0, UTC).isoformat(),
        },
    }
    monkeypatch.setattr(deck.player, "state", lambda: state)
    status = nursery.status()
    assert (status.state, status.loaded) == ("playing", "http://us")
    assert 117.0 < seconds(status.position) < 140.0  # its clock is 7 s wrong and tells whole seconds
    state["state"] = "paused"
    assert seconds(nursery.status().position) == 100.0
    state["state"] = "idle"
    assert (nursery.status().state, nursery.status().position) == ("stopped", 0)


def test_what_it_can_do_is_read_with_its_state(
    deck: SimpleNamespace, nursery: Hass, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert nursery.abilities == {"pause", "seek", "volume"}
    state = {"entity_id": ENTITY, "state": "playing", "attributes": {"supported_features": 4 | 512}}
    monkeypatch.setattr(deck.player, "state", lambda: state)
    nursery.status()
    assert nursery.abilities == {"volume"}
    with pytest.raises(SpeakerError, match=r"'Nursery' cannot do that \(pause\)"):
        nursery.pause()


def test_one_that_is_off_is_woken_for_its_volume(
    deck: SimpleNamespace, nursery: Hass, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {"entity_id": ENTITY, "state": "off", "attributes": {"supported_features": 128 | 512}}

    def do(service: str, _: object) -> None:
        assert service == "turn_on"
        state["attributes"]["volume_level"] = 0.35

    monkeypatch.setattr(deck.player, "state", lambda: state)
    monkeypatch.setattr(deck.player, "do", do)
    assert nursery.volume() == 0.35


def test_one_that_home_assistant_does_not_reach_is_told(
    deck: SimpleNamespace, nursery: Hass, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = {"entity_id": ENTITY, "state": "unavailable", "attributes": {}}
    monkeypatch.setattr(deck.player, "state", lambda: state)
    with pytest.raises(SpeakerError) as caught:
        nursery.status()
    assert str(caught.value) == (
        "'Nursery' is not reached by Home Assistant (media_player.nursery is unavailable); is it on?"
    )


def test_an_entity_that_is_gone_is_told(device: Device, address: str) -> None:
    object.__setattr__(device, "address", f"{address}/media_player.gone")
    with pytest.raises(SpeakerError) as caught:
        Hass(device)
    assert str(caught.value) == f"Home Assistant at {address} has no 'media_player.gone' any more"


def test_a_token_that_is_not_accepted_is_told_once_and_the_search_goes_on(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_HASS_TOKEN", "old")
    with caplog.at_level(logging.WARNING, "audioguide"):
        assert Hass.discover(0.0, "127.0.0.1") == ()
    (said,) = caplog.messages
    assert said.startswith(f"Home Assistant at {address} does not accept the token: make a long-lived token")
    assert "old" not in said.split()


def test_the_token_comes_from_the_keyring_too_and_without_one_nothing_is_asked(
    device: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AUDIOGUIDE_HASS_TOKEN")
    assert rest.token() == ""
    assert Hass.discover(0.0, "127.0.0.1") == ()
    with pytest.raises(
        SpeakerError, match=r"wants a token: make a long-lived token.* -m keyring set audioguide home-assistant$"
    ):
        Hass(device)
    monkeypatch.setattr(keyring, "get_password", lambda *of: TOKEN if of == ("audioguide", "home-assistant") else None)
    assert Hass.discover(0.0, "127.0.0.1") == (device,)
