"""The page that runs already: found by its lock, and never by asking whoever listens there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from audioguide.errors import ShelfError
from audioguide.web.address import LOOPBACK
from audioguide.web.running import claimed

ADDRESS = "http://127.0.0.1:8765/secret/"


@pytest.fixture
def port() -> Iterator[int]:
    """Somebody listens there."""
    with socket.create_server((LOOPBACK, 0)) as listening:
        yield listening.getsockname()[1]


def test_the_second_one_learns_where_the_first_one_is(tmp_path: Path, port: int) -> None:
    with claimed(tmp_path, LOOPBACK, port) as file:
        assert isinstance(file, Path)
        file.write_text(ADDRESS, "ascii")
        with claimed(tmp_path, LOOPBACK, port) as second, claimed(tmp_path, LOOPBACK, port + 1) as elsewhere:
            assert second == ADDRESS
            assert isinstance(elsewhere, Path)
    with claimed(tmp_path, LOOPBACK, port) as third:
        assert isinstance(third, Path)
        assert not third.exists()


def test_one_that_was_killed_is_not_open(tmp_path: Path, port: int) -> None:
    with claimed(tmp_path, LOOPBACK, port) as file:
        assert isinstance(file, Path)
    file.write_text(ADDRESS, "ascii")  # nobody holds the lock
    with claimed(tmp_path, LOOPBACK, port) as next_one:
        assert next_one == file


def test_where_no_lock_is_known_one_counts_only_while_somebody_listens(
    tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with claimed(tmp_path, LOOPBACK, port) as file:
        assert isinstance(file, Path)
    file.write_text(ADDRESS, "ascii")
    monkeypatch.setattr("audioguide.web.running.folder_lock", lambda *_, **__: nullcontext(enter_result=False))
    with claimed(tmp_path, LOOPBACK, port) as found:
        assert found == ADDRESS
    monkeypatch.setattr(socket, "create_connection", _refused)
    with claimed(tmp_path, LOOPBACK, port) as found:
        assert found == file


def test_a_folder_in_which_nothing_can_be_kept_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "page-127.0.0.1-8765").write_text("", "ascii")
    with pytest.raises(ShelfError, match="cannot keep anything in"), claimed(tmp_path, LOOPBACK, 8765):
        pass


def _refused(*_: object) -> socket.socket:
    raise ConnectionRefusedError
