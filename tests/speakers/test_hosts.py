"""Where a host is in the network."""

from __future__ import annotations

import socket

import pytest

from audioguide.speakers.hosts import addresses


def test_those_of_ipv4_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    there = [
        (socket.AF_INET6, socket.SOCK_STREAM, 6, "", ("fe80::9", 0, 0, 2)),
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.9", 0)),
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: there)
    assert addresses("nursery.local") == ["10.0.0.9", "fe80::9"]


@pytest.mark.parametrize("address", ["10.0.0.9", "fe80::9"])
def test_an_address_is_its_own(address: str) -> None:
    assert addresses(address) == [address]


@pytest.mark.parametrize("host", ["", "nursery.invalid", "a" * 70 + ".local", "."])
def test_what_nobody_knows_has_none(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if host == "nursery.invalid":

        def unknown(*_: object, **__: object) -> None:
            raise socket.gaierror

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert addresses(host) == []
