"""What Home Assistant tells of its players, read as it is meant; the rest is in contracts/test_speaker_contract.py."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import ThreadingHTTPServer
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import keyring
import pytest
import requests
from fakes.hass import AHEAD, ENTITY, TOKEN, Player, Rest

from audioguide.errors import SpeakerError
from audioguide.plugins import Device
from audioguide.speakers.hass import Hass, rest
from audioguide.units import seconds

if TYPE_CHECKING:
    from fakes.cast import Deck


@pytest.fixture
def deck() -> SimpleNamespace:
    """What plays; here it is only looked at."""
    return SimpleNamespace(state="IDLE", level=0.6, position=0.0, duration=600.0, told=[])


@pytest.fixture
def address(deck: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    class Answering(Rest):
        player, place = Player("Nursery", cast("Deck", deck)), "House"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base
            pass

    deck.player = Answering.player
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("AUDIOGUIDE_HASS_TOKEN", TOKEN)
        monkeypatch.setenv("AUDIOGUIDE_HASS_URL", address)
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield address
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


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address that anything was sent to."""
    addresses: list[str] = []
    send = requests.Session.send

    def note(session: requests.Session, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        addresses.append(str(request.url))
        return send(session, request, **how)

    monkeypatch.setattr(requests.Session, "send", note)
    return addresses


def test_under_another_host_home_assistant_is_not_asked(address: str, asked: list[str]) -> None:
    assert Hass.discover(0.0, "127.0.0.2") == ()
    assert asked == []
    assert Hass.discover(0.0, "localhost") != ()
    assert {urlsplit(one).netloc for one in asked} == {urlsplit(address).netloc}


def test_the_token_goes_nowhere_until_its_user_has_told_where(
    device: Device, asked: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked.clear()
    monkeypatch.delenv("AUDIOGUIDE_HASS_URL")
    for host in (None, "127.0.0.1"):
        assert Hass.discover(0.0, host) == ()
    assert caplog.messages[0].startswith(
        "Home Assistant is not asked: the token is for one address alone; tell its address, such as "
        "http://10.0.0.5:8123: set AUDIOGUIDE_HASS_URL or: "
    )
    assert caplog.messages[0].endswith("-m keyring set audioguide home-assistant-url")
    with pytest.raises(SpeakerError, match=r"is behind Home Assistant at .*, for which there is no token; if it is"):
        Hass(device)
    assert asked == []


def test_a_speaker_that_was_remembered_elsewhere_is_not_sent_the_token(
    device: Device, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.clear()
    monkeypatch.setenv("AUDIOGUIDE_HASS_URL", "http://127.0.0.2:8123")
    with pytest.raises(SpeakerError, match="for which there is no token"):
        Hass(device)
    assert asked == []


@pytest.mark.parametrize("told", ["http://{}", "http://{}/", "{}"])
def test_its_address_comes_from_the_keyring_too(device: Device, monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    address = told.format(urlsplit(device.address).netloc)
    monkeypatch.delenv("AUDIOGUIDE_HASS_URL")
    kept = {("audioguide", "home-assistant-url"): address}
    monkeypatch.setattr(keyring, "get_password", lambda *of: kept.get(of))
    assert Hass.discover(0.0) == (device,)


@pytest.mark.parametrize("told", ["http://[", "http://127.0.0.1:1", "http://"])
def test_an_address_that_leads_nowhere_is_told(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, told: str
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_HASS_URL", told)
    assert Hass.discover(0.0) == ()
    assert caplog.messages == ["'Home Assistant' does not answer; is it on, and in this network?"]
    assert Hass.discover(0.0, urlsplit(address).hostname) == ()


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


def test_a_volume_that_it_hears_of_a_moment_later_is_waited_for(
    deck: SimpleNamespace, nursery: Hass, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {"entity_id": ENTITY, "state": "idle", "attributes": {"supported_features": 4 | 512}}
    levels = iter([0.7, 0.7, 0.7, 0.25, 0.25])

    def told() -> dict[str, Any]:
        return {**state, "attributes": {**state["attributes"], "volume_level": next(levels)}}

    monkeypatch.setattr(deck.player, "state", told)
    nursery.set_volume(0.25)
    assert nursery.volume() == 0.25


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
