"""Extras, added to the installation that runs; and every command that a sentence of ours names."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from fakes.program import call, parse

from audioguide.cli import DONE, FAILED, USAGE
from audioguide.cli.add import requirements_of
from audioguide.cli.called import CALLED_AS, COMMAND
from audioguide.plugins.requirements import extras
from audioguide.state.shell import command_line

PACKAGE = Path(__file__).parent.parent.parent / "audioguide"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The commands that would have been run; they succeed. It runs in an environment with pip, made by nobody."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> SimpleNamespace:
        commands.append(command)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())
    return commands


def test_every_extra_is_what_our_own_metadata_says_and_never_our_name() -> None:
    assert {"speakers", "pdf", "formats", "piper", "pico", "record"} <= set(extras())
    assert "dev" not in extras()
    for extra in extras():
        assert requirements_of(extra)
        assert not any(re.match("audioguide", needed) or "extra" in needed for needed in requirements_of(extra))
    assert requirements_of("pdf") == ("typst>=0.15",)
    assert set(requirements_of("speakers")) == {
        needed for name in ("airplay", "cast", "dlna", "sonos") for needed in requirements_of(name)
    }


def test_pip_of_this_very_environment_adds_it(ran: list[list[str]]) -> None:
    run = call("add", "pdf", "record", "--yes")
    assert (run.code, run.out) == (DONE, "")
    assert ran == [
        [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "typst>=0.15", "sounddevice>=0.4.7"]
    ]
    assert run.err == f"this runs: {shlex.join(ran[0])}\nadded pdf, record; see: audioguide doctor\n"


def test_it_asks_first(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    run = call("add", "pdf")
    assert (run.code, ran) == (USAGE, [])
    assert "nobody is here to be asked; add --yes to agree" in run.err
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    answers = [False, True]
    monkeypatch.setattr(click, "confirm", lambda *_, **__: answers.pop(0))
    assert call("add", "pdf").err.endswith("\nnothing was added\n")
    assert ran == []
    assert call("add", "pdf").code == DONE
    assert len(ran) == 1


def test_pipx_keeps_it_over_an_upgrade(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pipx_metadata.json").touch()
    monkeypatch.setattr(shutil, "which", lambda name: name)
    assert call("add", "pdf", "--yes").code == DONE
    assert ran == [["pipx", "inject", tmp_path.name, "typst>=0.15"]]


def test_a_command_is_quoted_as_the_shell_of_this_system_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command_line(["audioguide", "play", "my file.mp3"]) == "audioguide play 'my file.mp3'"
    monkeypatch.setattr("audioguide.state.shell.sys", SimpleNamespace(platform="win32"))
    assert command_line(["audioguide", "play", r"C:\my files\a.mp3"]) == r'audioguide play "C:\my files\a.mp3"'
    assert command_line(["pip", "install", "onnxruntime<1.33,>=1.27"]) == 'pip install "onnxruntime<1.33,>=1.27"'
    assert command_line(["play", r"C:\me&you" + "\\", r"C:\me" + "\\"]) == r'play "C:\me&you\\" C:\me' + "\\"


def test_the_help_names_all_that_can_be_added() -> None:
    told = call("add", "--help").out
    assert not [extra for extra in extras() if not re.search(rf"\b{extra}\b", told)]


def test_uv_adds_it_where_it_left_pip_out(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    assert call("add", "pdf", "--yes").code == DONE
    assert ran == [["uv", "pip", "install", "--python", sys.executable, "typst>=0.15"]]


def test_without_any_installer_it_says_what_to_do(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    run = call("add", "pdf", "--yes")
    assert (run.code, ran) == (FAILED, [])
    assert re.fullmatch(
        r"there is no pip in \S+; get it with: \S+ -m ensurepip; call this again .*'typst>=0.15'\n", run.err
    )


def test_a_python_of_the_system_is_left_alone(
    ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    monkeypatch.setattr(sysconfig, "get_path", lambda _: str(tmp_path))
    (tmp_path / "EXTERNALLY-MANAGED").touch()
    run = call("add", "pdf", "--yes")
    assert (run.code, ran) == (FAILED, [])
    assert run.err.startswith(
        "this Python belongs to the system, and pip may not add to it: 'typst>=0.15'; set audioguide"
    )


def test_the_set_up_is_told(ran: list[list[str]], tmp_path: Path) -> None:
    stamp = tmp_path / "audioguide-stamp"
    stamp.write_text("0123 plain")
    call("add", "pdf", "speakers", "--yes")
    call("add", "pdf", "--yes")
    assert len(ran) == 2
    assert stamp.read_text() == "0123 plain pdf speakers"


def test_an_installation_that_fails_is_told(ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1))
    run = call("add", "pdf", "--yes")
    assert (run.code, ran) == (FAILED, [])
    assert run.err.endswith("it could not be installed; the lines above say why\n")


@cache
def sentences() -> tuple[str, ...]:
    """Every text in the source, with X for what is put into it."""
    return tuple(_sentences())


def _sentences() -> Iterator[str]:
    for path in sorted(PACKAGE.rglob("*.py")):
        nodes = [*ast.walk(ast.parse(path.read_text("utf-8")))]
        pieces = {id(piece) for node in nodes if isinstance(node, ast.JoinedStr) for piece in node.values}
        for node in nodes:
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(one.value) if isinstance(one, ast.Constant) else "X" for one in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
                yield node.value.replace("``", '"')  # a docstring's title


def commands() -> list[str]:
    """Every command that an error, a hint or a help names."""
    found = set()
    for sentence in sentences():
        for match in COMMAND.finditer(sentence):
            command = match[0].strip()
            if command.split()[1:] not in ([], ["X"], ["--help"]):
                found.add(command)
    return sorted(found)


def test_every_command_that_is_printed_can_be_typed() -> None:
    printed = commands()
    assert len(printed) > 15
    for command in printed:
        try:
            parse(command.replace("--page X", "--page 2"))
        except click.UsageError as error:
            pytest.fail(f"{command}: {error.format_message()}")


def test_no_sentence_sends_anybody_to_an_index_for_our_name() -> None:
    assert not [sentence for sentence in sentences() if re.search(r"pip install\s+['\"]?audioguide", sentence)]


def test_a_command_is_printed_as_this_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CALLED_AS, "python3 scripts/audioguide")
    assert call("pause").err == "nothing is playing; begin with: python3 scripts/audioguide play everyday\n"
    assert call("list").err.endswith("see: python3 scripts/audioguide list --help\n")
    assert "'python3 scripts/audioguide list sessions'" in call("again", "nothing").err
