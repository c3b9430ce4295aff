"""The files beside `scripts/audioguide` that are double-clicked, with a Python that tells how it was called."""

from __future__ import annotations

import configparser
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
SERVED = {"audioguide": "scripts/audioguide serve --open", "audioguide-phone": "scripts/audioguide serve --lan"}
"""What is called, by the name of the file."""

each_name = pytest.mark.parametrize("name", SERVED)
on_unix = pytest.mark.skipif(sys.platform == "win32", reason="for Macs and Linux")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a space in its name, in which the files lie as they do here."""
    folder = tmp_path / "our audioguide"
    (folder / "scripts").mkdir(parents=True)
    for file in (*SCRIPTS.glob("*.command"), *SCRIPTS.glob("*.desktop")):
        (folder / "scripts" / file.name).write_bytes(file.read_bytes())
    python = tmp_path / "python3"
    python.write_text('#!/bin/sh\necho "$PWD: $*"\n')
    python.chmod(0o755)
    return folder


def clicked(home: Path, *command: str) -> str:
    """Run it as a file manager does: in another folder."""
    path = f"{home.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(command, cwd="/", env={"PATH": path}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@on_unix
@each_name
def test_on_a_mac(home: Path, name: str) -> None:
    assert os.access(SCRIPTS / f"{name}.command", os.X_OK)
    assert clicked(home, "sh", str(home / "scripts" / f"{name}.command")) == f"{home}: {SERVED[name]}"


@on_unix
@each_name
def test_on_linux(home: Path, name: str) -> None:
    assert os.access(SCRIPTS / f"{name}.desktop", os.X_OK)
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(home / "scripts" / f"{name}.desktop", "utf-8")
    assert entry["Desktop Entry"]["Terminal"] == "true"
    words = shlex.split(entry["Desktop Entry"]["Exec"].replace("\\\\", "\\").replace("\\$", "$"))
    place = str(home / "scripts" / f"{name}.desktop")
    assert clicked(home, *(place if word == "%k" else word for word in words)) == f"{home}: {SERVED[name]}"


@each_name
def test_on_windows(name: str) -> None:
    lines = (SCRIPTS / f"{name}.bat").read_bytes().decode("ascii").split("\r\n")
    called = SERVED[name].replace("/", "\\")
    assert lines[2:] == ['cd /d "%~dp0.."', f"py {called}", "if errorlevel 1 pause", ""]
