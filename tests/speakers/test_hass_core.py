"""A real Home Assistant with a real renderer behind it: our plug-in on it, and the script of docs/speakers.md in it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from fakes.docs import DOCS, blocks
from fakes.network import ADDRESS, Network
from fakes.noise import correlation
from fakes.nursery import LENGTH, Nursery, Row, make_session
from fakes.receivers import Receiver, gmediarender, running
from fakes.waiting import until, until_it

from audioguide.plugins import Sound
from audioguide.rendering.shelf import session_at
from audioguide.speakers.hass import Hass
from audioguide.units import SAMPLE_RATE, samples, seconds
from audioguide.web.feed import key_of
from audioguide.web.library import Library
from audioguide.web.server import Server

CORE = shutil.which(os.environ.get("HASS", "hass"))
EXAMPLE_URL = "http://10.0.0.5:8765/WORD/SESSION.mp3"
CLIENT = "http://audioguide/"
SETTINGS = """
homeassistant:
  name: House
api:
config:
onboarding:
ssdp:
automation: !include automations.yaml
script: !include scripts.yaml
"""
"""As Home Assistant begins a ``configuration.yaml``, with less in it."""
OWN = {
    "automations.yaml": "[{alias: Lights, triggers: [{trigger: time, at: '18:00:00'}], actions: []}]",
    "scripts.yaml": "{good_night: {sequence: []}}",
}
"""What the household has had there before."""
pytestmark = [
    pytest.mark.real,
    pytest.mark.xdist_group("core"),
    pytest.mark.skipif(not CORE, reason="no hass on PATH, none in HASS: NOTHING WAS TRIED ON A REAL HOME ASSISTANT"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """A core that runs, and a renderer that it knows as ``media_player.nursery``."""

    address: str
    token: str
    receiver: Receiver

    def ask(self, path: str, data: dict[str, str] | None = None) -> Any:
        answer = requests.request(
            "GET" if data is None else "POST",
            f"http://{self.address}:8123/api/{path}",
            json=data,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=60,
        )
        assert answer.ok, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    make_session(home)
    return home


@pytest.fixture(scope="module")
def sound(home: Path) -> Iterator[Sound]:
    made = session_at(home / "noise.mp3")
    assert made
    with Server(Library(lambda: [made.manifest]), host=ADDRESS) as server:
        url = f"{server.address}{key_of(made)}.mp3"
        yield Sound(path=made.path, url=url, title="Noise", media_type="audio/mpeg", length=made.length)


@pytest.fixture(scope="module")
def core(network: Network, home: Path, sound: Sound) -> Iterator[Core]:
    (block,) = blocks(DOCS / "speakers.md", "yml")
    for example, here in (("media_player.living_room", "media_player.nursery"), (EXAMPLE_URL, sound.url)):
        assert example in block
        block = block.replace(example, here)
    settings = home / "core"
    settings.mkdir()
    for name, text in {"configuration.yaml": SETTINGS + block, **OWN}.items():
        (settings / name).write_text(text, "utf-8")
    (settings / ".storage").mkdir()
    heard = home / "heard.pcm"
    with contextlib.ExitStack() as started:
        place, own = started.enter_context(network.port()), started.enter_context(network.port())
        started.enter_context(gmediarender(place, "d0", "Nursery", heard, "-p", "49494"))
        (settings / ".storage" / "core.config_entries").write_text(_entry(f"http://{place.address}:49494"), "utf-8")
        command = [*own.inside, "env", f"HOME={home}", str(CORE), "--skip-pip", "-c", str(settings)]
        started.enter_context(running(command))
        token = _onboarded(own.address)
        receiver = Receiver(name="Nursery", heard=heard, port=own)
        one = Core(address=own.address, token=token, receiver=receiver)
        until(
            lambda: any(
                (state["entity_id"], state["state"]) == ("media_player.nursery", "idle") for state in one.ask("states")
            )
        )
        yield one


def _entry(base: str) -> str:
    """Describe the renderer as Home Assistant keeps it once a user has added it."""
    url = f"{base}/description.xml"
    until(lambda: _answers(url))
    udn = re.findall("<UDN>(.*?)</UDN>", requests.get(url, timeout=10).text)[0]
    entry = {
        "entry_id": "nursery",
        "version": 1,
        "domain": "dlna_dmr",
        "title": "Nursery",
        "data": {"url": url, "device_id": udn, "type": "urn:schemas-upnp-org:device:MediaRenderer:1", "mac": None},
        "options": {"poll_availability": True},
        "pref_disable_new_entities": False,
        "pref_disable_polling": False,
        "source": "user",
        "unique_id": udn,
        "disabled_by": None,
    }
    document = {"version": 1, "minor_version": 1, "key": "core.config_entries", "data": {"entries": [entry]}}
    return json.dumps(document)


def _answers(url: str) -> bool:
    with contextlib.suppress(requests.RequestException):
        return requests.get(url, timeout=10).ok
    return False


def _onboarded(address: str) -> str:
    """Make a first user, and return an access token."""
    base = f"http://{address}:8123"
    user = {"client_id": CLIENT, "name": "Parent", "username": "parent", "password": "a-password", "language": "en"}
    end = time.monotonic() + 120
    while True:
        try:
            code = requests.post(f"{base}/api/onboarding/users", json=user, timeout=10).json()["auth_code"]
            break
        except (requests.RequestException, ValueError, KeyError):
            assert time.monotonic() < end
            time.sleep(0.5)
    grant = {"client_id": CLIENT, "grant_type": "authorization_code", "code": code}
    token: str = requests.post(f"{base}/auth/token", data=grant, timeout=10).json()["access_token"]
    return token


@pytest.fixture
def nursery(core: Core, home: Path, monkeypatch: pytest.MonkeyPatch) -> Nursery:
    monkeypatch.setenv("AUDIOGUIDE_HASS_TOKEN", core.token)
    monkeypatch.setenv("AUDIOGUIDE_HASS_URL", f"http://{core.address}:8123")
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(home))
    row = Row(start=lambda *_: contextlib.nullcontext(core.receiver))
    one = Nursery(kind="hass", row=row, receiver=core.receiver, home=home)
    one.registry.search(core.address)  # elsewhere the renderer is found by itself, and that is taken
    return one


@pytest.mark.usefixtures("nursery")
def test_it_plays_pauses_jumps_and_stops(core: Core, sound: Sound) -> None:
    (device,) = Hass.discover(1.0, core.address)
    assert (device.name, device.address) == ("Nursery", f"http://{core.address}:8123/media_player.nursery")
    with contextlib.closing(Hass(device)) as speaker:
        assert speaker.device == device
        speaker.set_volume(0.4)
        until(lambda: speaker.volume() == pytest.approx(0.4, abs=0.02))
        speaker.play(sound)
        until_it(speaker, lambda status: status.state == "playing" and 0.5 < seconds(status.position) < LENGTH)
        assert speaker.abilities == {"pause", "seek", "volume"}
        speaker.pause()
        until_it(speaker, lambda status: status.state == "paused")
        speaker.resume()
        until_it(speaker, lambda status: status.state == "playing")
        speaker.seek(samples(LENGTH / 2))
        until_it(speaker, lambda status: seconds(status.position) >= LENGTH / 2)
        speaker.stop()
        until_it(speaker, lambda status: status.state == "stopped")


def test_a_session_is_heard_quietly_and_the_volume_is_put_back(nursery: Nursery) -> None:
    with nursery.speaker() as speaker:
        speaker.set_volume(0.7)
        until(lambda: speaker.volume() == pytest.approx(0.7, abs=0.02))
    with nursery.playing("--host", nursery.receiver.port.address) as run:  # type: ignore[union-attr]
        assert nursery.volume == pytest.approx(0.25, abs=0.02)
        assert run.wait(60) == 0, nursery.said
    until(lambda: nursery.volume == pytest.approx(0.7, abs=0.02))
    fit, _ = correlation(nursery.heard()[2 * SAMPLE_RATE : (LENGTH - 2) * SAMPLE_RATE], nursery.ours())
    assert fit > 0.98


def test_the_script_of_the_docs_leaves_those_of_the_household(core: Core) -> None:
    known = {state["entity_id"] for state in core.ask("states")}
    assert {"script.good_night", "script.evening_massage"} <= known
    assert {"automation.lights", "automation.massage_at_seven"} <= known


@pytest.mark.parametrize(("before", "during"), [(0.7, 0.25), (0.1, 0.1)])
def test_the_script_of_the_docs_plays_it_at_a_quarter_at_most_and_puts_the_volume_back(
    before: float, during: float, core: Core, nursery: Nursery
) -> None:
    with nursery.speaker() as speaker:
        speaker.set_volume(before)
        until(lambda: speaker.volume() == pytest.approx(before, abs=0.02))
        os.truncate(nursery.receiver.heard, 0)
        core.ask("services/script/turn_on", {"entity_id": "script.evening_massage"})
        until_it(speaker, lambda status: status.state == "playing")
        assert speaker.volume() == pytest.approx(during, abs=0.02)
        until_it(speaker, lambda status: status.state == "stopped")
        until(lambda: speaker.volume() == pytest.approx(before, abs=0.02))
    fit, _ = correlation(nursery.heard()[2 * SAMPLE_RATE : (LENGTH - 2) * SAMPLE_RATE], nursery.ours())
    assert fit > 0.98
