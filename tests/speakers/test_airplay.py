"""What is peculiar to AirPlay, on a real receiver in a private network; the rest is in the suite for every speaker."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fakes.airplay import airplay
from fakes.waiting import until

from audioguide.errors import SpeakerError
from audioguide.plugins import Device
from audioguide.speakers.airplay import Airplay, raop

if TYPE_CHECKING:
    from fakes.network import Network


@pytest.mark.real
def test_one_that_wants_a_password_is_found_and_says_so(
    network: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path))
    with airplay(network, "Grandma's Räume", tmp_path / "heard.pcm", 'password = "secret";'):
        found = until(lambda: Airplay.discover(1))
        assert [(one.name, one.model) for one in found] == [("Grandma's Räume", "ShairportSync")]
        with pytest.raises(SpeakerError, match="'Grandma's Räume' wants a password, a code or an account"):
            Airplay(found[0])
        command = [sys.executable, "-m", "audioguide", "speakers", "--json"]
        listed = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        assert [one["can"] for one in listed if one["kind"] == "airplay"] == [
            (
                "'Grandma's Räume' wants a password, a code or an account, which audioguide cannot give; let everyone "
                "in this network play on it (Apple's: in the Home app; others: in their own settings)"
            )
        ]


@pytest.mark.real
@pytest.mark.usefixtures("network")
@pytest.mark.parametrize("host", ["10.98.0.77", "fe80::1", "nursery.local"])
def test_one_that_is_not_there_is_one_line(host: str) -> None:
    assert Airplay.discover(1, host) == ()
    device = Device(speaker="airplay", name="Nursery", address="00", host=host, model="ShairportSync")
    with pytest.raises(SpeakerError, match=r"'Nursery' does not answer.*; is it on, and in this network\?"):
        Airplay(device)


class Insides:
    """What pyatv keeps to itself, as far as it is used: it remembers what goes over its line, and how it ended."""

    def __init__(self, rate: int = 44_100) -> None:
        self.told: list[object] = []
        self.sample_rate, self.channels, self.bytes_per_channel = rate, 2, 2
        self.volume, self.properties, self.credentials = 25.0, {"ft": "0x0"}, None
        self.stream = self.playback_manager = self.core = self.service = self.rtsp = self.audio = self

    def get(self, _: object) -> Insides:
        return self

    async def setup(self, _: object) -> tuple[Insides, Insides]:
        return self, self

    async def exchange(self, method: str, body: object = None) -> None:
        self.told.append((method, body))

    async def initialize(self, _: object) -> None:
        await self.rtsp.exchange("OPTIONS")
        await self.rtsp.exchange("ANNOUNCE", body=OFFER)

    async def send_audio(self, _: object, described: Any, volume: float) -> None:
        self.told.append((described.title, volume))

    async def teardown(self) -> None:
        self.told.append("teardown")


OFFER = "m=audio 0 RTP/AVP 96\r\na=rtpmap:96 L16/44100/2\r\na=fmtp:96 352 0 16 40 10 14 2 255 0 0 44100\r\n"


@pytest.mark.parametrize(("model", "left_out"), [("ShairportSync", True), ("AudioAccessory5,1", False), ("", False)])
def test_the_line_that_is_misread_is_left_out_for_that_model_only(model: str, left_out: bool) -> None:  # noqa: FBT001
    insides = Insides()
    asyncio.run(raop.send(insides, model, None, "Everyday"))  # type: ignore[arg-type]
    kept = OFFER[: OFFER.index("a=fmtp")] if left_out else OFFER
    assert insides.told == [("OPTIONS", None), ("ANNOUNCE", kept), ("Everyday", 25.0), "teardown"]


def test_one_that_wants_another_rate_is_told() -> None:
    insides = Insides(48_000)
    with pytest.raises(SpeakerError, match="wants sound of another form"):
        asyncio.run(raop.send(insides, "", None, "Everyday"))  # type: ignore[arg-type]
    assert insides.told[-1] == "teardown"
