"""A session appears whole or not at all: with others at work in the folder, and wherever it is cut short."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from fakes.killed import killed_at
from fakes.publishing import NEW, OLD, numbered, published, true_sounds

from audioguide.errors import ShelfError
from audioguide.rendering.shelf import Shelf, checked_output_path
from audioguide.state.folder_lock import folder_lock


def test_forty_at_once_are_forty_sessions(tmp_path: Path) -> None:
    sounds = [f"sound {number:02d}".encode() for number in range(40)]
    with ThreadPoolExecutor(40) as threads:
        paths = list(threads.map(partial(numbered, tmp_path), sounds))
    assert sorted(true_sounds(tmp_path)) == sounds
    assert {path.stem for path in paths} == {"tiny-1m40s", *(f"tiny-1m40s-{number}" for number in range(2, 41))}
    assert [path.read_bytes() for path in paths] == sounds
    assert len(list(tmp_path.iterdir())) == 3 * 40


def test_the_same_session_at_once_is_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(10) as threads:
        paths = set(threads.map(partial(numbered, tmp_path), [NEW] * 10))
    assert paths == {tmp_path / "tiny-1m40s.mp3"}
    assert true_sounds(tmp_path) == [NEW]


def test_a_chosen_file_that_has_become_something_else_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "mine.mp3"
    target.write_bytes(b"somebody's")
    with pytest.raises(ShelfError, match=r"mine.mp3' exists and is something else; .*--force"):
        published(tmp_path, NEW, partial(checked_output_path, target, NEW.decode(), force=False))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.mp3"]
    assert target.read_bytes() == b"somebody's"
    published(tmp_path, NEW, partial(checked_output_path, target, NEW.decode(), force=True))
    assert true_sounds(tmp_path) == [NEW]


def test_a_folder_is_locked_for_one_at_a_time(tmp_path: Path) -> None:
    with folder_lock(tmp_path) as mine, folder_lock(tmp_path, wait=False) as others:
        assert (mine, others) == (True, False)
    with folder_lock(tmp_path, wait=False) as free:
        assert free
    assert not list(tmp_path.iterdir())


CALLS = ("open", "fsync", "rename", "replace", "unlink")
"""Functions of `os` by which a publish leaves a trace. To close a file is left alone: the system does so in a kill."""


def states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, before: bool) -> Iterator[list[bytes]]:
    """Yield what there is after a kill at every step, with nothing there before or an old session."""
    for number in range(1000):
        folder = tmp_path / str(number)
        place = partial(checked_output_path, folder / "mine.mp3", NEW.decode(), force=True)
        if before:
            published(folder, OLD, place)
        killed = killed_at(number, CALLS, monkeypatch, partial(published, folder, NEW, place))
        yield true_sounds(folder) if folder.exists() else []
        published(folder, NEW, partial(Shelf(folder).place, "mine", ".mp3", NEW.decode()))
        assert NEW in true_sounds(folder)
        Shelf(folder).sweep()
        assert len(list(folder.glob("*.json"))) == len(true_sounds(folder))
        if not killed:
            return


@pytest.mark.parametrize("before", [False, True])
def test_a_kill_at_any_step_leaves_the_truth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, before: bool) -> None:
    seen = list(states(tmp_path, monkeypatch, before=before))
    assert len(seen) > 10
    first = [OLD] if before else []
    assert (seen[0], seen[-1]) == (first, [NEW])
    assert all(one in ([], first, [NEW]) for one in seen)
    assert [one for one in seen if one == first] + [one for one in seen if one == []] * before + [
        one for one in seen if one == [NEW]
    ] == seen  # in this order
