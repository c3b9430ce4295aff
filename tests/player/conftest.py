from __future__ import annotations

from pathlib import Path

import pytest
from fakes.speakers import Kind

from audioguide import plugins
from audioguide.errors import PluginError
from audioguide.player.registry import SpeakerRegistry


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kind:
    """One protocol that is installed, and one that misses its extra."""
    kind = Kind()

    def find(_: str, name: str) -> Kind:
        if name == "fake":
            return kind
        msg = f"the speaker '{name}' needs something"
        raise PluginError(msg)

    monkeypatch.setattr(plugins, "names", lambda _: ("absent", "fake"))
    monkeypatch.setattr(plugins, "find", find)
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path))
    return kind


@pytest.fixture
def registry(tmp_path: Path) -> SpeakerRegistry:
    return SpeakerRegistry(tmp_path / "speakers.json")
