"""`audioguide` without a verb: the page, and when a browser opens."""

from __future__ import annotations

import sys
from io import StringIO
from pathlib import Path

import pytest
from fakes.program import call

from audioguide.cli import DONE, main, serve
from audioguide.web.making.maker import Maker
from audioguide.web.server import Server


@pytest.fixture(autouse=True)
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """It ends at once; what was opened in a browser."""
    addresses: list[str] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("AUDIOGUIDE_PORT", "0")
    monkeypatch.setenv("AUDIOGUIDE_SERVE_PORT", "0")
    monkeypatch.setattr(Server, "wait", lambda _: None)

    def open_in_browser(address: str) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr("webbrowser.open", open_in_browser)
    return addresses


def in_a_terminal(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    terminal = StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == DONE
    return terminal.getvalue()


def test_without_a_verb_the_page_is_served(opened: list[str]) -> None:
    run = call()
    assert run.code == DONE
    assert run.out.startswith("page     http://127.0.0.1:")
    assert ":8765/" not in run.out  # the variable for the port counts here, too
    assert opened == []  # nobody sits before it


def test_in_a_terminal_of_a_desktop_the_browser_opens(opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "has_desktop", lambda: True)
    shown = in_a_terminal(monkeypatch)
    assert [f"page     {address}" for address in opened] == shown.splitlines()[:1]


def test_no_browser_opens_where_that_is_not_wanted(opened: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "has_desktop", lambda: True)
    in_a_terminal(monkeypatch, "serve", "--no-open")
    monkeypatch.setattr(serve, "has_desktop", lambda: False)
    in_a_terminal(monkeypatch)
    monkeypatch.undo()
    assert opened == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a desktop")
def test_a_terminal_without_a_screen_has_no_desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not serve.has_desktop()
    monkeypatch.setenv("DISPLAY", ":0")
    assert serve.has_desktop()


def test_a_player_only_offers_nothing_to_make(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(Maker, "__init__", lambda *_, **__: made.append(1))
    assert call("serve", "--no-make").code == DONE
    assert made == []
