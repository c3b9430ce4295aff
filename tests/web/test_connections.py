"""Connections of strangers who say little, slowly, or many things at once: everybody else is answered."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fakes.home import Workshop, home

from audioguide.web import connections, guard
from audioguide.web.address import LOOPBACK
from audioguide.web.headers import OF_EVERY_ANSWER
from audioguide.web.library import Library
from audioguide.web.server import Server

BEGUN = b"GET /feed.xml HTTP/1.1\r\nHost: x\r\n"
"""Of a request: the empty line that ends it is missing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(Library(lambda: ())) as running:
        yield running


def connect(address: str) -> socket.socket:
    return socket.create_connection((LOOPBACK, int(address.split(":")[2].split("/", maxsplit=1)[0])), timeout=20)


@pytest.mark.parametrize("said", [b"", BEGUN], ids=["nothing", "half"])
def test_a_request_that_does_not_arrive_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.05)
    with (
        Server(Library(lambda: ())) as running,
        connect(running.address) as line,
        contextlib.suppress(ConnectionError),  # closed before all that it has said was read
    ):
        line.sendall(said)
        assert line.recv(1) == b""


def test_the_next_request_is_not_waited_for_either(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    with connect(server.address) as line:
        line.sendall(BEGUN + b"\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 404 ")
        monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.05)  # from the next answer on
        line.sendall(BEGUN + b"\r\n" + BEGUN)
        assert b"".join(iter(lambda: line.recv(65536), b"")).count(b"HTTP/1.1 404 ") == 1  # until it is closed


def test_what_is_no_request_is_refused_with_the_headers_of_every_answer(server: Server) -> None:
    with connect(server.address) as line:
        line.sendall(b"\x16\x03\x01\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
    head, _, body = answer.partition("\r\n\r\n")
    first, *headers = head.split("\r\n")
    assert first == "HTTP/1.1 400 Bad Request"
    assert {f"{name}: {value}" for name, value in OF_EVERY_ANSWER.items()} < {*headers}
    assert f"content-length: {len(body)}" in headers


def test_of_many_that_ask_for_nothing_the_oldest_give_way(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 4)
    with contextlib.ExitStack() as lines:
        strangers = [lines.enter_context(connect(server.address)) for _ in range(12)]
        for line in strangers:
            with contextlib.suppress(OSError):  # closed by now
                line.sendall(BEGUN)
        assert httpx.get(f"{server.address}feed.xml", trust_env=False).status_code == 200
        for line in strangers[:8]:
            with contextlib.suppress(ConnectionResetError):  # closed before all that it has said was read
                assert line.recv(1) == b""


def test_a_body_that_does_not_arrive_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_BODY_SECONDS", 0.05)
    with home(tmp_path, Workshop()) as one, connect(one.address) as line:
        path = one.address.split("/")[3]
        head = f"POST /{path}/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
        line.sendall(head.encode() + b"{")
        assert line.recv(65536).startswith(b"HTTP/1.1 408 ")
        assert one.workshop.made == []
