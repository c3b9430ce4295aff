"""Small files that are kept from one call to the next."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
from fakes.killed import killed_at

from audioguide.errors import ShelfError
from audioguide.state import write_state
from audioguide.state.bug_report import write_bug_report
from audioguide.state.scratch import own_prefix, write_whole


def test_a_file_is_written_whole_and_for_its_user_alone(tmp_path: Path) -> None:
    for text in ("a", "b" * 100_000, "ü"):
        write_state(tmp_path / "kept.json", text)
        assert (tmp_path / "kept.json").read_text("utf-8") == text
    if sys.platform != "win32":
        assert (tmp_path / "kept.json").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["kept.json"]


def test_a_file_is_on_the_disk_before_it_takes_its_name_and_the_name_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        sync(descriptor)

    def replaced(source: Path, target: Path) -> None:
        steps.append("name")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    write_state(tmp_path / "kept.json", "a")
    write_whole(tmp_path / "card", b"a")
    assert steps == 2 * ["file", "name", *(["folder"] if sys.platform != "win32" else [])]


def test_what_a_kill_left_is_removed_by_the_next(tmp_path: Path) -> None:
    left = tmp_path / f"{own_prefix()}left" / "files"
    left.mkdir(parents=True)
    (left / "kept.json").write_text("ha")
    write_state(tmp_path / "kept.json", "a")
    assert [file.name for file in tmp_path.iterdir()] == ["kept.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="it keeps names as text")
def test_a_bug_is_reported_whatever_it_names_and_whatever_the_language(tmp_path: Path) -> None:
    program = (
        "import os\n"
        "from audioguide.state.bug_report import write_bug_report\n"
        "try:\n"
        "    raise RuntimeError('\\u016b ' + os.fsdecode(b'\\xff'))\n"
        "except RuntimeError:\n"
        "    print(write_bug_report())"
    )
    environment = {**os.environ, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C", "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    (report,) = tmp_path.glob("audioguide-bug-*.txt")
    assert report.read_text("utf-8").endswith("RuntimeError: \u016b \\udcff\n")


def test_a_bug_that_comes_again_is_reported_in_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each phone that opens the page searches for speakers, and a plug-in may fail each time."""

    def fail(why: str) -> str:
        try:
            int(f"{tmp_path} {why}")
        except ValueError:
            return write_bug_report()
        return "nothing was wrong"

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert len({fail("odd"), fail("odd"), fail("odder")}) == 2
    assert len([*tmp_path.iterdir()]) == 2
    for report in tmp_path.iterdir():  # as systems do after some days
        report.unlink()
    assert Path(fail("odd")).is_file()


CALLS = ("mkdir", "open", "write", "replace", "rename", "unlink", "rmdir")
"""Functions of `os` by which writing leaves a trace."""


@pytest.mark.parametrize("old", [None, "old" * 10_000])
def test_a_kill_at_any_step_leaves_the_old_text_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str | None
) -> None:
    new, killed = "new" * 10_000, True
    seen: list[str | None] = []
    while killed:
        file = tmp_path / str(len(seen)) / "kept.json"
        file.parent.mkdir()
        if old is not None:
            write_state(file, old)
        killed = killed_at(len(seen), CALLS, monkeypatch, partial(write_state, file, new))
        seen.append(file.read_text("utf-8") if file.exists() else None)
        write_state(file, new)
        assert [left.name for left in file.parent.iterdir()] == ["kept.json"]
    assert len(seen) > 3
    assert (seen[0], seen[-1]) == (old, new)
    assert set(seen) == {old, new}


def test_many_may_write_at_once(tmp_path: Path) -> None:
    texts = [json.dumps([number] * 20_000) for number in range(8)]
    writers = [threading.Thread(target=write_state, args=(tmp_path / "kept.json", text)) for text in texts]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (tmp_path / "kept.json").read_text("utf-8") in texts
    assert [file.name for file in tmp_path.iterdir()] == ["kept.json"]


def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ShelfError, match=r"cannot write '.*kept.json': No such file or directory"):
        write_state(tmp_path / "gone" / "kept.json", "a")
    (tmp_path / "kept.json").mkdir()
    with pytest.raises(ShelfError, match="cannot write"):
        write_state(tmp_path / "kept.json", "a")
    assert [file.name for file in tmp_path.iterdir()] == ["kept.json"]
