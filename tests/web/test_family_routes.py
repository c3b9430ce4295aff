"""What the page keeps of a family's evenings, and what comes of it the next evening."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.sessions import TIMELINE, put_session, session

from audioguide.units import samples
from audioguide.web.family.diary import Diary
from audioguide.web.feed import key_of

if TYPE_CHECKING:
    from fakes.home import Home

TODAY = date(2026, 11, 28)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("family_routes", "making_routes"):
        monkeypatch.setattr(f"audioguide.web.{module}.local_day", lambda: TODAY)


@pytest.fixture
def key(at_home: Home) -> str:
    path = at_home.folder / "everyday-10m.mp3"
    path.unlink(missing_ok=True)
    return key_of(put_session(path, b"sound", timeline=replace(TIMELINE, length=samples(600))))


@pytest.fixture
def diary(at_home: Home) -> Diary:
    """The family's, empty."""
    diary = Diary(at_home.state / "diary.jsonl")
    diary.delete()
    return diary


def test_an_evening_on_a_phone_is_written_down_and_can_be_deleted(at_home: Home, key: str, diary: Diary) -> None:
    assert at_home.post("diary", session=key, heard=420, stopped_at=10).status_code == 200
    assert at_home.post(f"sessions/{key}/favourite", favourite=True).status_code == 200
    assert at_home.ask.get("diary.json").json() == {
        "evenings": 1,
        "entries": [
            {
                "day": TODAY.isoformat(),
                "title": "Everyday",
                "baby": "",
                "guidance": "practised",
                "seconds": 420,
                "of": 600,
                "stopped_at": "Right leg",
                "liked": True,
            }
        ],
    }
    assert at_home.post("diary/delete").status_code == 200
    assert at_home.ask.get("diary.json").json() == {"evenings": 0, "entries": []}
    assert diary.entries() == ()


def test_what_is_no_evening_is_refused(at_home: Home, key: str, diary: Diary) -> None:
    for heard in (-1, 1e9, "60", True, None):
        assert at_home.post("diary", session=key, heard=heard).status_code == 400
    assert at_home.post("diary", session="x", heard=60).status_code == 404
    for what in ("keep", "next"):
        assert at_home.post(f"words/{what}", guidance="shouted").status_code == 400
    assert at_home.post("diary", session=key, heard=7200, stopped_at=None).status_code == 200
    assert [one.seconds for one in diary.entries()] == [600]


def test_each_evening_begins_with_other_checks_and_offers(at_home: Home, key: str, diary: Diary) -> None:
    turns = []
    for number in (2, 1, 0):
        at_home.workshop.let()
        at_home.events(at_home.post("jobs", minutes=10).json()["id"])
        turns.append(at_home.workshop.made[-1].asked["turn"])
        diary.note(session(at_home.folder / "x.mp3"), 120, None, TODAY - timedelta(number))
    assert turns == [0, 1, 2]
    assert list(at_home.post("jobs", minutes=10).json()) == ["session"]  # today's is made already
    assert key in at_home.ask.get("shelf.json").text


def test_fewer_words_are_proposed_once(at_home: Home, diary: Diary) -> None:
    for number in range(5):
        assert at_home.ask.get("tonight.json").json()["fewer"] is None
        diary.note(session(at_home.folder / "x.mp3"), 120, None, TODAY - timedelta(9 - number))
    assert at_home.ask.get("tonight.json").json()["fewer"] == {"now": "practised", "next": "names"}
    assert at_home.post("words/keep", guidance="practised").status_code == 200
    assert at_home.ask.get("tonight.json").json()["fewer"] is None


def test_sessions_are_made_also_where_the_diary_cannot_be_read_now(at_home: Home, key: str, diary: Diary) -> None:
    file = at_home.state / "diary.jsonl"
    file.mkdir()
    try:
        found = at_home.ask.get("tonight.json")
        assert (found.status_code, found.json()["fewer"]) == (200, None)
        assert at_home.post("time", minutes=20).status_code == 200
        at_home.workshop.let()
        at_home.events(at_home.post("jobs", minutes=20).json()["id"])
        assert at_home.workshop.made[-1].asked["turn"] == 0
        told = at_home.post("diary", session=key, heard=420, stopped_at=10)
        assert (told.status_code, "cannot read" in told.text) == (400, True)
    finally:
        file.rmdir()
    assert diary.entries() == ()
