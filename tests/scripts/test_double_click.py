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
SERVED = "scripts/audioguide serve --open"

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="for Macs and Linux")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a space in its name, in which the files lie as they do here."""
    folder = tmp_path / "our audioguide"
    (folder / "scripts").mkdir(parents=True)
    for name in ("audioguide.command", "audioguide.desktop"):
        (folder / "scripts" / name).write_bytes((SCRIPTS / name).read_bytes())
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
def test_on_a_mac(home: Path) -> None:
    assert os.access(SCRIPTS / "audioguide.command", os.X_OK)
    assert clicked(home, "sh", str(home / "scripts" / "audioguide.command")) == f"{home}: {SERVED}"


@on_unix
def test_on_linux(home: Path) -> None:
    assert os.access(SCRIPTS / "audioguide.desktop", os.X_OK)
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(home / "scripts" / "audioguide.desktop", "utf-8")
    assert entry["Desktop Entry"]["Terminal"] == "true"
    words = shlex.split(entry["Desktop Entry"]["Exec"].replace("\\\\", "\\").replace("\\$", "$"))
    place = str(home / "scripts" / "audioguide.desktop")
    assert clicked(home, *(place if word == "%k" else word for word in words)) == f"{home}: {SERVED}"


def test_on_windows() -> None:
    lines = (SCRIPTS / "audioguide.bat").read_bytes().decode("ascii").split("\r\n")
    assert lines[2:] == ['cd /d "%~dp0.."', "py scripts\\audioguide serve --open", "if errorlevel 1 pause", ""]
