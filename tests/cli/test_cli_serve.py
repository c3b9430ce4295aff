"""`audioguide serve` as a person meets it: the browser, the QR code, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, redirect_stderr
from functools import partial
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from fakes.ports import free_port
from fakes.program import Outcome, call

from audioguide.cli import DONE, FAILED, INTERRUPTED, USAGE, main, serve
from audioguide.cli.called import CALLED_AS
from audioguide.web.running import Running
from audioguide.web.server import Server


@pytest.fixture(autouse=True)
def _served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends at once."""
    monkeypatch.setenv("AUDIOGUIDE_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(Server, "wait", lambda _: None)


def test_the_page_opens_in_the_browser_where_that_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def refuse(address: str) -> bool:
        opened.append(address)
        return False

    monkeypatch.setattr("webbrowser.open", refuse)
    assert "browser" not in call("serve", str(tmp_path), "--port", "0").err
    run = call("serve", str(tmp_path), "--port", "0", "--open")
    assert [f"page     {address}" for address in opened] == run.out.splitlines()[:1]
    assert run.err.endswith("no browser could be opened; open the page above in yours\n")


def test_ctrl_c_tells_that_the_page_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: Server) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Server, "wait", interrupted)
    run = call("serve", str(tmp_path), "--port", "0")
    assert run.code == INTERRUPTED
    assert run.err.endswith("\nended; nobody can open the page and the podcast now\n")


def test_the_qr_code_and_the_addresses_fit_a_terminal_of_24_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the longest address, what was typed above and the cursor below."""
    terminal = StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(Server, "address", f"http://192.168.178.123:65535/{'f' * 32}/")
    monkeypatch.setattr(serve, "address_towards", lambda: "127.0.0.2")
    with pytest.raises(SystemExit), redirect_stderr(terminal):
        main(["serve", str(tmp_path), "--port", "0", "--lan"])
    lines = terminal.getvalue().splitlines()
    assert "▀" in lines[0]
    assert len(lines) <= 22
    assert max(map(len, lines)) <= 80


def test_where_the_page_runs_already_lan_shows_its_qr_code(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    running = Running("http://10.0.0.5:8765/word/", str(Path("output").absolute()))
    monkeypatch.setattr(serve, "claimed", lambda *_: nullcontext(running))
    monkeypatch.setattr(serve, "address_towards", lambda: "10.0.0.5")
    with pytest.raises(SystemExit):
        main(["serve", "--lan"])
    *code, page, podcast = terminal.getvalue().splitlines()
    assert "▀" in code[0]
    assert (page, podcast) == (
        "page     http://10.0.0.5:8765/word/",
        "podcast  http://10.0.0.5:8765/word/feed.xml",
    )


def test_speakers_fetch_from_the_address_that_is_given_out_and_the_port_after_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lent: list[dict[str, object]] = []

    def noted(*_: object, serve: partial[object], **__: object) -> AbstractContextManager[list[object]]:
        lent.append(serve.keywords)
        return nullcontext([])

    monkeypatch.setattr(serve, "page_app", noted)
    monkeypatch.setattr(serve, "Server", lambda *_, **__: nullcontext(SimpleNamespace(address="http://x/", wait=int)))
    for chosen in (["--port", "8770"], ["--port", "65534"], ["--port", "0"], []):
        assert call("serve", str(tmp_path), "--address", "127.0.0.1", *chosen).code == DONE
    assert lent == [{"address": "127.0.0.1", "port": port} for port in (8771, 65535, 0, 0)]
    run = call("serve", str(tmp_path), "--port", "65535")  # no other comes after it
    assert (run.code, "65535 is not in the range 0<=x<=65534" in run.err) == (USAGE, True)


def test_the_page_names_commands_as_this_one_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def noted(*_: object, called_as: str, **__: object) -> AbstractContextManager[list[object]]:
        told.append(called_as)
        return nullcontext([])

    monkeypatch.setattr(serve, "page_app", noted)
    monkeypatch.setenv(CALLED_AS, "python3 scripts/audioguide")
    assert call("serve", str(tmp_path), "--port", "0").code == DONE
    assert told == ["python3 scripts/audioguide"]


@pytest.fixture
def port() -> Iterator[str]:
    with free_port() as number:
        yield str(number)


def test_a_second_double_click_opens_the_page_that_runs_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "first")
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) or True)  # type: ignore[func-returns-value]
    again: list[Outcome] = []

    def clicked_again(_: Server) -> None:
        again.extend(call("serve", "--port", port, "--open", *more) for more in ([], ["--new-token"], ["--no-make"]))
        monkeypatch.chdir(tmp_path / "second")
        again.append(call("serve", "--port", port))

    monkeypatch.setattr(Server, "wait", clicked_again)
    first = call("serve", "--port", port, "--open")
    second, *others, elsewhere = again
    address = first.out.splitlines()[0].removeprefix("page     ")
    assert (second.code, second.out) == (DONE, f"page     {address}\npodcast  {address}feed.xml\n")
    assert second.err == "it was open already; Ctrl-C where it was started ends it\n"
    assert opened == [address, address]
    for other in others:
        assert (other.code, other.out) == (FAILED, "")
        assert f"the page runs already, at {address}; end it first" in other.err
    assert (elsewhere.code, elsewhere.out) == (DONE, second.out)
    assert f"it plays the sessions in '{tmp_path / 'first' / 'output'}', and none of those here" in elsewhere.err
    assert (tmp_path / "state" / "token").read_text("ascii") in address
