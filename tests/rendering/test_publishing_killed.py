"""The same as in `test_publishing`, with programs that run at once and with real kills."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import traceback
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from fakes.program import FEATHER
from fakes.publishing import NEW, OLD, numbered, published, true_sounds

from audioguide.rendering.shelf import Shelf, checked_output_path, is_whole

pytestmark = pytest.mark.real


def killed_at(call: str, number: int, folder: Path) -> int:
    """Publish in a process of its own that is killed at one of its system calls, and return how that ended.

    It is a fork, which has all loaded that it needs, and is traced from there on: every call is the publishing's own.
    """
    strace = shutil.which("strace") or pytest.skip("no strace: IT WAS NOT TRIED")
    begin, tell = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.read(begin, 1)
            published(folder, NEW, partial(checked_output_path, folder / "tiny-1m40s.mp3", NEW.decode(), force=True))
        except BaseException:  # noqa: BLE001 - nothing of the test goes on here
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    command = [strace, "-f", "-o", os.devnull, "-e", f"inject={call}:signal=SIGKILL:when={number}", "-p", str(child)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
        assert tracer.stderr
        assert "attached" in tracer.stderr.readline()
        os.write(tell, b".")
        ended = os.waitpid(child, 0)[1]
    os.close(begin)
    os.close(tell)
    return os.waitstatus_to_exitcode(ended)


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("call", ["rename", "write", "fsync", "unlink", "rmdir", "flock"])
def test_a_kill_at_a_system_call_leaves_the_truth(tmp_path: Path, call: str, *, before: bool) -> None:
    for number in count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        if before:
            assert numbered(folder, OLD).name == "tiny-1m40s.mp3"
        ended = killed_at(call, number, folder)
        assert true_sounds(folder) in ([OLD] if before else [], [], [NEW])
        numbered(folder, NEW)
        assert NEW in true_sounds(folder)
        if ended == 0:
            assert number > 1 or (call == "unlink" and not before)  # it has been killed at least once
            break
        assert ended == -9


def test_twelve_renders_at_once_are_twelve_sessions(tmp_path: Path) -> None:
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
        for number in range(1, 13)
    ]
    assert [one.wait() for one in running] == [0] * 12
    sessions = list(Shelf(tmp_path / "output").sessions())
    assert len({one.identity for one in sessions}) == 12
    assert all(is_whole(one, thoroughly=True) for one in sessions)
