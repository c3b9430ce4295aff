"""What a DLNA renderer says of itself is not what is heard; the rest is in contracts/test_speaker_contract.py."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.network import ADDRESS, Network
from fakes.receivers import Receiver, dlna
from fakes.sessions import TIMELINE
from fakes.waiting import until

from audioguide.errors import SpeakerError
from audioguide.player.playback import PlaybackController
from audioguide.player.registry import SpeakerRegistry
from audioguide.plugins import Device, Sound

pytestmark = pytest.mark.real


@pytest.fixture
def receiver(network: Network, tmp_path: Path) -> Iterator[Receiver]:
    with dlna(network, "Nursery", tmp_path / "heard.pcm") as receiver:
        yield receiver


def found(registry: SpeakerRegistry) -> Device:
    return until(lambda: [one for one in registry.search() if one.speaker == "dlna"])[0]


def test_one_that_says_it_plays_and_cannot_fetch_is_not_believed(receiver: Receiver, tmp_path: Path) -> None:
    device, speaker = SpeakerRegistry(tmp_path / "speakers.json").connect(
        found(SpeakerRegistry(tmp_path / "speakers.json")).name
    )
    sound = Sound(
        path=tmp_path / "none.mp3",
        url=f"http://{ADDRESS}:9/token/none.mp3",
        title="Evening & calm",
        media_type="audio/mpeg",
        length=TIMELINE.length,
    )
    states = []
    playing = PlaybackController(
        speaker=speaker,
        device=device,
        sound=sound,
        chapters=TIMELINE.chapters,
        has_fetched=lambda: False,
        on_status=lambda status, _: states.append(status.state),
        change_volume=lambda _: None,
        replaced=None,
        way_in=lambda *_: "",
    )
    with contextlib.closing(speaker), pytest.raises(SpeakerError) as caught:
        playing.run()
    assert str(caught.value) == (
        "'Nursery' does not fetch the session from this computer: it is in another network, or a firewall here stops "
        f"it (it was told http://{ADDRESS}:9)"
    )
    assert states == []
    assert receiver.heard.stat().st_size == 0


def test_one_that_has_another_address_by_now_is_searched_for(receiver: Receiver, tmp_path: Path) -> None:
    registry = SpeakerRegistry(tmp_path / "speakers.json")
    device = found(registry)
    assert receiver.port
    assert device.host == receiver.port.address
    registry.file.write_text(registry.file.read_text().replace(device.host, "10.98.0.99"))
    there, speaker = registry.connect("nursery")
    speaker.close()
    assert there == replace(device, host=receiver.port.address)
