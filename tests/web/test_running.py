"""The page that runs already: found by its lock, and never by asking whoever listens there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from threading import Timer

import pytest

from audioguide.web import running
from audioguide.web.address import LOOPBACK
from audioguide.web.running import Running, claimed

ADDRESS = "http://127.0.0.1:8765/secret/"


@pytest.fixture
def port() -> Iterator[int]:
    """Somebody listens there."""
    with socket.create_server((LOOPBACK, 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def page(tmp_path: Path) -> Running:
    """The first page, as the second one finds it."""
    return Running(ADDRESS, str(tmp_path / "ours"))


def test_the_second_one_learns_where_the_first_one_is_and_what_it_plays(
    tmp_path: Path, port: int, page: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with claimed(tmp_path, LOOPBACK, port, Path("ours")) as announce:
        assert callable(announce)
        announce(ADDRESS)
        with claimed(tmp_path, LOOPBACK, port, tmp_path) as second:
            assert second == page
        with claimed(tmp_path, LOOPBACK, port + 1, tmp_path) as elsewhere:
            assert callable(elsewhere)
    assert not [*tmp_path.glob("page-*")]


def test_one_that_is_just_starting_is_waited_for(
    tmp_path: Path, port: int, page: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_PATIENCE_SECONDS", 60.0)
    with claimed(tmp_path, LOOPBACK, port, tmp_path / "ours") as announce:
        assert callable(announce)
        starting = Timer(0.1, announce, [ADDRESS])
        starting.start()
        with claimed(tmp_path, LOOPBACK, port, tmp_path) as second:
            assert second == page
        starting.join()


def test_who_only_looked_deletes_no_address(
    tmp_path: Path, port: int, page: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_PATIENCE_SECONDS", 0)
    with claimed(tmp_path, LOOPBACK, port, tmp_path / "ours") as announce:
        assert callable(announce)
        with claimed(tmp_path, LOOPBACK, port, tmp_path) as too_early:
            assert callable(too_early)
            announce(ADDRESS)
        with claimed(tmp_path, LOOPBACK, port, tmp_path) as third:
            assert third == page


def test_one_that_was_killed_is_not_open(tmp_path: Path, port: int) -> None:
    _leave_behind(tmp_path, port)  # nobody holds the lock
    with claimed(tmp_path, LOOPBACK, port, tmp_path) as next_one:
        assert callable(next_one)


def test_where_no_lock_is_known_one_counts_only_while_somebody_listens(
    tmp_path: Path, port: int, page: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    _leave_behind(tmp_path, port)
    monkeypatch.setattr(running, "folder_lock", lambda *_, **__: nullcontext(enter_result=False))
    with claimed(tmp_path, LOOPBACK, port, tmp_path) as found:
        assert found == page
    monkeypatch.setattr(socket, "create_connection", _refused)
    with claimed(tmp_path, LOOPBACK, port, tmp_path) as found:
        assert callable(found)


@pytest.mark.parametrize(("host", "asked"), [("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("10.0.0.5", "10.0.0.5")])  # noqa: S104
def test_a_page_at_every_address_is_found_at_one_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, asked: str
) -> None:
    def connect(address: tuple[str, int], _: float) -> socket.socket:
        assert address == (asked, 8765)
        return socket.socket()

    monkeypatch.setattr(socket, "create_connection", connect)
    with claimed(tmp_path, host, 8765, tmp_path) as announce:
        assert callable(announce)
        announce(ADDRESS)
        with claimed(tmp_path, host, 8765, tmp_path) as second:
            assert isinstance(second, Running)


@pytest.mark.parametrize("host", ["a/b", "../x", LOOPBACK])
def test_the_page_is_served_also_where_nothing_can_be_kept(tmp_path: Path, host: str) -> None:
    (tmp_path / "page-127.0.0.1-8765").write_text("", "ascii")
    with claimed(tmp_path, host, 8765, tmp_path) as announce:
        assert callable(announce)
        announce(ADDRESS)
    assert [one.name for one in tmp_path.iterdir()] == ["page-127.0.0.1-8765"]


def _leave_behind(state: Path, port: int) -> None:
    """Leave what a page that was killed leaves."""
    with claimed(state, LOOPBACK, port, state / "ours") as announce:
        assert callable(announce)
        announce(ADDRESS)
        left = next(state.glob("page-*/address")).read_text("utf-8")
    folder = state / f"page-{LOOPBACK}-{port}"
    folder.mkdir()
    (folder / "address").write_text(left, "utf-8")


def _refused(*_: object) -> socket.socket:
    raise ConnectionRefusedError
