"""Where sessions are served: the port, the address that is given out, and its secret word."""

from __future__ import annotations

import errno
import json
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fakes.program import call
from fakes.sessions import put_session
from fakes.waiting import PATIENCE

from audioguide.cli import paths, serve
from audioguide.errors import ShelfError
from audioguide.web.address import LOOPBACK, address_towards, listening_address
from audioguide.web.feed import key_of
from audioguide.web.library import Library
from audioguide.web.server import Server

SOUND = b"sound"


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(Library(lambda: ())) as running:
        yield running


def put(folder: Path) -> str:
    """Put a session into a folder, and return its key."""
    return key_of(put_session(folder / "everyday.mp3", SOUND))


def test_a_port_that_is_taken_is_one_line(server: Server) -> None:
    port = int(server.address.split(":")[2].split("/")[0])
    taken = f"port {port} is taken, by a page that is open already or by another program"
    with (
        pytest.raises(ShelfError, match=f"^{taken}; take another --port, or --port 0 for any that is free$"),
        Server(Library(lambda: ()), port=port),
    ):
        pass
    nowhere = r"cannot serve at 192\.0\.2\.1, port 0: [^;]+; this computer has no such address$"
    with pytest.raises(ShelfError, match=nowhere), Server(Library(tuple), host="192.0.2.1"):
        pass


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "take another --port"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "this computer has no such address"),
    ],
)
def test_where_it_cannot_listen_that_is_one_line(monkeypatch: pytest.MonkeyPatch, error: OSError, advice: str) -> None:
    """Whoever plays on a speaker has --host for something else."""

    def refuse(*_: object, **__: object) -> socket.socket:
        raise error

    monkeypatch.setattr(socket, "create_server", refuse)
    refused = rf"^cannot serve at 127\.0\.0\.1, port 80: {error.strerror}; {advice}$"
    with pytest.raises(ShelfError, match=refused), Server(Library(tuple), port=80):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is only one loopback address")
def test_it_listens_on_the_one_address_only(server: Server) -> None:
    port = int(server.address.split(":")[2].split("/")[0])
    socket.create_connection((LOOPBACK, port), timeout=PATIENCE).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=PATIENCE)


def test_where_a_router_is_between_its_address_is_given_out(tmp_path: Path) -> None:
    key = put(tmp_path)
    assert listening_address(LOOPBACK) == LOOPBACK
    assert listening_address("192.0.2.7") == "0.0.0.0"  # noqa: S104 - nothing listens
    with Server(Library(lambda: tmp_path.glob("*.json")), announced="192.0.2.7") as running:
        assert running.address.startswith("http://192.0.2.7:")
        ours = running.address.replace("192.0.2.7", LOOPBACK)
        assert httpx.get(f"{ours}{key}.mp3", trust_env=False, timeout=PATIENCE).content == SOUND


def test_our_own_address_depends_on_who_asks() -> None:
    assert address_towards(LOOPBACK) == LOOPBACK
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 here: IT WAS NOT TRIED")
    assert address_towards("::1") == "::1"


def test_where_the_system_has_no_ipv6_the_address_is_still_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> socket.socket:
        raise OSError(errno.EAFNOSUPPORT, "Address family not supported by protocol")

    monkeypatch.setattr(socket, "socket", refuse)
    assert address_towards("::1") == LOOPBACK
    assert listening_address("2001:db8::7") == "::"


def test_the_address_stays_until_it_is_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path))
    first = paths.server_token(renew=False)
    assert paths.server_token(renew=False) == first
    assert paths.server_token(renew=True) != first


@pytest.mark.parametrize("text", ["", "short", "../" * 11, "g" * 32, "ä" * 32, "0" * 32 + "/x"])
def test_a_damaged_address_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path))
    file = tmp_path / "token"
    file.write_text(text, "utf-8")
    file.chmod(0o600)
    assert re.fullmatch(r"[0-9a-f]{32}", paths.server_token(renew=False))
    assert paths.server_token(renew=False) == file.read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_an_address_that_others_could_read_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path))
    first = paths.server_token(renew=False)
    assert (tmp_path / "token").stat().st_mode & 0o777 == 0o600
    (tmp_path / "token").chmod(0o644)
    second = paths.server_token(renew=False)
    assert second != first
    assert (tmp_path / "token").stat().st_mode & 0o777 == 0o600
    (tmp_path / "token").chmod(0o644)
    monkeypatch.setattr(Path, "chmod", lambda *_: None)  # a memory card, on which all may read everything
    assert paths.server_token(renew=False) == second


def test_serve_tells_the_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path / "state"))
    key = put(tmp_path)
    shown: list[bytes] = []

    def look(self: Server) -> None:
        shown.append(httpx.get(self.address + "shelf.json", trust_env=False, timeout=PATIENCE).content)

    monkeypatch.setattr(Server, "wait", look)
    run = call("serve", str(tmp_path), "--port", "0")
    assert run.code == 0
    page, podcast = (line.split() for line in run.out.splitlines())
    assert page[0] == "page"
    assert podcast == ["podcast", page[1] + "feed.xml"]
    assert page[1].startswith("http://127.0.0.1:")
    assert f"for phones in your home network: audioguide serve --lan {tmp_path}\n" in run.err
    assert json.loads(shown[0])[0]["sound"] == f"{key}.mp3"


def test_only_who_asks_for_it_offers_them_to_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.2 stands for our address in the network."""
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(Server, "wait", lambda _: None)
    monkeypatch.setattr(serve, "address_towards", lambda: "127.0.0.2")
    assert call("serve", str(tmp_path), "--port", "0").out.startswith("page     http://127.0.0.1:")
    run = call("serve", str(tmp_path), "--port", "0", "--lan")
    assert run.out.startswith("page     http://127.0.0.2:")
    assert "a podcast service in the cloud cannot reach it" in run.err
    monkeypatch.setattr(serve, "address_towards", lambda: LOOPBACK)
    run = call("serve", str(tmp_path), "--port", "0", "--lan")
    assert (run.code, run.out) == (1, "")
    assert "this computer is in no network now" in run.err
