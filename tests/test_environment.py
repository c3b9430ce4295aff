"""The set-up of `.venv`, with a pip that fetches nothing."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"

PIP = """\
#!/bin/sh
echo "$@" >> "$(dirname "$0")/../../calls"
test -f "$(dirname "$0")/../../broken" && { echo "ERROR: no network"; exit 1; }
echo "Collecting click>=8.4"
echo "Installing collected packages: click"
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for Python is a shell script")


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The set-up of another folder, in which a venv is a stand-in that tells how pip was called."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "1")
    one = importlib.import_module("environment")
    monkeypatch.setattr(one, "ROOT", tmp_path)
    monkeypatch.setattr(one, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(one, "STAMP", tmp_path / ".venv" / "audioguide-stamp")
    monkeypatch.setattr(one, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(one.venv, "create", lambda folder, **_: stand_in(folder))
    (tmp_path / "pyproject.toml").write_text("version 1")
    yield one
    del sys.modules["environment"]


def stand_in(folder: Path) -> None:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").write_text(PIP)
    (folder / "bin" / "python").chmod(0o755)


def installed(folder: Path) -> list[str]:
    """What pip was asked for, call by call."""
    calls = folder / "calls"
    return [line.split()[-1] for line in calls.read_text().splitlines()] if calls.is_file() else []


def test_it_is_set_up_once(environment: ModuleType, tmp_path: Path) -> None:
    assert environment.ready() == environment.ready() == tmp_path / ".venv" / "bin" / "python"
    assert installed(tmp_path) == ["."]
    environment.ready("dev")
    environment.ready()
    assert installed(tmp_path) == [".", ".[dev]"]


def test_what_was_added_is_there_after_a_change_of_pyproject(environment: ModuleType, tmp_path: Path) -> None:
    environment.ready()
    stamp = tmp_path / ".venv" / "audioguide-stamp"
    stamp.write_text(f"{stamp.read_text()} speakers")  # as `audioguide add` does
    environment.ready()
    assert installed(tmp_path) == ["."]
    (tmp_path / "pyproject.toml").write_text("version 2")
    environment.ready()
    assert installed(tmp_path) == [".", ".[speakers]"]
    assert stamp.read_text().split()[1:] == ["plain", "speakers"]


def test_what_was_added_is_there_after_a_set_up_that_failed(
    environment: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.ready("pdf")
    (tmp_path / "pyproject.toml").write_text("version 2")
    (tmp_path / "broken").touch()
    with pytest.raises(SystemExit, match="The set-up failed; the lines above say why"):
        environment.ready()
    assert "ERROR: no network" in capsys.readouterr().err
    (tmp_path / "broken").unlink()
    environment.ready()
    assert installed(tmp_path)[-1] == ".[pdf]"


def test_a_bar_shows_what_is_being_installed(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    environment.ready()
    _, *drawn = capsys.readouterr().err.split("\n")[-1].split("\r")
    shown = [line.strip() for line in drawn if line.strip()]
    assert shown == [f"{'░' * 24}  click>=8.4", f"{'█' * 24}  unpacking"]


def test_a_pipe_gets_one_line(environment: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    environment.ready()
    assert capsys.readouterr().err == f"Setting up audioguide in .venv, once; this takes about a minute.{os.linesep}"


def test_an_old_python_is_told_where_to_get_a_newer_one(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "sys", SimpleNamespace(version_info=(3, 10, 13), version="3.10.13", exit=sys.exit))
    with pytest.raises(SystemExit) as told:
        environment.ready()
    assert told.value.code == (
        "audioguide needs Python 3.11 or newer, and this is 3.10.13; get one from https://www.python.org/downloads/"
    )


def test_a_python_without_ensurepip_is_told_what_to_install(
    environment: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(folder: Path, **_: object) -> None:
        (folder / "bin").mkdir(parents=True)
        raise subprocess.CalledProcessError(1, ["python3", "-m", "ensurepip"])

    with monkeypatch.context() as on_debian:
        on_debian.setattr(environment.venv, "create", half)
        with pytest.raises(SystemExit, match=r"sudo apt install python3\.\d+-venv$"):
            environment.ready()
    assert environment.ready() == tmp_path / ".venv" / "bin" / "python"
    assert installed(tmp_path) == ["."]


def test_the_program_takes_the_place_of_the_script_so_that_kill_ends_it(tmp_path: Path) -> None:
    (tmp_path / "audioguide").write_bytes((SCRIPTS / "audioguide").read_bytes())
    (tmp_path / "environment.py").write_text(f"def ready(): return {str(tmp_path / 'python')!r}\n")
    (tmp_path / "python").write_text('#!/bin/sh\necho "$$ $*"\n')
    (tmp_path / "python").chmod(0o755)
    command = [sys.executable, str(tmp_path / "audioguide"), "play", "everyday 10m"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.communicate()[0] == f"{program.pid} -m audioguide play everyday 10m\n"
