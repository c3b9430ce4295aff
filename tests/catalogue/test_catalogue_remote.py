"""Sessions at an address that fsspec knows: the same as in a folder, each whole or not at all."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

import pytest
from fakes.catalogues import write_catalogue
from fakes.voices import ToneVoice
from fsspec.implementations.memory import MemoryFileSystem
from fsspec.registry import known_implementations

from audioguide.cache import Cache
from audioguide.catalogue import build
from audioguide.catalogue.build import build_catalogue, states_of
from audioguide.catalogue.making import SessionState
from audioguide.catalogue.remote import RemoteFolder
from audioguide.errors import PluginError, ShelfError

ONE = """\
version: 1
vary: {routine: feather.yaml, length: [50s], bed: none, tones: off}
name: "here/{routine}"
date: 2027-03-01
format: wav
"""
AT = "memory://catalogue"
SOUND = "/catalogue/here/feather.wav"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a catalogue of one session, built into `out` and at `AT`."""
    folder = tmp_path_factory.mktemp("catalogue")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("audioguide.rendering.request.choose", lambda _name, _language: ToneVoice())
        file = write_catalogue(folder, ONE)
        built(file, str(folder / "out"))
        assert built(file)["missing"] == 1
        yield folder


@pytest.fixture(autouse=True)
def restored(place: Path) -> Iterator[Path]:
    """Every test finds the catalogue as it was built."""
    before = {path: file.getvalue() for path, file in MemoryFileSystem.store.items()}
    yield place
    MemoryFileSystem.store.clear()
    for path, content in before.items():
        MemoryFileSystem().pipe_file(path, content)


def built(file: Path, to: str = AT, *, force: bool = False) -> Mapping[SessionState, int]:
    return build_catalogue(str(file), to, Cache(file.parent / "cache"), workers=1, force=force)


def state(place: Path) -> str:
    (found,) = states_of(str(place / "all.yaml"), AT, Cache(place / "cache"), workers=1).values()
    return found


def content(path: str) -> bytes:
    return bytes(MemoryFileSystem().cat_file(path))


def test_the_files_are_those_of_a_folder(place: Path) -> None:
    for path in (place / "out").rglob("*.*"):
        assert content(f"/catalogue/{path.relative_to(place / 'out').as_posix()}") == path.read_bytes()
    assert len(MemoryFileSystem.store) == 3 + 2  # sound, manifest and captions; the index twice


def test_what_is_there_is_not_made_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "make_session", lambda *_: pytest.fail("it was made again"))
    assert built(place / "all.yaml") == {"made": 1}
    assert state(place) == "made"


def test_many_are_asked_for_together() -> None:
    here, *missing = RemoteFolder(AT).look(["here/feather.wav", *(f"here/{number}.wav" for number in range(500))])
    assert here.session is not None
    assert here.whole
    assert {one.taken for one in missing} == {""}


def test_one_that_is_cut_short_on_its_way_is_not_there(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(SOUND)
    for path in list(MemoryFileSystem.store):
        MemoryFileSystem().rm_file(path)
    copy = shutil.copyfileobj

    def cut(source: IO[bytes], goal: IO[bytes]) -> None:
        copy(source, goal)
        if source.name.endswith(".wav"):
            raise OSError("the line is dead")

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "copyfileobj", cut)
        with pytest.raises(ShelfError, match="'memory://catalogue' cannot be read or written: the line is dead"):
            built(place / "all.yaml")
    assert not [path for path in MemoryFileSystem.store if path.endswith(".wav") or "index" in path]
    assert state(place) == "missing"  # a manifest without a sound is nothing
    assert built(place / "all.yaml") == {"missing": 1}
    assert content(SOUND) == before


def test_one_that_is_damaged_is_made_again(place: Path) -> None:
    before = content(SOUND)
    MemoryFileSystem().pipe_file(SOUND, before[:1000])
    assert state(place) == "missing"
    built(place / "all.yaml")
    assert content(SOUND) == before


def test_what_is_something_else_is_written_over_with_force_only(place: Path) -> None:
    MemoryFileSystem().pipe_file("/catalogue/here/feather.wav.json", b"{}")
    assert state(place) == "stale"
    with pytest.raises(ShelfError, match=r"something else: the first is 'memory://catalogue/here/feather.wav'"):
        built(place / "all.yaml")
    assert built(place / "all.yaml", force=True) == {"stale": 1}
    MemoryFileSystem().pipe_file("/catalogue/index.json", b"[]")
    with pytest.raises(ShelfError, match=r"'memory://catalogue/index\.json' is of something else than"):
        built(place / "all.yaml")


def test_what_is_needed_for_an_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ShelfError, match="'sea://here' cannot be read or written: Protocol not known: sea"):
        RemoteFolder("sea://here").exists("x")
    monkeypatch.setitem(known_implementations, "sea", {"class": "seafs.Sea", "err": "get it"})
    with pytest.raises(
        PluginError, match=r"'sea://here' needs seafs, which is not installed; .* -m pip install seafs$"
    ):
        RemoteFolder("sea://mia:secret@here").exists("x")
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(PluginError, match=r"an address needs fsspec, .*: audioguide add catalogue$"):
        RemoteFolder("sea://here").exists("x")


def test_a_bug_of_ours_is_no_fault_of_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def bug(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(RemoteFolder, "_standing", bug)
    with pytest.raises(ZeroDivisionError):
        RemoteFolder(AT).look(["here/feather.wav"])


def test_a_password_in_an_address_is_not_told() -> None:
    assert RemoteFolder("sea://mia:s@cret@here/there/").full("x.mp3") == "sea://here/there/x.mp3"
    assert RemoteFolder("s3://here").full("mia@home.mp3") == "s3://here/mia@home.mp3"
