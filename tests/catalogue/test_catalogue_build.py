"""A catalogue is built: what is missing is made, once, and the same wherever and whenever; the index comes last."""

from __future__ import annotations

import csv
import gc
import json
import weakref
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from fakes.catalogues import write_catalogue
from fakes.program import call
from fakes.voices import ToneVoice

from audioguide.cache import Cache
from audioguide.catalogue import build, survey
from audioguide.catalogue.build import build_catalogue, states_of
from audioguide.catalogue.destination import LocalFolder
from audioguide.catalogue.making import Task, make_session
from audioguide.catalogue.opening import open_catalogue
from audioguide.cli import DONE, FAILED, USAGE
from audioguide.errors import AudioguideError, RoutineError, ShelfError, SoundError
from audioguide.model.catalogue import Row
from audioguide.model.session import Session
from audioguide.rendering.identity import identity_of
from audioguide.rendering.shelf import session_at

TWO = """\
version: 1
vary:
  routine: feather.yaml
  length: 50s
  baby: [Mia, Noah]
  bed: none
  tones: off
name: "{baby}/{routine}"
date: 2027-03-01
format: wav
"""
FILES = ("mia/feather.wav", "noah/feather.wav")


@pytest.fixture(scope="module")
def voice() -> Iterator[ToneVoice]:
    """What speaks in every session, and remembers what it said."""
    one = ToneVoice()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("audioguide.rendering.request.choose", lambda _name, _language: one)
        yield one


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, voice: ToneVoice) -> Path:
    """A folder with a catalogue that was built into `out`."""
    folder = tmp_path_factory.mktemp("catalogue")
    with pytest.MonkeyPatch.context() as patch:
        identities = Mock(side_effect=identity_of)
        patch.setattr(survey, "identity_of", identities)
        assert built(write_catalogue(folder, TWO)) == {"made": 0, "missing": 2, "stale": 0}
    assert identities.call_count == 2  # once for each session, although both were looked at again after speaking
    assert len(voice.texts) == len(set(voice.texts)) > 0  # each distinct clip was spoken once
    return folder


@pytest.fixture(autouse=True)
def restored(place: Path) -> Iterator[None]:
    """Every test finds the catalogue as it was built."""
    before = {path: path.read_bytes() for path in place.rglob("*.*") if path.is_file()}
    yield
    for path, content in before.items():
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


def built(file: Path, to: str = "out", *, force: bool = False) -> dict[str, int]:
    states = build_catalogue(str(file), file.parent / to, Cache(file.parent / "cache"), workers=1, force=force)
    return {state: states[state] for state in ("made", "missing", "stale")}


def states(place: Path, to: str = "out") -> list[str]:
    return list(states_of(str(place / "all.yaml"), place / to, Cache(place / "cache"), workers=1).values())


def task_of(row: Row, place: Path, identity: str, date: str = "") -> Task:
    folder = LocalFolder(place / "out")
    return Task(row=row, destination=folder, file=FILES[0], identity=identity, date=date, format_name="wav")


def sounds(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.wav"))}


def test_the_index_tells_what_is_in_every_file(place: Path) -> None:
    index = json.loads((place / "out" / "index.json").read_text("utf-8"))
    assert [one["file"] for one in index["sessions"]] == list(FILES)
    for one in index["sessions"]:
        assert one["sha256"] == sha256((place / "out" / one["file"]).read_bytes()).hexdigest()
        assert one["length_samples"] == 50 * 44_100
        assert one["chapters"] == [{"title": "Back", "start_ms": 0, "end_ms": 50_000}]
        assert -40 < one["loudness_lufs"] < -15
    assert index["sessions"][1]["choices"] == {
        "routine": "feather.yaml",
        "length": "50s",
        "baby": "Noah",
        "bed": "none",
        "tones": "off",
    }
    with (place / "out" / "index.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], row["baby"], row["seconds"], row["chapters"]) for row in rows] == [
        ("mia/feather", "Mia", "50.000", "Back"),
        ("noah/feather", "Noah", "50.000", "Back"),
    ]
    found = session_at(place / "out" / FILES[0])
    assert found is not None
    assert found.date == "2027-03-01"


def test_what_is_there_is_not_made_again(place: Path, voice: ToneVoice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "make_session", lambda *_: pytest.fail("it was made again"))
    said = len(voice.asked)
    assert built(place / "all.yaml") == {"made": 2, "missing": 0, "stale": 0}
    assert states(place) == ["made", "made"]
    assert len(voice.asked) == said


def test_the_same_bytes_in_another_order_in_another_folder_and_on_another_day(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audioguide.rendering.today.date", SimpleNamespace(today=lambda: date(2031, 5, 6)))
    monkeypatch.setattr("time.time", lambda: 1_940_000_000.0)
    (place / "other").mkdir(exist_ok=True)
    turned = write_catalogue(place / "other", TWO.replace("[Mia, Noah]", "[Noah, Mia]"))
    build_catalogue(str(turned), place / "other" / "out", Cache(place / "cache"), workers=1)
    assert sounds(place / "other" / "out") == sounds(place / "out")


def test_a_session_that_is_gone_or_damaged_is_made_again(place: Path) -> None:
    before = sounds(place / "out")
    (place / "out" / FILES[0]).unlink()
    (place / "out" / FILES[1]).write_bytes(before[FILES[1]][:1000])
    assert states(place) == ["missing", "missing"]
    assert built(place / "all.yaml") == {"made": 0, "missing": 2, "stale": 0}
    assert sounds(place / "out") == before


def test_what_is_something_else_is_written_over_with_force_only(place: Path) -> None:
    before = sounds(place / "out")
    (place / "out" / FILES[1]).write_bytes(b"mine")
    (place / "out" / "noah" / "feather.wav.json").unlink()
    (place / "out" / FILES[0]).unlink()
    assert states(place) == ["missing", "stale"]
    with pytest.raises(ShelfError, match=r"^1 of the files are something else: .*noah/feather\.wav'; take"):
        built(place / "all.yaml")
    assert not (place / "out" / FILES[0]).exists()  # nothing was made before that was found
    assert built(place / "all.yaml", force=True) == {"made": 0, "missing": 1, "stale": 1}
    assert sounds(place / "out") == before


def test_a_session_of_another_request_gives_way(place: Path) -> None:
    """No force is needed: it is ours, and stale."""
    before = sounds(place / "out")
    for suffix in ("", ".json"):
        stale = place / "out" / f"{FILES[1]}{suffix}"
        stale.write_bytes((place / "out" / f"{FILES[0]}{suffix}").read_bytes())
    manifest = place / "out" / f"{FILES[1]}.json"
    known = session_at(place / "out" / FILES[0])
    assert known is not None
    manifest.write_text(manifest.read_text("utf-8").replace(known.identity, "0" * 64), "utf-8")
    assert states(place) == ["made", "stale"]
    assert built(place / "all.yaml") == {"made": 1, "missing": 0, "stale": 1}
    assert sounds(place / "out") == before


def test_another_day_is_another_file(place: Path) -> None:
    file = write_catalogue(place, TWO.replace("2027-03-01", "2027-03-02").replace("[Mia, Noah]", "Mia"))
    assert states(place) == ["stale"]
    assert built(file) == {"made": 0, "missing": 0, "stale": 1}
    assert states(place) == ["made"]


def test_an_index_of_another_catalogue_stays(place: Path) -> None:
    other = place / "other.yaml"
    other.write_text(TWO, "utf-8")
    with pytest.raises(ShelfError, match=r"index\.json' is of something else than"):
        built(other)
    assert built(other, force=True)["made"] == 2


def test_memory_does_not_grow_with_the_sessions(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = session_at(place / "out" / FILES[0])
    left: list[weakref.ref[type]] = []

    def making(*_: object) -> Session | None:
        left.append(weakref.ref(type("Ring", (), {})))  # a class holds itself
        return known

    monkeypatch.setattr(build, "make_session", making)
    threshold = gc.get_threshold()
    gc.set_threshold(0)
    try:
        row, _ = open_catalogue(str(place / "all.yaml")).rows()
        assert build._attempt(task_of(row, place, identity="any"), Cache(place / "cache")) is known  # noqa: SLF001
    finally:
        gc.set_threshold(*threshold)
    assert left[0]() is None


def test_a_session_that_fails_is_named_and_the_others_are_made(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(task: Task, cache: Cache) -> Session:
        if task.row.name == "mia/feather":
            raise SoundError("too loud")
        return make_session(task, cache)

    monkeypatch.setattr(build, "make_session", failing)
    for name in FILES:
        (place / "out" / name).unlink()
    with pytest.raises(AudioguideError, match="mia/feather: too loud"):
        built(place / "all.yaml")
    assert list(sounds(place / "out")) == [FILES[1]]
    assert not list((place / "out").glob("index.*"))  # it would list what is not there
    monkeypatch.setattr(build, "make_session", lambda *_: (_ for _ in ()).throw(ShelfError("the disk is full")))
    with pytest.raises(ShelfError, match="the disk is full"):
        built(place / "all.yaml")


def test_one_that_another_program_has_made_meanwhile_is_kept(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = str(place / "all.yaml")
    row, _ = open_catalogue(file).rows()
    path = place / "out" / FILES[0]
    known = session_at(path)
    assert known is not None
    task = task_of(row, place, identity=known.identity, date=known.date)
    monkeypatch.setattr("audioguide.rendering.make.encode", lambda *_, **__: pytest.fail("it was made again"))
    assert make_session(task, Cache(place / "cache")) == known


def test_a_build_that_is_stopped_goes_on_where_it_was(place: Path) -> None:
    before = sounds(place / "out")
    for name in FILES:
        (place / "out" / name).unlink()
    shown = []

    def stopped(what: str, done: int, of: int, at: str) -> None:
        shown.append((what, done, of, at))
        if (what, done) == ("making", 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_catalogue(str(place / "all.yaml"), place / "out", Cache(place / "cache"), workers=1, progress=stopped)
    assert shown[-2:] == [("making", 0, 2, "mia/feather"), ("making", 1, 2, "mia/feather")]
    assert list(sounds(place / "out")) == [FILES[0]]
    assert not (place / "out" / "index.json").exists()  # it comes last
    assert built(place / "all.yaml") == {"made": 1, "missing": 1, "stale": 0}
    assert sounds(place / "out") == before


def test_a_computer_that_would_make_something_else_refuses(place: Path) -> None:
    row, _ = open_catalogue(str(place / "all.yaml")).rows()
    task = task_of(row, place, identity="another")
    with pytest.raises(AudioguideError, match="'mia/feather' would be another session here"):
        make_session(task, Cache(place / "cache"))


def test_a_computer_without_the_clips_refuses(place: Path) -> None:
    row, _ = open_catalogue(str(place / "all.yaml")).rows()
    known = session_at(place / "out" / FILES[0])
    assert known is not None
    task = task_of(row, place, identity=known.identity)
    with pytest.raises(AudioguideError, match="what 'mia/feather' says is not in the cache; AUDIOGUIDE_CACHE is"):
        make_session(task, Cache(place / "elsewhere"))


def test_lengths_are_exact_once_all_is_spoken(place: Path) -> None:
    file = write_catalogue(place, TWO.replace("50s", "30s"))
    with pytest.raises(
        RoutineError, match=r"all.yaml:4: cannot make 'feather' last 30s: .* at least \d+s \(in 2 sessions"
    ):
        built(file)


def test_the_command_line_tells_what_was_made(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place)
    monkeypatch.setenv("AUDIOGUIDE_CACHE", str(place / "cache"))
    (place / "out" / FILES[0]).unlink()
    status = call("catalogue", "status", "all.yaml", "--to", "out")
    assert (status.code, status.out) == (DONE, "1 made, 1 missing, 0 stale\n")
    names = json.loads(call("catalogue", "status", "all.yaml", "--to", "out", "--json").out)
    assert names == {"made": ["noah/feather"], "missing": ["mia/feather"], "stale": []}
    done = call("catalogue", "build", "all.yaml", "--to", "out", "--workers", "1")
    assert (done.code, done.out) == (DONE, "out/index.json  1 session made, 1 was there\n")
    assert call("catalogue", "build", "all.yaml").code == USAGE
    assert call("catalogue", "build", "nothing.yaml", "--to", "out").code == FAILED
