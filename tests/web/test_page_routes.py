"""What the page shows: the sessions as a parent knows them, strokes and their pictures."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from fakes.home import Home, Workshop, home
from fakes.sessions import TIMELINE, put_session, session
from fakes.shelves import fill
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from audioguide import repertoire
from audioguide.model.geometry import Side
from audioguide.model.stroke import Stroke
from audioguide.model.timeline import Beat
from audioguide.rendering.find import find_routine
from audioguide.units import samples
from audioguide.web.family.household import MOST_FAVOURITES
from audioguide.web.feed import PAGE_EPISODES, key_of
from audioguide.web.library import Library
from audioguide.web.page_routes import MOST_PACKING, PageRoutes

LEG, FEATHER = "leg_indian_milk", "feather"


@pytest.fixture(scope="module")
def key(at_home: Home) -> str:
    """A session with a stroke of ours on either side, and one of the family's own."""
    ours = repertoire.vocabulary().strokes[LEG]
    own = replace(ours, id=FEATHER)
    placed: list[tuple[int, Stroke, Side, int, int]] = [
        (6, ours, "right", 0, 2),
        (10, ours, "right", 1, 2),
        (16, ours, "left", 0, 1),
        (22, own, "left", 0, 1),
    ]
    beats = [
        Beat(start=samples(start), end=samples(start + 4), stroke=stroke, side=side, index=index, of=of)
        for start, stroke, side, index, of in placed
    ]
    timeline = replace(TIMELINE, events=(TIMELINE.events[0], *beats))
    target = at_home.folder / "everyday-10m.mp3"
    return key_of(put_session(target, b"sound", replace(session(target), date="2027-03-01"), timeline))


def test_sessions_are_told_apart(at_home: Home, key: str) -> None:
    (one,) = at_home.ask.get("shelf.json").json()
    shown = {name: one[name] for name in ("key", "title", "minutes", "guidance", "bed", "day", "sound", "picture")}
    assert shown == {
        "key": key,
        "title": "Everyday",
        "minutes": 1,
        "guidance": "practised",
        "bed": "heartbeat",
        "day": "2027-03-01",
        "sound": f"{key}.mp3",
        "picture": "covers/everyday.png",
    }
    assert one["goodbye"] == 16
    assert one["more"][0] == {"kind": "download", "address": f"{key}.mp3", "name": "everyday-10m.mp3"}


def test_the_strokes_of_a_session_are_known_with_their_repetitions(at_home: Home, key: str) -> None:
    found = at_home.ask.get(f"{key}/strokes.json").json()
    assert [(one["id"], one["side"], one["starts"], one["end"], one["pictured"]) for one in found] == [
        (LEG, "right", [6, 10], 14, True),
        (LEG, "left", [16], 20, True),
        (FEATHER, "left", [22], 26, False),
    ]
    assert found[0]["name"] == repertoire.vocabulary().strokes[LEG].name.say("en")
    assert found[2]["name"] == ""


def test_a_stroke_has_a_picture_that_moves_and_one_that_does_not(at_home: Home, key: str) -> None:
    moving = at_home.ask.get(f"{key}/{LEG}.right.moving.svg")
    still = at_home.ask.get(f"{key}/{LEG}.right.svg")
    assert moving.headers["content-type"] == still.headers["content-type"] == "image/svg+xml"
    assert "<animateMotion " in moving.text
    assert re.sub("<animateMotion [^>]*/>", "", moving.text) == still.text
    for name in (f"{FEATHER}.left", f"{LEG}.both", f"{LEG}.x", "x.right"):
        assert at_home.ask.get(f"{key}/{name}.svg").status_code == 404


def test_the_words_and_the_cards_of_a_session(at_home: Home, key: str) -> None:
    assert "From hip to ankle." in at_home.ask.get(f"{key}/words.txt").text
    assert at_home.ask.get(f"{key}/cards.html").status_code == 404  # its manifest does not say what was asked for
    job = at_home.post("jobs", minutes=10).json()["id"]
    at_home.workshop.let()
    made = at_home.events(job)[-1]["session"]
    assert "<article id=" in at_home.ask.get(f"{made}/cards.html").text
    assert at_home.ask.get(f"{key}/pack.zip").status_code == 404  # likewise
    packed = at_home.ask.get(f"{made}/pack.zip")
    assert packed.headers["content-type"] == "application/zip"
    with ZipFile(BytesIO(packed.content)) as file:
        assert {"index.html", "cards.html", "words.txt"} <= set(file.namelist())
    assert at_home.post(f"sessions/{made}/delete").status_code == 200


def test_few_packs_are_on_their_way_until_the_phones_have_taken_them(
    at_home: Home, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audioguide.web.page_routes.pack_session", lambda *_: bytes(1 << 25))  # more than is buffered
    monkeypatch.setattr("audioguide.web.page_routes._routine_of", lambda _: None)
    path = f"{key}/pack.zip"
    with contextlib.ExitStack() as phones:
        for _ in range(MOST_PACKING):
            phones.enter_context(at_home.ask.stream("GET", path))  # it takes its time
        assert at_home.ask.get(path).status_code == 503
    assert any(at_home.ask.head(path).status_code == 200 for _ in range(1000))  # they have gone
    assert at_home.ask.get(path).headers["content-length"] == str(1 << 25)


def test_a_pack_counts_until_it_is_sent_or_given_up(at_home: Home, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(lambda: at_home.folder.glob("*.json"))
    monkeypatch.setattr("audioguide.web.page_routes.pack_session", lambda *_: b"pack")
    monkeypatch.setattr("audioguide.web.page_routes._routine_of", lambda _: None)
    routes = PageRoutes(library, at_home.folder)
    request = Request({"type": "http", "path_params": {"key": key}})

    async def refuse(*_: object) -> Any:
        raise OSError  # nobody is there any more

    first, _ = (routes.pack(request) for _ in range(MOST_PACKING))
    with pytest.raises(HTTPException, match="503"):
        routes.pack(request)
    with pytest.raises(ClientDisconnect):
        asyncio.run(first({"type": "http", "asgi": {"spec_version": "2.4"}}, refuse, refuse))
    assert routes.pack(request).status_code == 200
    with pytest.raises(HTTPException, match="503"):
        routes.pack(request)


@contextlib.contextmanager
def changed(at_home: Home, **values: object) -> Iterator[None]:
    """Let the manifest of the session say something else."""
    manifest = at_home.folder / "everyday-10m.json"
    before = manifest.read_text("utf-8")
    manifest.write_text(json.dumps(json.loads(before) | values), "utf-8")
    try:
        yield
    finally:
        manifest.write_text(before, "utf-8")


@pytest.mark.parametrize(
    "events",
    [3, [3], [{"kind": "beat"}, {"kind": "say"}], [{"kind": "beat", "start": "soon"}, {"kind": "say", "start": 0.5}]],
)
def test_a_session_whose_events_are_damaged_has_no_words_strokes_or_pack(
    at_home: Home, key: str, monkeypatch: pytest.MonkeyPatch, events: object
) -> None:
    monkeypatch.setattr("audioguide.web.page_routes._routine_of", lambda _: find_routine("everyday"))
    with changed(at_home, events=events):
        assert at_home.ask.get(f"{key}.mp3").status_code == 200
        for path in ("words.txt", "strokes.json", "pack.zip"):
            assert at_home.ask.get(f"{key}/{path}").status_code == 404


def test_a_session_in_a_language_without_words_has_strokes_without_names(at_home: Home, key: str) -> None:
    with changed(at_home, language="xx"):
        first = at_home.ask.get(f"{key}/strokes.json").json()[0]
        assert (first["id"], first["name"], first["cue"], first["pictured"]) == (LEG, "", "", False)
        assert at_home.ask.get(f"{key}/{LEG}.right.svg").status_code == 404


def test_a_deleted_session_can_be_had_back(at_home: Home, key: str) -> None:
    before = {path.name: path.read_bytes() for path in at_home.folder.glob("everyday-10m.*")}
    assert at_home.post(f"sessions/{key}/delete").status_code == 200
    assert at_home.ask.get(f"{key}.mp3").status_code == 404
    assert not list(at_home.folder.glob("everyday-10m.*"))
    assert at_home.post(f"sessions/{key}/delete").status_code == 404
    assert at_home.post(f"sessions/{key}/restore").status_code == 200
    assert {path.name: path.read_bytes() for path in at_home.folder.glob("everyday-10m.*")} == before
    answer = at_home.post(f"sessions/{key}/restore")
    assert (answer.status_code, answer.json()) == (409, {"error": "it is deleted for good; it can be made again"})
    assert at_home.post(f"sessions/{'.' * 32}/restore").status_code == 404


def test_a_name_that_is_taken_meanwhile_stays(at_home: Home, key: str) -> None:
    at_home.post(f"sessions/{key}/delete")
    stranger = at_home.folder / "everyday-10m.mp3"
    stranger.write_bytes(b"mine")
    assert "by now" in at_home.post(f"sessions/{key}/restore").json()["error"]
    assert stranger.read_bytes() == b"mine"
    stranger.unlink()
    assert at_home.post(f"sessions/{key}/restore").status_code == 200


def test_playing_is_asked_for_in_words_that_are_known(at_home: Home, key: str) -> None:
    assert at_home.post("playing", session=key, on="nowhere").json()["word"] == "wrong_speaker"
    assert at_home.post("playing", session="x", on="nowhere").status_code == 404
    for seconds in (-1, 1e9, "1", True, None):
        assert at_home.post("playing/command", seconds=seconds).status_code == 400
    assert at_home.post("playing/command", command="sing").status_code == 400
    assert at_home.post("playing/command").status_code == 400
    for document in ({"command": "pause"}, {"seconds": 12.5}, {"seconds": 0}):
        assert at_home.post("playing/command", **document).status_code == 200
    with at_home.ask.stream("GET", "playing") as answer:
        state = json.loads(next(answer.iter_lines()).removeprefix("data: "))
    assert state["state"] == "idle"


def test_older_sessions_come_by_pages_and_favourites_by_their_keys(tmp_path: Path) -> None:
    with home(tmp_path, Workshop()) as full:
        keys = fill(full.folder, PAGE_EPISODES + 2)
        _ask_for_pages(full, keys)


def _ask_for_pages(at_home: Home, keys: list[str]) -> None:
    first = at_home.ask.get("shelf.json").json()
    last = first[-1]["key"]
    assert len(first) == PAGE_EPISODES
    at_home.post(f"sessions/{keys[0]}/delete")  # what has gone, or come, moves no page
    second = at_home.ask.get(f"shelf.json?before={last}").json()
    assert [one["key"] for one in first + second] == keys
    assert at_home.ask.get(f"shelf.json?before={keys[-1]}").json() == []
    some = at_home.ask.get(f"shelf.json?keys={keys[-1]},{'0' * 32},{keys[1]}").json()
    assert [one["key"] for one in some] == [keys[-1], keys[1]]
    many = ",".join(["0" * 32] * MOST_FAVOURITES + [keys[1]])
    assert [one["key"] for one in at_home.ask.get(f"shelf.json?keys={many}").json()] == [keys[1]]
    for key in (keys[0], "x", "9" * 400):
        assert at_home.ask.get(f"shelf.json?before={key}").status_code == 404
    script = at_home.ask.get("page/sessions.js").text
    assert f"const PAGE = {PAGE_EPISODES};" in script
