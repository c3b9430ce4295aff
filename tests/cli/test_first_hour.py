"""What is typed in the first hour, and what is answered: see first_hour.txt."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from fakes.program import call, parse

from audioguide.cli.called import COMMAND

LINES = [
    line
    for line in (Path(__file__).parent / "first_hour.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize("line", LINES)
def test_every_slip_is_understood(line: str, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    for name in ("CACHE", "STATE"):
        monkeypatch.setenv(f"AUDIOGUIDE_{name}", str(home / name.lower()))
    typed, _, answer = line.partition(" | ")
    code, *words = shlex.split(typed.removesuffix(" |"))
    run = call(*words)
    assert run.code == int(code)
    assert answer in run.out + run.err
    assert "Traceback" not in run.err
    for sentence in run.err.splitlines():
        for command in COMMAND.finditer(sentence):
            if command[0] != "audioguide --help":
                parse(command[0])
    assert len(run.err.splitlines()) <= 3


def test_there_are_sixty() -> None:
    assert len(LINES) >= 60
