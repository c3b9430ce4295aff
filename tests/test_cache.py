"""Kept files: whole or missing, bounded, and never in the way."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fakes.waiting import PATIENCE

from audioguide.cache import Cache

KEYS = [f"{number:02x}" * 32 for number in range(20)]


def age(folder: Path, key: str, seconds: float) -> None:
    path = folder / key[:2] / key
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_what_was_put_is_got(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "folder")
    assert cache.get(KEYS[0]) is None
    cache.put(KEYS[0], b"first")
    cache.put(KEYS[1], b"second")
    assert cache.get(KEYS[0]) == b"first"
    assert Cache(tmp_path / "new" / "folder").get(KEYS[1]) == b"second"


@pytest.mark.parametrize(
    "harm",
    [
        lambda whole: whole[:-1],
        lambda whole: whole[:0],
        lambda whole: whole[:40],
        lambda whole: b"!" + whole[1:],
    ],
)
def test_a_harmed_file_counts_as_missing_and_is_made_again(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    cache = Cache(tmp_path)
    cache.put(KEYS[0], bytes(range(100)))
    path = tmp_path / KEYS[0][:2] / KEYS[0]
    path.write_bytes(harm(path.read_bytes()))
    assert cache.get(KEYS[0]) is None
    cache.put(KEYS[0], b"again")
    assert cache.get(KEYS[0]) == b"again"


def test_the_length_of_what_is_kept_is_known_without_reading_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.length(KEYS[0]) is None
    for key, length in zip(KEYS, (5000, 0, 1), strict=False):
        cache.put(key, bytes(length))
        assert cache.length(key) == length
    path = tmp_path / KEYS[0][:2] / KEYS[0]
    for short in (path.read_bytes()[:-1], b"", b"short"):
        path.write_bytes(short)
        assert cache.length(KEYS[0]) is None


def test_of_two_programs_that_put_the_same_the_first_counts(tmp_path: Path) -> None:
    assert Cache(tmp_path).put(KEYS[0], b"first") == b"first"
    assert Cache(tmp_path).put(KEYS[0], b"second") == b"first"
    assert Cache(tmp_path).get(KEYS[0]) == b"first"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_file_system_without_links_keeps_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    assert Cache(tmp_path).put(KEYS[0], b"content") == b"content"
    assert Cache(tmp_path).get(KEYS[0]) == b"content"


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=1000)
    for key in KEYS[:9]:
        cache.put(key, bytes(68))  # 100 with the seal
    for order, key in enumerate(KEYS[:9]):
        age(tmp_path, key, seconds=1000 - order)
    assert cache.get(KEYS[0]) is not None  # used now: it stays, though it is the oldest
    cache.put(KEYS[9], bytes(68))
    cache.put(KEYS[10], bytes(68))
    assert cache.get(KEYS[0]) is not None
    assert cache.get(KEYS[1]) is None
    assert cache.get(KEYS[10]) is not None


def test_it_does_not_pass_its_limit(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=1000)
    for key in KEYS:
        cache.put(key, bytes(60))
        assert cache.size() <= 1000


def test_what_others_wrote_counts_too(tmp_path: Path) -> None:
    for key in KEYS:
        Cache(tmp_path, limit=1000).put(key, bytes(60))
    assert Cache(tmp_path).size() <= 1000


def test_it_tells_its_size_and_can_be_emptied(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    assert cache.size() == 0
    cache.put(KEYS[0], bytes(100))
    assert cache.size() == 132
    assert cache.clean() == 132
    assert cache.size() == 0
    assert cache.get(KEYS[0]) is None


def test_unfinished_files_of_programs_that_are_gone_are_swept(tmp_path: Path) -> None:
    (tmp_path / "00").mkdir()
    for name, seconds in (("old.unfinished", 7200), ("new.unfinished", 0)):
        (tmp_path / "00" / name).write_bytes(b"half")
        then = (tmp_path / "00" / name).stat().st_mtime - seconds
        os.utime(tmp_path / "00" / name, (then, then))
    Cache(tmp_path).put(KEYS[0], b"whole")
    assert {path.name for path in (tmp_path / "00").iterdir()} == {"new.unfinished", KEYS[0]}


def test_where_nothing_is_to_be_said_more_room_changes_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        Cache(tmp_path / "file", complains=False).with_room(1000).put(KEYS[0], b"content")
    assert caplog.records == []


def test_a_folder_that_cannot_be_written_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_bytes(b"")
    cache = Cache(tmp_path / "file")
    with caplog.at_level(logging.WARNING):
        for key in KEYS[:3]:
            cache.put(key, b"content")
            assert cache.get(key) is None
    assert len(caplog.records) == 1
    assert "cannot keep clips in" in caplog.text
    assert cache.size() == 0
    assert cache.clean() == 0


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    cache = Cache(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", full)
        patch.setattr(Path, "replace", full)
        cache.put(KEYS[0], b"content")
    assert cache.get(KEYS[0]) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


WRITER = """
import sys
from pathlib import Path
from audioguide.cache import Cache
cache = Cache(Path(sys.argv[1]), limit=20_000)
for number in range(300):
    key = f"{number % 7:02x}" * 32
    content = bytes([number % 7]) * 5000
    cache.put(key, content)
    assert cache.get(key) in (None, content)
"""


def test_several_programs_share_a_folder(tmp_path: Path) -> None:
    programs = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)]) for _ in range(3)]
    assert [program.wait(timeout=PATIENCE) for program in programs] == [0, 0, 0]
    assert all(len(path.name) == 64 for path in tmp_path.glob("??/*"))


FILLER = """
import sys
from pathlib import Path
from audioguide.cache import Cache
cache = Cache(Path(sys.argv[1]), limit=200_000)
for number in range(200):
    cache.put(f"{int(sys.argv[2]):02x}{number:062x}", bytes(1000))
    print(cache.size(), flush=True)
"""


def test_several_programs_do_not_pass_the_limit_together(tmp_path: Path) -> None:
    programs = [
        subprocess.Popen([sys.executable, "-c", FILLER, str(tmp_path), str(n)], stdout=subprocess.PIPE, text=True)
        for n in range(4)
    ]
    sizes = [int(size) for program in programs for size in program.communicate(timeout=PATIENCE)[0].split()]
    assert len(sizes) == 800
    assert max(sizes) <= 200_000
