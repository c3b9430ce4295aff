"""Sets up `.venv` beside the package: for a bare Python, standard library only."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "audioguide-stamp"
# Before onnxruntime is loaded, in everything that is started from here: else it reports to its maker.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
PLAIN = "plain"
"""Stands in the stamp where no extra was asked for."""
PACKAGES = 35
"""About so many are fetched; the bar is full at the last one."""
BAR_WIDTH = 24
"""Characters."""
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def ready(extra: str = "") -> Path:
    """Return the Python of an environment in which the package is installed, with what `extra` names.

    It is made on the first call, made again where the last attempt was cut short, and brought up to date where
    pyproject.toml has changed; what `audioguide add` has added stays in it.
    """
    if sys.version_info < (3, 11):
        sys.exit(
            f"audioguide needs Python 3.11 or newer, and this is {sys.version.split()[0]}; "
            "get one from https://www.python.org/downloads/"
        )
    content = (ROOT / "pyproject.toml").read_bytes() + sys.version.encode() + str(ROOT).encode()
    stamp = hashlib.sha256(content).hexdigest()
    before, *extras = STAMP.read_text().split() if STAMP.is_file() else [""]
    if before == stamp and (extra in extras or (not extra and extras)):
        return PYTHON
    if before != stamp:
        print("Setting up audioguide in .venv, once; this takes about a minute.", file=sys.stderr, flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
        _create()
        STAMP.write_text(" ".join(["unfinished", *extras]))
    extras = list(dict.fromkeys([*extras, extra or PLAIN]))
    _install(",".join(one for one in extras if one != PLAIN))
    STAMP.write_text(" ".join([stamp, *extras]))
    return PYTHON


def _create() -> None:
    """Make the environment; Debian and Ubuntu ship Python without the part that puts pip into it."""
    try:
        venv.create(VENV, with_pip=True)
    except subprocess.CalledProcessError:
        sys.exit(
            "The set-up failed: this Python cannot put pip into .venv. On Debian and Ubuntu this helps: "
            f"sudo apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        )


def _install(extras: str) -> None:
    """Install the package with its extras, and show each package that pip comes to."""
    what = f".[{extras}]" if extras else "."
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off", "-e", what]
    said, count = [], 0
    with subprocess.Popen(pip, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for line in process.stdout or ():
            said.append(line)
            if line.startswith("Collecting "):
                count += 1
                _show(count, line.split()[1])
            elif line.startswith("Installing collected packages"):
                _show(PACKAGES, "unpacking")
    _show(None, "")
    if process.returncode:
        sys.stderr.writelines(said[-20:])
        sys.exit("The set-up failed; the lines above say why. Fix that, and run this again.")


def _show(count: int | None, name: str) -> None:
    """Draw the bar where somebody is watching; None takes it away."""
    if not sys.stderr.isatty():
        return
    filled = min(BAR_WIDTH, BAR_WIDTH * (count or 0) // PACKAGES)
    bar = f"{'█' * filled}{'░' * (BAR_WIDTH - filled)}  {name[:40]}" if count is not None else ""
    print(f"\r{bar:<70}\r", end="", file=sys.stderr, flush=True)
