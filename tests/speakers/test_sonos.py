"""What a Sonos player refuses; the rest is in contracts/test_speaker_contract.py."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from fakes.network import private_network
from fakes.sessions import TIMELINE
from fakes.sonos import sonos
from fakes.waiting import until
from soco.exceptions import SoCoUPnPException
from soco.services import RenderingControl

from audioguide.errors import SpeakerError
from audioguide.plugins import Device, Sound
from audioguide.speakers import sonos as module
from audioguide.speakers.sonos import Sonos

EVERYTHING = {"pause", "seek", "volume"}


class Closed(BaseHTTPRequestHandler):
    """A player whose owner has not let anybody in."""

    def do_GET(self) -> None:
        self.send_error(403)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def closed() -> Iterator[str]:
    # A Sonos has one port only: so that two who test at once do not meet there, each has a loopback address of its own.
    address = f"127.{os.getpid() >> 8 & 255}.{os.getpid() & 255}.2" if sys.platform == "linux" else "127.0.0.1"
    with ThreadingHTTPServer((address, 1400), Closed) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


def test_one_that_lets_nobody_in_is_found_and_tells_the_cure(closed: str) -> None:
    (device,) = Sonos.discover(10.0, closed)
    assert (device.name, device.host) == (f"Sonos at {closed}", closed)
    with pytest.raises(
        SpeakerError, match=r"lets nobody in \(403\): .* UPnP switched off; switch it on in the Sonos app"
    ):
        Sonos(device)


@pytest.mark.parametrize(("answer", "abilities"), [("1", {"pause", "seek"}), ("0", EVERYTHING), ("501", EVERYTHING)])
def test_an_error_501_for_the_fixed_volume_means_that_it_is_not_fixed(
    answer: str, abilities: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def action(*_: object) -> dict[str, str]:
        if answer == "501":
            raise SoCoUPnPException("UPnP Error 501 received: Action Failed", "501", "")
        return {"CurrentFixed": answer}

    device = Device(speaker="sonos", name="Nursery", address="10.0.0.7", host="10.0.0.7", model="One")
    monkeypatch.setattr(module, "_described", lambda *_: device)
    monkeypatch.setattr(RenderingControl, "GetOutputFixed", action, raising=False)
    assert Sonos(device).abilities == abilities


def test_where_there_is_none_none_is_found() -> None:
    assert Sonos.discover(0.5, "127.0.0.1") == ()


@pytest.mark.real
def test_one_that_plays_together_with_another_room_is_refused(tmp_path: Path) -> None:
    """Its volume would be held, and that of the other would not."""
    heard = tmp_path / "heard.pcm"
    sound = Sound(path=heard, url="http://x/y.mp3", title="", media_type="audio/mpeg", length=TIMELINE.length)
    with private_network() as network, sonos(network, "Nursery", heard, "Kitchen") as receiver:
        assert receiver.port
        address = receiver.port.address
        found = until(lambda: Sonos.discover(1.0, address))
        with (
            contextlib.closing(Sonos(found[0])) as speaker,
            pytest.raises(
                SpeakerError, match="'Nursery' plays together with other rooms; part them in the Sonos app first"
            ),
        ):
            speaker.play(sound)
        assert heard.stat().st_size == 0
