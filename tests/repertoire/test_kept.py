"""What has been read once is kept, and taken only where nothing has changed."""

from __future__ import annotations

import os
import pickle
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

import pytest

from audioguide.model.stroke import Times
from audioguide.repertoire.kept import kept

KEPT = "repertoire.pickle"


class Reader:
    """What reads, and counts how often."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> Mapping[str, Times]:
        self.calls += 1
        return MappingProxyType({"often": Times(fewest=1, usual=2, most=3)})


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file that is read."""
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "strokes.yaml").write_text("Stroke.", "utf-8")
    return folder


def test_it_is_read_once(words: Path) -> None:
    read = Reader()
    first, second = kept(read, [words]), kept(read, [words])
    assert read.calls == 1
    assert second == first == {"often": Times(fewest=1, usual=2, most=3)}
    assert isinstance(second, MappingProxyType)


def test_a_change_is_seen(words: Path) -> None:
    read = Reader()
    kept(read, [words])
    (words / "strokes.yaml").write_text("Another stroke.", "utf-8")
    kept(read, [words])
    (words / "phrases.yaml").write_text("More.", "utf-8")
    kept(read, [words])
    assert read.calls == 3
    status = (words / "phrases.yaml").stat()
    os.utime(words / "phrases.yaml", ns=(status.st_atime_ns, status.st_mtime_ns + 1))  # as long as before
    kept(read, [words])
    assert read.calls == 4


def test_what_is_damaged_is_read_anew(words: Path, tmp_path: Path) -> None:
    read = Reader()
    kept(read, [words])
    file = tmp_path / "cache" / KEPT
    file.write_bytes(file.read_bytes()[:-1])
    assert kept(read, [words]) == {"often": Times(fewest=1, usual=2, most=3)}
    assert read.calls == 2
    kept(read, [words])
    assert read.calls == 2


def test_nothing_but_our_values_is_ever_made(words: Path, tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "trapped"),)

    read = Reader()
    kept(read, [words])
    file = tmp_path / "cache" / KEPT
    trap = pickle.dumps(Trap())
    file.write_bytes(file.read_bytes()[:32] + sha256(trap).digest() + trap)
    kept(read, [words])
    assert read.calls == 2
    assert not (tmp_path / "trapped").exists()


def test_a_folder_that_cannot_be_written_is_no_matter(
    words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(tmp_path / "file" / "cache"))
    read = Reader()
    assert kept(read, [words, tmp_path / "missing"]) == kept(read, [words, tmp_path / "missing"])
    assert read.calls == 2
    assert list(words.iterdir()) == [words / "strokes.yaml"]
