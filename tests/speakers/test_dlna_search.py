"""A search for DLNA renderers, of which one is odd."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING

from audioguide.speakers import dlna

if TYPE_CHECKING:
    import pytest


class Listener:
    """Two renderers answer it."""

    def __init__(self, *, callback: Callable[[dict[str, str]], None], search_target: str, timeout: int) -> None:
        self.callback, self.target, self.timeout = callback, search_target, timeout

    async def async_start(self) -> None:
        for number in (7, 8):
            self.callback({"st": self.target, "location": f"http://10.0.0.{number}/description.xml"})

    def async_search(self, _: object) -> None:
        pass

    def async_stop(self) -> None:
        pass


def test_an_odd_renderer_hides_no_other(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    async def renderer(location: str) -> SimpleNamespace:
        if "10.0.0.7" in location:
            raise KeyError("udn")
        return SimpleNamespace(profile_device=SimpleNamespace(name="Nursery", model_name="One", udn="uuid:8"))

    monkeypatch.setattr(dlna, "SsdpSearchListener", Listener)
    monkeypatch.setattr(dlna, "_renderer", renderer)
    assert [(one.name, one.host) for one in dlna.Dlna.discover(0.0)] == [("Nursery", "10.0.0.8")]
    assert caplog.messages == []
