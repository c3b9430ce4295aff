"""What a crash leaves is swept when the next program comes by; what somebody works in never is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from audioguide.state import scratch
from audioguide.state.folder_lock import folder_lock
from audioguide.state.scratch import ABANDONED, HIDDEN, scratch_folder, write_whole

WORKER = """\
import sys
from pathlib import Path
from audioguide.state.scratch import scratch_folder
with scratch_folder(Path(sys.argv[1])) as folder:
    (folder / "half").write_bytes(b"ha")
    print(folder.parent, flush=True)
    sys.stdin.read()
"""


def test_a_living_programs_folder_stays_and_a_killed_ones_goes(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WORKER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout
        theirs = Path(worker.stdout.readline().strip())
        with scratch_folder(tmp_path) as mine:
            assert sorted(tmp_path.iterdir()) == sorted([mine.parent, theirs])
        worker.kill()
        worker.wait()
    assert [*tmp_path.iterdir()] == [theirs]
    with scratch_folder(tmp_path) as mine:
        assert [*tmp_path.iterdir()] == [mine.parent]
    assert not [*tmp_path.iterdir()]


def test_what_another_computer_has_made_stays_for_a_day(tmp_path: Path) -> None:
    young, old, held = (tmp_path / f"{HIDDEN}unfinished-elsewhere-{name}" for name in ("young", "old", "held"))
    for folder in (young, old, held):
        folder.mkdir()
    for folder in (old, held):
        then = folder.stat().st_mtime - ABANDONED - 1
        os.utime(folder, (then, then))
    with folder_lock(held), scratch_folder(tmp_path) as mine:
        assert sorted(tmp_path.iterdir()) == sorted([mine.parent, young, held])


@pytest.mark.parametrize("what", ["_MACHINE", "_BOOT"])
def test_two_computers_of_one_name_are_told_apart(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = set()
    for content in ("one", "other", None, None):  # None: where nothing says so
        file = tmp_path / f"{content}"
        if content:
            file.write_text(content, "utf-8")
        for path in ("_MACHINE", "_BOOT"):
            monkeypatch.setattr(f"audioguide.state.scratch.{path}", file if path == what else tmp_path / "nothing")
        scratch.own_prefix.cache_clear()
        with scratch_folder(tmp_path) as mine:
            names.add(mine.parent.name.rsplit("-", 1)[0])
    scratch.own_prefix.cache_clear()
    assert len(names) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="links are for administrators there")
def test_only_a_folder_is_swept_and_nothing_behind_a_link(tmp_path: Path) -> None:
    with scratch_folder(tmp_path) as mine:
        name = mine.parent.name
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    link, file = tmp_path / f"{name}link", tmp_path / f"{name}file"
    link.symlink_to(elsewhere)
    file.write_text("a file")
    with scratch_folder(tmp_path):
        assert (elsewhere.is_dir(), link.is_symlink(), file.read_text()) == (True, True, "a file")


def test_whatever_comes_while_it_is_made_it_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(folder: Path) -> NoReturn:
        assert folder.is_dir()
        raise KeyboardInterrupt

    monkeypatch.setattr("audioguide.state.scratch.folder_lock", interrupted)
    with pytest.raises(KeyboardInterrupt), scratch_folder(tmp_path):
        pass
    assert not [*tmp_path.iterdir()]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has neither")
def test_only_a_file_is_replaced(tmp_path: Path) -> None:
    pipe, link, file = (tmp_path / name for name in ("pipe", "link", "file"))
    os.mkfifo(pipe)
    link.symlink_to("/dev/null")
    for path in (pipe, link):
        with pytest.raises(OSError, match="it is no regular file"):
            write_whole(path, b"a")
    assert (pipe.is_fifo(), link.is_symlink()) == (True, True)
    for content in (b"a", b"b"):
        write_whole(file, content)
        assert file.read_bytes() == content


def test_without_a_place_it_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"), scratch_folder(tmp_path / "nowhere"):
        pass
