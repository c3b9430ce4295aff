"""A build in several processes: the same bytes; a death of any of them loses nothing, and leaves nobody behind."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from fakes.catalogues import NAMES, SIX, write_catalogue

from audioguide.cache import Cache
from audioguide.catalogue.build import build_catalogue
from audioguide.catalogue.pool import each, processes
from audioguide.errors import AudioguideError

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(sys.platform == "win32", reason="there a process is not killed by a signal"),
]

KILLED = """\
import os, signal, sys
from pathlib import Path
from audioguide.cache import Cache
from audioguide.catalogue.build import build_catalogue

def progress(what, done, of, at):
    if what == "making" and done == 2:
        os.kill(os.getpid(), signal.SIGKILL)

if __name__ == "__main__":
    place = Path(sys.argv[1])
    build_catalogue(str(place / "all.yaml"), place / "out", Cache(place / "cache"), workers=2, progress=progress)
"""
"""Builds with two processes, and is killed when two sessions are made."""


def digests(folder: Path) -> dict[str, str]:
    return {path.stem: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.flac"))}


def test_whoever_dies_a_rerun_makes_the_rest_and_the_bytes_are_those_of_a_plain_loop(tmp_path: Path) -> None:
    file = write_catalogue(tmp_path, f"{SIX}format: flac\n")
    cache = Cache(tmp_path / "cache")
    build_catalogue(str(file), tmp_path / "loop", cache, workers=1)
    script = tmp_path / "killed.py"
    script.write_text(KILLED, "utf-8")
    # It returns when nobody has its output open any more: the workers have ended, too.
    left = subprocess.run([sys.executable, script, tmp_path], capture_output=True, timeout=300, check=False)
    assert left.returncode == -9, left.stderr
    assert not (tmp_path / "out" / "index.json").exists()
    made = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.flac")}
    assert 2 <= len(made) < len(NAMES)
    states = build_catalogue(str(file), tmp_path / "out", cache, workers=2)
    assert states["made"] == len(made)
    assert all(path.stat().st_mtime_ns == when for path, when in made.items())  # those are not made again
    assert digests(tmp_path / "out") == digests(tmp_path / "loop")
    assert len(digests(tmp_path / "out")) == len(NAMES)
    assert (tmp_path / "out" / "index.json").read_bytes() == (tmp_path / "loop" / "index.json").read_bytes()


def test_a_worker_that_dies_is_told() -> None:
    with (
        pytest.raises(AudioguideError, match="a worker process has died; what was made is kept"),
        processes(2) as executor,
    ):
        list(each(executor, os._exit, [1], ahead=1))
