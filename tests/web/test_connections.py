"""Connections of strangers who say little, slowly, or many things at once: everybody else is answered."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from fakes.home import Workshop, home
from fakes.sessions import put_session
from fakes.waiting import PATIENCE

from audioguide.web import connections, guard
from audioguide.web.address import LOOPBACK
from audioguide.web.feed import Episode, key_of_digest
from audioguide.web.headers import OF_EVERY_ANSWER
from audioguide.web.library import Library
from audioguide.web.server import Server

BEGUN = b"GET /feed.xml HTTP/1.1\r\nHost: x\r\n"
"""Of a request: the empty line that ends it is missing."""
MANY = 60
"""Connections, fewer than are let in."""
SOUND = random.Random(2).randbytes(5_000_000)  # noqa: S311 - not for secrets


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(Library(lambda: ())) as running:
        yield running


def connect(address: str) -> socket.socket:
    return socket.create_connection((LOOPBACK, port_of(address)), timeout=PATIENCE)


def port_of(address: str) -> int:
    return int(address.split(":")[2].split("/", maxsplit=1)[0])


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
    answered, completed = 0, connections.BoundedProtocol.on_response_complete

    def on_response_complete(self: connections.BoundedProtocol) -> None:
        nonlocal answered
        answered += 1
        if answered == 2:
            monkeypatch.setattr(connections, "REQUEST_SECONDS", 0.05)
        completed(self)

    monkeypatch.setattr(connections, "REQUEST_SECONDS", 2 * PATIENCE)
    monkeypatch.setattr(connections.BoundedProtocol, "on_response_complete", on_response_complete)
    with connect(server.address) as line:
        line.sendall(BEGUN + b"\r\n" + BEGUN + b"\r\n" + BEGUN)
        assert b"".join(iter(lambda: line.recv(65536), b"")).count(b"HTTP/1.1 404 ") == 2  # until it is closed


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
    monkeypatch.setattr(connections, "REQUEST_SECONDS", 2 * PATIENCE)  # for whom they would be closed anyway
    with contextlib.ExitStack() as lines:
        strangers = [lines.enter_context(connect(server.address)) for _ in range(12)]
        for line in strangers:
            with contextlib.suppress(OSError):  # closed by now
                line.sendall(BEGUN)
        assert httpx.get(f"{server.address}feed.xml", trust_env=False, timeout=PATIENCE).status_code == 200
        for line in strangers[:8]:
            with contextlib.suppress(ConnectionResetError):  # closed before all that it has said was read
                assert line.recv(1) == b""


def test_of_many_that_come_at_once_few_are_accepted_between_two_looks_at_the_others(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many wait, whoever is being answered is looked after in between."""
    turn, accepted, made = 0, Counter[int](), connections.BoundedProtocol.connection_made
    blocked, all_there = threading.Event(), threading.Event()

    def connection_made(self: connections.BoundedProtocol, transport: asyncio.Transport) -> None:
        made(self, transport)
        if not blocked.is_set():
            self.loop.call_soon(count_turns, self.loop)
            self.loop.call_soon(block)
        accepted[turn] += 1

    def count_turns(loop: asyncio.AbstractEventLoop) -> None:
        nonlocal turn
        turn += 1
        if accepted.total() <= MANY:
            loop.call_soon(count_turns, loop)

    def block() -> None:
        blocked.set()
        all_there.wait(PATIENCE)

    monkeypatch.setattr(connections.BoundedProtocol, "connection_made", connection_made)
    with contextlib.ExitStack() as lines:
        lines.enter_context(connect(server.address))
        assert blocked.wait(PATIENCE)
        strangers = [lines.enter_context(connect(server.address)) for _ in range(MANY)]
        all_there.set()
        strangers[-1].sendall(BEGUN + b"\r\n")
        assert strangers[-1].recv(65536).startswith(b"HTTP/1.1 404 ")
    assert accepted.total() == MANY + 1
    assert max(accepted.values()) <= 5  # newer Pythons accept one more than they are told


class Unhurried(Library):
    """Takes its time to look at whether a sound is whole."""

    at_leisure: threading.Event | None = None

    def is_whole(self, episode: Episode) -> bool:
        """Wait until somebody says so."""
        if self.at_leisure:
            self.at_leisure.wait()
        return super().is_whole(episode)


def test_a_listener_goes_on_while_many_ask_for_what_has_to_be_looked_at(tmp_path: Path) -> None:
    put_session(tmp_path / "everyday.mp3", SOUND)
    library = Unhurried(lambda: tmp_path.glob("*.json"))
    with Server(library) as running, contextlib.ExitStack() as lines:
        request = f"GET /{running.address.split('/')[3]}/{key_of_digest(sha256(SOUND).hexdigest())}.mp3 HTTP/1.1\r\n"
        asked = f"{request}Host: x\r\nConnection: close\r\n\r\n".encode()
        listener = lines.enter_context(socket.socket())
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # so that all of it is not on its way at once
        listener.settimeout(PATIENCE)
        listener.connect((LOOPBACK, port_of(running.address)))
        listener.sendall(asked)
        heard = listener.recv(1000)
        library.at_leisure = threading.Event()
        lines.callback(library.at_leisure.set)
        for _ in range(MANY):
            lines.enter_context(connect(running.address)).sendall(asked)
        heard += b"".join(iter(lambda: listener.recv(65536), b""))
    assert heard.endswith(b"\r\n\r\n" + SOUND)


def test_a_body_that_does_not_arrive_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_BODY_SECONDS", 0.05)
    with home(tmp_path, Workshop()) as one, connect(one.address) as line:
        path = one.address.split("/")[3]
        head = f"POST /{path}/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
        line.sendall(head.encode() + b"{")
        assert line.recv(65536).startswith(b"HTTP/1.1 408 ")
        assert one.workshop.made == []
