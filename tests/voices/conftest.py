from __future__ import annotations

import pytest


@pytest.fixture
def unplugged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail whatever reaches for the network."""

    def reached(*_: object) -> None:
        pytest.fail("it reached for the network")

    monkeypatch.setattr("socket.socket.connect", reached)
    monkeypatch.setattr("socket.getaddrinfo", reached)
