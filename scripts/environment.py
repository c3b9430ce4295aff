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
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def ready(extra: str = "") -> Path:
    """Return the Python of an environment in which the package is installed, with what `extra` names.

    It is made on the first call, made again where the last attempt was cut short, and brought up to date where
    pyproject.toml has changed.
    """
    if sys.version_info < (3, 11):
        sys.exit(f"audioguide needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    content = (ROOT / "pyproject.toml").read_bytes() + sys.version.encode() + str(ROOT).encode()
    stamp = hashlib.sha256(content).hexdigest()
    done = STAMP.read_text().split() if STAMP.is_file() else []
    if done[:1] != [stamp]:
        shutil.rmtree(VENV, ignore_errors=True)
        done = [stamp]
        print("Setting up audioguide in .venv, once; this takes about a minute ...", file=sys.stderr, flush=True)
        venv.create(VENV, with_pip=True)
    elif extra in done or (not extra and len(done) > 1):
        return PYTHON
    _install(f".[{extra}]" if extra else ".")
    STAMP.write_text(" ".join([*done, extra or "plain"]))
    return PYTHON


def _install(what: str) -> None:
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", what]
    if subprocess.run(pip, cwd=ROOT, check=False).returncode:
        sys.exit("The set-up failed; the lines above say why. Mend that and call this again.")
