"""Builds in several processes: the bytes of a plain loop; whoever dies, and whoever else builds, nothing is lost."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fakes.catalogues import NAMES, SIX, digests, write_catalogue

import audioguide as ag
from audioguide.cache import Cache
from audioguide.catalogue.build import build_catalogue
from audioguide.catalogue.making import SessionState
from audioguide.catalogue.opening import open_catalogue
from audioguide.catalogue.pool import each, processes
from audioguide.errors import AudioguideError
from audioguide.rendering.speak import Progress

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
    build_catalogue(str(place / "all.yaml"), sys.argv[2], Cache(place / "cache"), workers=2, progress=progress)
"""
"""Builds with two processes, and is killed when two sessions are made."""


@pytest.fixture(scope="module")
def loop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue, its clips, and in `loop` its sessions from a plain loop over `render`."""
    place = tmp_path_factory.mktemp("catalogue")
    file = write_catalogue(place, f"{SIX}format: flac\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("audioguide.rendering.render.today", lambda: date(2027, 3, 1))
        for row in open_catalogue(str(file)).rows():
            chosen: Any = {**row.choices, "length": row.options["length"].text}
            sound = place / "loop" / f"{row.name}.flac"
            ag.render(row.routine, output=sound, workers=1, cache=place / "cache", **chosen)
    return place


def build(place: Path, to: Path, progress: Progress | None = None) -> Mapping[SessionState, int]:
    return build_catalogue(str(place / "all.yaml"), to, Cache(place / "cache"), workers=2, progress=progress)


def times(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.glob("*.flac")}


def test_a_build_that_is_killed_goes_on_and_leaves_nobody_behind(loop: Path, tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(KILLED, "utf-8")
    # It returns when nobody has its output open any more: the workers have ended, too.
    left = subprocess.run([sys.executable, script, loop, tmp_path], capture_output=True, timeout=300, check=False)
    assert left.returncode == -9, left.stderr
    assert not (tmp_path / "index.json").exists()
    made = times(tmp_path)
    assert 2 <= len(made) < len(NAMES)
    assert build(loop, tmp_path)["made"] == len(made)
    assert made.items() <= times(tmp_path).items()  # those are not made again
    assert digests(tmp_path) == digests(loop / "loop")
    assert list(digests(tmp_path)) == sorted(NAMES)


def test_workers_that_are_killed_leave_whole_sessions_and_a_rerun_makes_the_rest(loop: Path, tmp_path: Path) -> None:
    for share in (0.1, 0.5, 0.9):
        made = times(tmp_path)

        def kill(what: str, done: int, _of: int, _at: str, there: int = len(made), share: float = share) -> None:
            if what == "making" and done and there + done >= share * len(NAMES):
                for worker in multiprocessing.active_children():
                    worker.kill()

        with suppress(AudioguideError):  # unless the last of them was quicker
            build(loop, tmp_path, kill)
        assert made.items() <= times(tmp_path).items()
        assert digests(tmp_path).items() <= digests(loop / "loop").items()
    build(loop, tmp_path)
    assert digests(tmp_path) == digests(loop / "loop")


def test_two_builds_at_once_lose_nothing(loop: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "audioguide", "catalogue", "build", str(loop / "all.yaml"), "--to", str(tmp_path)]
    environment = {**os.environ, "AUDIOGUIDE_CACHE": str(loop / "cache"), "AUDIOGUIDE_WORKERS": "1"}
    builds = [subprocess.Popen(command, stderr=subprocess.PIPE, env=environment) for _ in range(2)]
    for one in builds:
        assert (one.communicate(timeout=300)[1], one.returncode) == (b"", 0)
    assert digests(tmp_path) == digests(loop / "loop")
    index = json.loads((tmp_path / "index.json").read_text("utf-8"))
    assert {one["id"]: one["sha256"] for one in index["sessions"]} == digests(tmp_path)
    assert len(list(tmp_path.iterdir())) == 3 * len(NAMES) + 2  # sounds, manifests, captions, the index


def test_a_worker_that_dies_is_told() -> None:
    with (
        pytest.raises(AudioguideError, match="a worker process has died; what was made is kept"),
        processes(2) as executor,
    ):
        list(each(executor, os._exit, [1], ahead=1))
