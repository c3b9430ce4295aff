"""What a Cast device says of what it cannot load; the rest is in contracts/test_speaker_contract.py."""

from __future__ import annotations

import contextlib
import gc
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes.cast import cast
from fakes.network import ADDRESS, Network
from fakes.sessions import TIMELINE
from fakes.waiting import until
from pychromecast.socket_client import SocketClient

from audioguide.errors import SpeakerError
from audioguide.player.playback import PlaybackController
from audioguide.plugins import Device, Sound
from audioguide.speakers.cast import Cast

if TYPE_CHECKING:
    from fakes.receivers import Receiver

SOUND = Sound(
    path=Path("none.mp3"),
    url=f"http://{ADDRESS}:9/token/none.mp3",
    title="Evening & calm",
    media_type="audio/mpeg",
    length=TIMELINE.length,
)
pytestmark = pytest.mark.real


@pytest.fixture
def receiver(network: Network, tmp_path: Path) -> Iterator[Receiver]:
    with cast(network, "Nursery", tmp_path / "heard.pcm") as receiver:
        yield receiver


@pytest.mark.parametrize("is_there", [False, True])
def test_one_that_does_not_answer_leaves_nothing_open(*, is_there: bool) -> None:
    """A socket that is left open is a warning, and so an error, once it is collected."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        device = Device(
            speaker="cast",
            name="Nursery",
            address=f"127.0.0.1:{server.getsockname()[1]}",
            host="127.0.0.1",
            model="Nest Mini",
        )
        if not is_there:
            server.close()
        with pytest.raises(SpeakerError, match="'Nursery' does not answer"):
            Cast(device)
    until(lambda: not any(isinstance(one, SocketClient) for one in threading.enumerate()))
    gc.collect()


def test_what_it_never_gets_an_answer_for_is_told_within_15_seconds(receiver: Receiver, tmp_path: Path) -> None:
    """A firewall that drops packets is like a port at which nobody speaks."""
    (device,) = until(lambda: Cast.discover(0.5))
    assert receiver.port
    with socket.create_server((ADDRESS, 0)) as silent, contextlib.closing(Cast(device)) as speaker:
        port = silent.getsockname()[1]
        playing = PlaybackController(
            speaker=speaker,
            device=device,
            sound=replace(SOUND, path=tmp_path / "none.mp3", url=f"http://{ADDRESS}:{port}/token/none.mp3"),
            chapters=TIMELINE.chapters,
            has_fetched=lambda: False,
            on_status=lambda *_: None,
            change_volume=lambda _: None,
            replaced=None,
            way_in=lambda port, host: f"let {host} in at {port}",
        )
        begun = time.monotonic()
        with pytest.raises(SpeakerError) as caught:
            playing.run()
        assert time.monotonic() - begun < 15.0 + 2.0  # and the end of the receiver
    assert str(caught.value) == (
        "'Nursery' cannot load the session: it does not reach this computer (another network, or a firewall here stops "
        f"it) (it was told http://{ADDRESS}:{port}); let {device.host} in at {port}"
    )


def test_what_it_cannot_load_is_told_with_the_address(receiver: Receiver, tmp_path: Path) -> None:
    found = until(lambda: Cast.discover(0.5))
    assert receiver.port
    assert (found[0].host, found[0].model) == (receiver.port.address, "Nest Mini")
    sound = replace(SOUND, path=tmp_path / "none.mp3")
    with contextlib.closing(Cast(found[0])) as speaker:
        playing = PlaybackController(
            speaker=speaker,
            device=found[0],
            sound=sound,
            chapters=TIMELINE.chapters,
            has_fetched=lambda: False,
            on_status=lambda *_: None,
            change_volume=lambda _: None,
            replaced=None,
            way_in=lambda *_: "",
        )
        with pytest.raises(SpeakerError) as caught:
            playing.run()
        assert speaker.status().state == "stopped"
    assert str(caught.value) == (
        "'Nursery' cannot load the session: it does not reach this computer (another network, or a firewall here "
        f"stops it) (it was told http://{ADDRESS}:9)"
    )
    assert receiver.heard.stat().st_size == 0
