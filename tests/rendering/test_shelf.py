"""Sessions appear whole or not at all, and nobody's file is lost."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from fakes.sessions import put_session, session

from audioguide.catalogue.destination import LocalFolder, Standing
from audioguide.errors import ShelfError
from audioguide.rendering import shelf
from audioguide.rendering.discarding import discard, restore
from audioguide.rendering.publishing import write_synced
from audioguide.rendering.shelf import Shelf, checked_output_path, is_whole, session_at
from audioguide.state.folder_lock import folder_lock
from audioguide.state.scratch import ABANDONED
from audioguide.state.shell import command_line


def kept(folder: Path, stem: str = "everyday-10m", identity: str = "abc", suffix: str = ".mp3") -> Path:
    """Put a session on the shelf and return its path."""
    target = folder / f"{stem}{suffix}"
    return put_session(target, b"sound", replace(session(target), identity=identity)).path


def age(path: Path, seconds: float) -> None:
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_a_session_is_its_sound_and_its_manifest(tmp_path: Path) -> None:
    path = kept(tmp_path)
    assert path.read_bytes() == b"sound"
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "everyday-10m.json",
        "everyday-10m.mp3",
        "everyday-10m.vtt",
    ]
    assert session_at(path) == replace(session(path), identity="abc", digest=session_at(path).digest)  # type: ignore[union-attr]


def test_a_session_exists_when_its_sound_does(tmp_path: Path) -> None:
    path = kept(tmp_path)
    path.unlink()
    assert session_at(path) is None
    assert not list(Shelf(tmp_path).sessions())


def test_what_went_wrong_leaves_nothing_behind(tmp_path: Path) -> None:
    def crash(staging_dir: Path) -> None:
        write_synced(staging_dir / "session.mp3", [b"half"])
        raise RuntimeError

    with pytest.raises(RuntimeError), Shelf(tmp_path).staging_dir() as staging_dir:
        crash(staging_dir)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ShelfError, match="choose another place with -o"), Shelf(tmp_path / "file").staging_dir():
        pass


@pytest.mark.parametrize("comes", ["manifest", "all"])
def test_what_is_published_while_a_name_is_looked_at_is_not_in_the_way(
    tmp_path: Path, comes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two builds of a catalogue make the same; the sound comes last."""
    path = tmp_path / "everyday-10m.mp3"
    is_there = shelf._is_there  # noqa: SLF001 - what comes between two looks

    def looked_at(one: Path) -> bool:
        was_there = is_there(one)
        if one == path and not was_there:
            kept(tmp_path)
            if comes == "manifest":
                path.unlink()
        return was_there

    monkeypatch.setattr(shelf, "_is_there", looked_at)
    (standing,) = LocalFolder(tmp_path).look([path.name])
    if comes == "manifest":
        assert standing == Standing()
    else:
        assert (standing.session, standing.whole) == (session_at(path), True)


def test_orphans_are_swept_and_everything_else_stays(tmp_path: Path) -> None:
    orphan = kept(tmp_path, "orphan")
    orphan.unlink()
    kept(tmp_path, "whole")
    somebodys = tmp_path / "notes.json"
    somebodys.write_text(json.dumps({"maker": "me"}))
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    left = tmp_path / ".audioguide-crashed"
    left.mkdir()
    at_work = tmp_path / ".audioguide-at-work"
    at_work.mkdir()
    age(left, ABANDONED + 1)
    with folder_lock(tmp_path):  # somebody publishes
        Shelf(tmp_path).sweep()
    assert orphan.with_suffix(".json").exists()
    Shelf(tmp_path).sweep()
    assert {path.name for path in tmp_path.iterdir()} == {
        "whole.mp3",
        "whole.json",
        "whole.vtt",
        "notes.json",
        "broken.json",
        ".audioguide-at-work",
    }


def test_where_there_are_no_locks_what_was_thrown_away_goes_by_its_age(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, young = discarded(tmp_path, "old"), discarded(tmp_path, "young")
    age(old, ABANDONED + 1)
    monkeypatch.setattr("audioguide.state.folder_lock._lock", lambda *_, **__: None)
    Shelf(tmp_path).sweep()
    assert [*tmp_path.iterdir()] == [young]


def discarded(folder: Path, stem: str) -> Path:
    """Throw a session away, and return where it is."""
    before = {*folder.iterdir()}
    path = kept(folder, stem)
    path.write_bytes(stem.encode())
    found = session_at(path)
    assert found
    discard(replace(found, digest=stem))
    [bin_folder] = {*folder.iterdir()} - before
    return bin_folder


def test_a_name_that_is_taken_is_never_taken_again(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    kept(tmp_path, identity="one")
    assert shelf.place("everyday-10m", ".mp3", "one").name == "everyday-10m.mp3"
    assert shelf.place("everyday-10m", ".mp3", "two").name == "everyday-10m-2.mp3"
    (tmp_path / "everyday-10m-2.mp3").write_bytes(b"somebody's")
    assert shelf.place("everyday-10m", ".mp3", "two").name == "everyday-10m-3.mp3"
    (tmp_path / "everyday-10m-3.json").write_text("{}")
    assert shelf.place("everyday-10m", ".mp3", "two").name == "everyday-10m-4.mp3"


def test_a_session_is_found_behind_a_name_that_has_become_free(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    found = session_at(kept(tmp_path, identity="one"))
    second = kept(tmp_path, "everyday-10m-2", identity="two")
    assert found
    discard(found)
    assert shelf.place("everyday-10m", ".mp3", "two") == second
    assert shelf.place("everyday-10m", ".mp3", "three").name == "everyday-10m.mp3"
    assert restore(tmp_path, found.digest[:32]).identity == "one"


def test_what_a_crash_left_takes_no_name(tmp_path: Path) -> None:
    kept(tmp_path).unlink()
    assert Shelf(tmp_path).place("everyday-10m", ".mp3", "two").name == "everyday-10m.mp3"
    assert checked_output_path(tmp_path / "everyday-10m.mp3", "two", force=False)
    (tmp_path / "everyday-10m.mp3").write_bytes(b"somebody's, later")
    kept(tmp_path, "gone").unlink()
    (tmp_path / "gone.mp3").mkdir()
    assert Shelf(tmp_path).place("gone", ".mp3", "two").name == "gone-2.mp3"


def test_a_damaged_session_is_left_out_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    kept(tmp_path, "whole")
    cut, changed = kept(tmp_path, "the cut"), kept(tmp_path, "changed")
    cut.write_bytes(b"soun")
    changed.write_bytes(b"Sound")
    assert [one.path.stem for one in Shelf(tmp_path).sessions()] == ["changed", "whole"]
    assert [record.getMessage() for record in caplog.records] == [
        f"{cut} is damaged and left out; make it again: audioguide again {command_line([str(cut)])}"
    ]
    found = session_at(changed)
    assert found
    assert is_whole(found)
    assert not is_whole(found, thoroughly=True)
    assert Shelf(tmp_path).place("the cut", ".mp3", "abc") == cut  # where it is made again
    assert Shelf(tmp_path).place("the cut", ".mp3", "other").name == "the cut-2.mp3"


def test_an_old_manifest_knows_no_size(tmp_path: Path) -> None:
    path = kept(tmp_path)
    document = json.loads(path.with_suffix(".json").read_text("utf-8"))
    del document["size_bytes"]
    path.with_suffix(".json").write_text(json.dumps(document), "utf-8")
    path.write_bytes(b"soun")
    (found,) = Shelf(tmp_path).sessions()
    assert found.size is None
    assert not is_whole(found, thoroughly=True)


def test_captions_that_are_somebodys_take_a_name_too(tmp_path: Path) -> None:
    (tmp_path / "everyday-10m.vtt").write_text("somebody's")
    assert Shelf(tmp_path).place("everyday-10m", ".mp3", "one").name == "everyday-10m-2.mp3"


def test_two_formats_of_one_name_keep_apart(tmp_path: Path) -> None:
    plain, other = kept(tmp_path, suffix=".mp3"), kept(tmp_path, suffix=".flac", identity="abd")
    assert (plain.stem, other.stem) == ("everyday-10m", "everyday-10m")
    assert [one.path.name for one in Shelf(tmp_path).sessions()] == ["everyday-10m.flac", "everyday-10m.mp3"]
    for path, identity in ((plain, "abc"), (other, "abd")):
        found = session_at(path)
        assert found
        assert (found.path, found.identity) == (path, identity)
        assert session_at(found.manifest) == found
    other.unlink()
    assert session_at(other) is None
    assert session_at(plain)


def test_sessions_are_listed_by_name(tmp_path: Path) -> None:
    kept(tmp_path, "b")
    kept(tmp_path, "a")
    assert [one.path.stem for one in Shelf(tmp_path).sessions()] == ["a", "b"]
    assert not list(Shelf(tmp_path / "nowhere").sessions())


def test_a_bad_manifest_is_left_out_and_named_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    good = put_session(tmp_path / "good.mp3", b"sound")
    ours = put_session(tmp_path / "ours.mp3", b"sound").manifest
    ours.write_text(json.dumps({**json.loads(ours.read_text("utf-8")), "title": 7}), "utf-8")
    (tmp_path / "deep.json").write_text("[" * 100_000, "utf-8")
    (tmp_path / "number.json").write_text('{"maker": "audioguide", "file": "good.mp3", "title": 1e999}', "utf-8")
    (tmp_path / "theirs.json").write_text('{"title": 7}', "utf-8")
    (tmp_path / "folder.json").mkdir()
    for _ in range(2):
        assert [one.path.name for one in Shelf(tmp_path).sessions()] == [good.path.name]
    told = sorted(record.getMessage() for record in caplog.records)
    cure = "cannot be read and is left out; delete it, and make the session again"
    assert told == [f"{tmp_path / 'number.json'} {cure}", f"{ours} {cure}"]


def test_only_a_file_of_a_session_is_one(tmp_path: Path) -> None:
    put_session(tmp_path / "ours.mp3", b"sound")
    for name in ("ours.mp3", "ours.json", "ours"):
        assert (found := session_at(tmp_path / name))
        assert found.path.name == "ours.mp3"
    for name in ("ours.yaml", "ours.wav", "other.mp3"):
        assert session_at(tmp_path / name) is None
