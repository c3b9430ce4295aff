"""What has been read once is kept, and taken only where nothing has changed."""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from unittest.mock import Mock

import pytest
from fakes.program import call

from audioguide.cache import Cache
from audioguide.cli import DONE
from audioguide.model.stroke import Times
from audioguide.repertoire.compiled import compiled


class Reader:
    """What reads, and counts how often."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> Mapping[str, Times]:
        self.calls += 1
        return MappingProxyType({"often": Times(fewest=1, usual=2, most=3)})


INSIDE = compiled.__globals__
"""The names of its module, which has the name of the function."""


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file that is read."""
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "ours"))
    INSIDE["_our_state"]()  # once in a program, and not into the cache that is looked at
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "strokes.yaml").write_text("Stroke.", "utf-8")
    return folder


def test_it_is_read_once(words: Path) -> None:
    read = Reader()
    first, second = compiled("words", read, [words]), compiled("words", read, [words])
    assert read.calls == 1
    assert second == first == {"often": Times(fewest=1, usual=2, most=3)}
    assert isinstance(second, MappingProxyType)


def test_a_change_is_seen(words: Path) -> None:
    read = Reader()
    compiled("words", read, [words])
    (words / "strokes.yaml").write_text("Another stroke.", "utf-8")
    compiled("words", read, [words])
    (words / "phrases.yaml").write_text("More.", "utf-8")
    compiled("words", read, [words])
    assert read.calls == 3
    status = (words / "phrases.yaml").stat()
    (words / "phrases.yaml").write_text("Less.", "utf-8")  # as long as before, and as old
    os.utime(words / "phrases.yaml", ns=(status.st_atime_ns, status.st_mtime_ns))
    compiled("words", read, [words])
    assert read.calls == 4
    (words / "#strokes.yaml").symlink_to(words / "missing")  # as Emacs locks what it edits
    (words / "strokes.yaml").write_text("A third stroke.", "utf-8")
    compiled("words", read, [words])
    assert read.calls == 5


def test_what_is_edited_while_it_is_read_is_kept_under_no_old_name(words: Path) -> None:
    class Edited(Reader):
        def __call__(self) -> Mapping[str, Times]:
            (words / "strokes.yaml").write_text("Another stroke.", "utf-8")
            return super().__call__()

    compiled("words", Edited(), [words])
    (words / "strokes.yaml").write_text("Stroke.", "utf-8")
    read = Reader()
    compiled("words", read, [words])
    assert read.calls == 1


def test_what_is_edited_in_our_own_while_a_program_runs_is_kept_under_no_old_name(
    words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled("words", Reader(), [words])
    monkeypatch.setitem(INSIDE, "_OURS", ("errors.py",))
    compiled("more words", Reader(), [words])
    assert len([*(tmp_path / "cache" / "compiled").glob("*/*")]) == 1


def test_our_own_files_are_hashed_only_where_they_look_otherwise_than_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setitem(INSIDE, "_PACKAGE", tmp_path)
    monkeypatch.setitem(INSIDE, "_OURS", ("model",))
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "stroke.py").write_text("Stroke", "utf-8")
    hashed = Mock(side_effect=INSIDE["_hashed_state"])
    monkeypatch.setitem(INSIDE, "_hashed_state", hashed)
    look = INSIDE["_our_state"].__wrapped__  # as another program does
    monkeypatch.setitem(INSIDE, "_SETTLED_NS", 10**15)
    assert look() == look()
    assert hashed.call_count == 2  # what was changed a moment ago may be changed again within the same one
    monkeypatch.setitem(INSIDE, "_SETTLED_NS", -(10**12))
    assert look() == look()
    assert hashed.call_count == 3
    (tmp_path / "model" / "stroke.py").write_text("Stroke, or two", "utf-8")
    assert look() == INSIDE["_hashed_state"]()
    assert hashed.call_count == 5


def test_what_is_damaged_is_read_anew(words: Path, tmp_path: Path) -> None:
    read = Reader()
    compiled("words", read, [words])
    [file] = (tmp_path / "cache" / "compiled").glob("*/*")
    file.write_bytes(file.read_bytes()[:-1])
    assert compiled("words", read, [words]) == {"often": Times(fewest=1, usual=2, most=3)}
    assert read.calls == 2
    compiled("words", read, [words])
    assert read.calls == 2


def test_nothing_but_our_values_is_ever_made(words: Path, tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "trapped"),)

    read = Reader()
    compiled("words", read, [words])
    [file] = (tmp_path / "cache" / "compiled").glob("*/*")
    file.unlink()
    Cache(tmp_path / "cache" / "compiled").put(file.name, pickle.dumps(Trap()))
    compiled("words", read, [words])
    assert read.calls == 2
    assert not (tmp_path / "trapped").exists()


def test_a_folder_that_cannot_be_written_is_no_matter(
    words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "file" / "cache"))
    read = Reader()
    assert compiled("words", read, [words]) == compiled("words", read, [words])
    assert read.calls == 2
    assert caplog.records == []
    assert list(words.iterdir()) == [words / "strokes.yaml"]


def test_a_folder_that_cannot_be_read_is_left_to_who_reads_it(words: Path) -> None:
    read = Reader()
    compiled("words", read, [words / "missing"])
    compiled("words", read, [words / "missing"])
    assert read.calls == 2


def test_cleaning_takes_it_along(words: Path, tmp_path: Path) -> None:
    compiled("words", Reader(), [words])
    assert call("cache", "clean").code == DONE
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_how_long_routines_can_be_is_worked_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path))
    monkeypatch.setattr("audioguide.cli.list.compiled", compiled)
    monkeypatch.setattr("audioguide.repertoire.routines", lambda: ("first-days",))
    worked_out = Mock(return_value=None)
    monkeypatch.setattr("audioguide.planning.good.good_lengths", worked_out)
    first = call("list", "routines")
    assert "first-days" in first.out
    assert call("list", "routines") == first
    assert worked_out.call_count == 1
