"""What is seldom run: every benchmark and script finds what it imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOAD = """
import runpy, sys
for program in sys.argv[1:]:
    sys.path[0] = program.rpartition("/")[0]
    try:
        runpy.run_path(program, run_name="loaded")
    except ModuleNotFoundError as error:
        print(program, error.name.partition(".")[0])
"""
FURTHER = {"fontTools", "matplotlib"}
"""Packages that only they need, and nobody has to have."""


def test_they_load_but_for_packages_that_nobody_has_to_have() -> None:
    programs = [
        *ROOT.glob("benchmarks/*.py"),
        *(one for one in ROOT.glob("scripts/*") if one.is_file() and one.suffix in (".py", "")),
    ]
    assert len(programs) > 30
    command = [sys.executable, "-W", "ignore", "-c", LOAD, *(one.as_posix() for one in programs)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert {line.split()[1] for line in run.stdout.splitlines()} <= FURTHER, run.stdout


@pytest.mark.parametrize("name", ["fuzz", "break"])
def test_what_is_imported_from_the_tests_is_there(name: str) -> None:
    if name == "break" and sys.platform == "win32":
        pytest.skip("it needs the signals of Linux or macOS")
    command = [sys.executable, str(ROOT / "scripts" / name), "--help"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith(f"usage: {name} ")
