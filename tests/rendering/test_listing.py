"""A folder stays quick: as many manifests are opened with two hundred sessions in it as with ten."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.program import call
from fakes.sessions import put_session, session
from fakes.shelves import fill

from audioguide.cli import FAILED, USAGE
from audioguide.cli import list as list_verb
from audioguide.rendering.listing import Listing
from audioguide.rendering.shelf import Shelf
from audioguide.web import feed
from audioguide.web.library import Library


def opens(action: Callable[[], object]) -> int:
    """Count how many manifests are opened meanwhile."""
    opened = []

    def counted(file: Any, *arguments: Any, **more: Any) -> Any:
        if str(file).endswith(".json"):
            opened.append(file)
        return real(file, *arguments, **more)

    real = io.open
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(io, "open", counted)  # which every path asks
        action()
    return len(opened)


def asked(folder: Path) -> list[int]:
    """Count what each thing opens that a family does in a folder, of which one page is as long as ten sessions."""
    keys, shelf, library = fill(folder, int(folder.name)), Shelf(folder), Library(Listing(folder))
    mine = put_session(folder / "mine.mp3", b"mine")
    return [
        opens(shelf.sweep),
        opens(lambda: shelf.place("other", ".mp3", "other")),
        opens(lambda: call("again", "nothing")),
        opens(lambda: call("play", "many-5.mp3", "--length", "10m")),
        opens(lambda: call("list", "sessions")),
        opens(library.episodes),
        opens(library.episodes),
        opens(lambda: library.episode(mine.digest[:32])),
        opens(lambda: library.episode(keys[3])),
    ]


@pytest.fixture
def pages_of_ten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_verb, "PAGE_ROWS", 10)
    monkeypatch.setattr(feed, "PAGE_EPISODES", 10)
    monkeypatch.setattr("audioguide.web.library.PAGE_EPISODES", 10)


@pytest.mark.usefixtures("pages_of_ten")
def test_two_hundred_sessions_are_as_quick_as_ten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for number in ("11", "200"):
        folder = tmp_path / number
        folder.mkdir()
        monkeypatch.setattr("audioguide.cli.sessions.OUTPUT", folder)
        monkeypatch.setattr(list_verb, "OUTPUT", folder)
        counts.append(asked(folder))
    assert counts[0] == counts[1]
    sweep, place, again, play, listed, first, second, newest, older = counts[1]
    assert (sweep, place, again, second, newest, older) == (0, 0, 0, 0, 0, 0)
    assert play == 1
    assert (listed, first) == (11, 11)  # the eleventh tells that there are more


@pytest.mark.usefixtures("pages_of_ten")
def test_every_session_is_on_one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, 25)
    monkeypatch.setattr(list_verb, "OUTPUT", tmp_path)
    pages = [call("list", "sessions", "--json", "--page", str(number)) for number in (1, 2, 3, 4)]
    names = [[re.sub(r"\D", "", Path(row["file"]).stem) for row in json.loads(page.out)] for page in pages]
    assert names == [[f"{number}" for number in range(first, min(25, first + 10))] for first in (0, 10, 20, 30)]
    assert [page.err for page in pages] == [
        "there are older ones: audioguide list sessions --page 2\n",
        "there are older ones: audioguide list sessions --page 3\n",
        "",
        "",
    ]
    everything = call("list", "sessions", "--json")
    assert (len(json.loads(everything.out)), everything.err) == (25, "")
    assert call("list", "beds", "--page", "2").code == USAGE
    library = Library(Listing(tmp_path))
    assert [len(library.episodes(page)) for page in (1, 2, 3, 4)] == [11, 11, 5, 0]
    feeds = [feed.feed(library.episodes(page), "http://x/", page).decode() for page in (1, 2, 3)]
    assert [text.count("<item>") for text in feeds] == [10, 10, 5]
    assert [re.findall(r'href="http://x/(feed.xml[^"]*)" rel="next"', text) for text in feeds] == [
        ["feed.xml?page=2"],
        ["feed.xml?page=3"],
        [],
    ]
    assert 'href="http://x/feed.xml?page=2" rel="self"' in feeds[1]


def test_one_that_is_on_no_page_yet_is_found_by_its_key(tmp_path: Path) -> None:
    keys, library = fill(tmp_path, 30), Library(Listing(tmp_path))
    assert opens(lambda: library.episode(keys[20])) == 22  # each a little, and the right one as a whole
    assert opens(lambda: library.episode("0" * 32)) == 9
    assert opens(lambda: library.episode("1" * 32)) == 0
    found = library.episode(keys[29])
    assert found
    assert found.session.path.name == "many-29.mp3"
    found.session.path.unlink()
    assert library.episode(keys[29]) is None


def test_many_of_one_name_are_told_apart_by_their_beginnings(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for number, identity in enumerate(("one", "two", "three"), 1):
        target = shelf.place("everyday", ".mp3", identity)
        assert target.stem == ("everyday" if number == 1 else f"everyday-{number}")
        put_session(target, identity.encode(), session(target)).manifest.write_text(
            target.with_suffix(".json").read_text("utf-8").replace('"identity": "abc"', f'"identity": "{identity}"')
        )
    assert opens(lambda: shelf.place("everyday", ".mp3", "two")) == 3  # two beginnings, and a whole one
    compact = tmp_path / "everyday-2.json"
    compact.write_text(json.dumps(json.loads(compact.read_text("utf-8"))), "utf-8")  # as another program writes it
    assert shelf.place("everyday", ".mp3", "two") == tmp_path / "everyday-2.mp3"


def test_a_listing_is_as_the_folder_is_now(tmp_path: Path) -> None:
    listing = Listing(tmp_path / "later")
    assert [*listing()] == []
    fill(tmp_path, 2)
    listing = Listing(tmp_path)
    os.utime(tmp_path, (1_000_000_000,) * 2)  # nothing has changed for long
    assert [path.stem for path in listing()] == ["many-0", "many-1"]
    fill(tmp_path, 3)
    assert [path.stem for path in listing()] == ["many-0", "many-1", "many-2"]
    (tmp_path / "many-0.json").unlink()
    assert [path.stem for path in listing()] == ["many-1", "many-2"]


def test_a_folder_of_the_epoch_is_listed(tmp_path: Path) -> None:
    fill(tmp_path, 2)
    os.utime(tmp_path, (0, 0))
    assert [path.stem for path in Listing(tmp_path)()] == ["many-0", "many-1"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has none")
def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "everyday.json")
    Shelf(tmp_path).sweep()
    assert Library(Listing(tmp_path)).episode("0" * 32) is None
    assert Shelf(tmp_path).place("everyday", ".mp3", "one").name == "everyday-2.mp3"
    assert [*Shelf(tmp_path).sessions("one")] == []


def test_all_keys_are_sought_at_once(tmp_path: Path) -> None:
    keys, listings, listing = fill(tmp_path, 20), [], Listing(tmp_path)

    def counted() -> Iterator[Path]:
        listings.append("")
        return listing()

    library = Library(counted)
    assert [one.key for one in library.with_keys(["0" * 32, keys[19], "1" * 32, keys[0]])] == [keys[19], keys[0]]
    assert len(listings) == 1
    for path in tmp_path.glob("many-1*"):
        path.unlink()
    assert [one.key for one in library.with_keys(keys)] == [keys[0], *keys[2:10]]
    assert len(listings) == 2


def test_a_session_is_found_by_its_name_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.cli.sessions.OUTPUT", tmp_path)
    put_session(tmp_path / "calm.flac", b"sound")
    for name in ("calm", "calm.flac"):
        assert "keeps its choices" in call("play", name, "--length", "10m").err
    assert call("again", "cal").code == FAILED
