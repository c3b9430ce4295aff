"""The same as in `test_publishing`, with programs that run at once and with real kills."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest
from fakes.program import FEATHER
from fakes.publishing import NEW, OLD, numbered, true_sounds

from audioguide.rendering.shelf import Shelf, is_whole

pytestmark = pytest.mark.real
PUBLISH = """\
import sys
from functools import partial
from pathlib import Path
from audioguide.rendering.shelf import checked_output_path
from fakes.publishing import NEW, published
folder = Path(sys.argv[1])
published(folder, NEW, partial(checked_output_path, folder / "tiny-1m40s.mp3", NEW.decode(), force=True))
"""
TESTS = Path(__file__).parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(TESTS), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("call", ["rename", "write", "fsync", "unlink", "rmdir", "flock"])
def test_a_kill_at_a_system_call_leaves_the_truth(tmp_path: Path, call: str, *, before: bool) -> None:
    strace = shutil.which("strace") or pytest.skip("no strace: IT WAS NOT TRIED")
    for number in count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        if before:
            published = numbered(folder, OLD)
            assert published.name == "tiny-1m40s.mp3"
        inject = ["-f", "-qq", "-o", os.devnull, "-e", f"inject={call}:signal=SIGKILL:when={number}"]
        command = [strace, *inject, sys.executable, "-c", PUBLISH, str(folder)]
        run = subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=False)
        assert true_sounds(folder) in ([OLD] if before else [], [], [NEW])
        numbered(folder, NEW)
        assert NEW in true_sounds(folder)
        if run.returncode == 0:
            assert number > 1 or (call == "unlink" and not before)  # it has been killed at least once
            break
        assert run.returncode == -9, run.stderr


def test_forty_renders_at_once_are_forty_sessions(tmp_path: Path) -> None:
    (tmp_path / "feather.yaml").write_text(FEATHER, "utf-8")
    render = [
        sys.executable,
        "-m",
        "audioguide",
        "render",
        "feather.yaml",
        "--guidance",
        "tones",
        "--length",
        "40s",
        "--workers",
        "1",
    ]
    environment = {**os.environ, "AUDIOGUIDE_CACHE": str(tmp_path / "cache")}
    subprocess.run([*render, "-o", "warm.mp3"], cwd=tmp_path, env=environment, check=True, capture_output=True)
    running = [
        subprocess.Popen([*render, "--loudness", f"{-18 - number / 10}"], cwd=tmp_path, env=environment)
        for number in range(1, 41)
    ]
    assert [one.wait() for one in running] == [0] * 40
    sessions = list(Shelf(tmp_path / "output").sessions())
    assert len({one.identity for one in sessions}) == 40
    assert all(is_whole(one, thoroughly=True) for one in sessions)
