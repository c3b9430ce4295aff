"""What a Cast device says of what it cannot load; the rest is in contracts/test_speaker_contract.py."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes.cast import cast
from fakes.network import ADDRESS, Network, sought
from fakes.sessions import TIMELINE

from audioguide.errors import SpeakerError
from audioguide.player.playback import PlaybackController
from audioguide.plugins import Sound
from audioguide.speakers.cast import Cast

if TYPE_CHECKING:
    from fakes.receivers import Receiver

pytestmark = pytest.mark.real


@pytest.fixture
def receiver(network: Network, tmp_path: Path) -> Iterator[Receiver]:
    with cast(network, "Nursery", tmp_path / "heard.pcm") as receiver:
        yield receiver


def test_what_it_cannot_load_is_told_with_the_address(receiver: Receiver, tmp_path: Path) -> None:
    found = sought(lambda: Cast.discover(0.5))
    assert receiver.port
    assert (found[0].host, found[0].model) == (receiver.port.address, "Nest Mini")
    sound = Sound(
        path=tmp_path / "none.mp3",
        url=f"http://{ADDRESS}:9/token/none.mp3",
        title="Evening & calm",
        media_type="audio/mpeg",
        length=TIMELINE.length,
    )
    with contextlib.closing(Cast(found[0])) as speaker:
        playing = PlaybackController(
            speaker=speaker,
            device=found[0],
            sound=sound,
            chapters=TIMELINE.chapters,
            has_fetched=lambda: False,
            on_status=lambda *_: None,
        )
        with pytest.raises(SpeakerError) as caught:
            playing.run()
        assert speaker.status().state == "stopped"
    assert str(caught.value) == (
        "'Nursery' cannot load the session: it does not reach this computer (another network, or a firewall here "
        f"stops it) (it was told http://{ADDRESS}:9)"
    )
    assert receiver.heard.stat().st_size == 0
