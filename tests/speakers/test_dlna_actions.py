"""What a DLNA renderer may be told now: the library keeps what it last heard of that, and else sends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from types import SimpleNamespace

import pytest
from async_upnp_client.profiles.dlna import DmrDevice
from fakes.speakers import NURSERY

from audioguide.errors import SpeakerError
from audioguide.speakers import dlna
from audioguide.units import samples


class Renderer(DmrDevice):
    """A renderer in memory, below the real profile."""

    def __init__(self) -> None:
        self.profile_device = SimpleNamespace(name="Nursery", model_name="One", udn="uuid:8")  # type: ignore[assignment]
        self.allowed, self.known = "Stop,Pause,Seek,Play", ""
        """What it may be told, and what is known of that."""
        self.told: list[str] = []

    async def async_update(self, do_ping: bool = True) -> None:  # noqa: ARG002, FBT001, FBT002 - as in the library
        self.known = self.allowed

    def _state_variable(self, _: str, name: str) -> SimpleNamespace | None:  # type: ignore[override]
        if name == "CurrentTransportActions":
            return SimpleNamespace(value=self.known)
        if name == "A_ARG_TYPE_SeekMode":
            return SimpleNamespace(normalized_allowed_values={"rel_time"})
        return None

    def _action(self, _: str, name: str) -> SimpleNamespace:  # type: ignore[override]
        async def call(**__: object) -> None:
            self.told.append(name)

        return SimpleNamespace(async_call=call)


@pytest.fixture
def renderer() -> Renderer:
    return Renderer()


@pytest.fixture
def speaker(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> Iterator[dlna.Dlna]:
    async def found(_: str) -> Renderer:
        return renderer

    monkeypatch.setattr(dlna, "_renderer", found)
    with closing(dlna.Dlna(NURSERY)) as speaker:
        yield speaker


def test_it_is_stopped_also_where_it_could_not_be_a_moment_ago(renderer: Renderer, speaker: dlna.Dlna) -> None:
    """Else its volume would be put back while it goes on to play."""
    renderer.known = "Play"
    speaker.stop()
    assert renderer.told == ["Stop"]


def test_one_that_can_be_stopped_is_told_at_once(
    renderer: Renderer, speaker: dlna.Dlna, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow one gets no other request before: there is a second for it in all."""

    async def hang(*_: object) -> None:
        pytest.fail("it was asked what it does")

    monkeypatch.setattr(Renderer, "async_update", hang)
    renderer.known = "Stop"
    speaker.stop()
    assert renderer.told == ["Stop"]


def test_one_that_does_not_say_what_it_may_be_told_is_stopped(
    renderer: Renderer, speaker: dlna.Dlna, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(Renderer, "async_update", fail)
    speaker.stop()
    assert renderer.told == ["Stop"]


def test_what_it_cannot_do_now_is_refused_and_not_dropped(renderer: Renderer, speaker: dlna.Dlna) -> None:
    renderer.known = "Stop"
    for command in (speaker.pause, speaker.resume, partial(speaker.seek, samples(16))):
        with pytest.raises(SpeakerError, match="'Nursery' takes no such command just now; try again"):
            command()
    assert renderer.told == []
