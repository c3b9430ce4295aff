"""Making a session from the page: what is let in, jobs that are joined, followed and given up."""

from __future__ import annotations

import asyncio
import contextlib
import json
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import httpx
import pytest
from fakes.home import Home, Workshop, home
from fakes.waiting import PATIENCE

from audioguide.errors import ShelfError
from audioguide.rendering.shelf import Shelf
from audioguide.web.family import household
from audioguide.web.feed import key_of
from audioguide.web.guard import LARGEST_BODY
from audioguide.web.library import Library, NoSuchEpisodeError
from audioguide.web.making import maker
from audioguide.web.making.jobs import MOST_WAITING

WISH = {"occasion": "moment", "minutes": 10}


def test_a_session_is_made_and_then_is_there(new_home: Home) -> None:
    assert new_home.ask.get("tonight.json").json()["first"] is True
    answer = new_home.post("jobs", **WISH)
    assert answer.status_code == 202
    new_home.workshop.let()
    events = new_home.events(answer.json()["id"])
    assert events[-1]["phase"] == "done"
    assert events[-1]["session"] in new_home.ask.get("shelf.json").text
    again = new_home.post("jobs", **WISH)
    assert (again.status_code, again.json()) == (200, {"session": events[-1]["session"]})
    assert len(new_home.workshop.made) == 1
    offers = new_home.ask.get("tonight.json").json()
    assert (offers["last"], offers["first"]) == (WISH, False)


def test_a_job_tells_what_is_spoken(new_home: Home) -> None:
    job = new_home.post("jobs", **WISH).json()["id"]
    assert new_home.workshop.begun.acquire(timeout=PATIENCE)
    with new_home.ask.stream("GET", f"jobs/{job}") as answer:
        first = json.loads(next(answer.iter_lines()).removeprefix("data: "))
        new_home.workshop.let()
    assert (first["phase"], first["percent"], first["line"]) == ("speaking", 25, "Hold the leg.")
    assert first["left"] > 0


def test_two_taps_make_one_job(new_home: Home) -> None:
    first, second = (new_home.post("jobs", **WISH).json()["id"] for _ in range(2))
    assert first == second
    new_home.workshop.let()
    assert new_home.events(first)[-1]["phase"] == "done"
    assert len(new_home.workshop.made) == 1


def test_one_is_made_at_a_time_and_a_few_wait(new_home: Home) -> None:
    jobs = [new_home.post("jobs", **WISH, loudness=-20 - number) for number in range(2 + MOST_WAITING)]
    assert [job.status_code for job in jobs] == [202] * (1 + MOST_WAITING) + [429]
    assert jobs[-1].json()["error"] == "Several sessions are being made already. Wait until one is ready."
    assert new_home.workshop.begun.acquire(timeout=PATIENCE)
    assert len(new_home.workshop.made) == 1


def test_what_is_there_is_played_while_as_many_wait_as_may(new_home: Home) -> None:
    new_home.workshop.let()
    made = new_home.events(new_home.post("jobs", **WISH).json()["id"])[-1]["session"]
    for number in range(1 + MOST_WAITING):
        assert new_home.post("jobs", **WISH, loudness=-20 - number).status_code == 202
    assert new_home.post("jobs", **WISH).json() == {"session": made}
    for other in ({**WISH, "loudness": -30}, {"occasion": "sleep"}):
        assert new_home.post("jobs", **other).status_code == 429


def test_a_job_is_given_up(new_home: Home) -> None:
    job = new_home.post("jobs", **WISH).json()["id"]
    assert new_home.workshop.begun.acquire(timeout=PATIENCE)
    assert new_home.post(f"jobs/{job}/cancel").status_code == 200
    assert new_home.post(f"jobs/{job}/cancel").status_code == 404
    assert [one["phase"] for one in new_home.events(job)] == ["cancelled"]
    new_home.workshop.let(2)
    other = new_home.post("jobs", **WISH, bed="rain").json()["id"]
    assert new_home.events(other)[-1]["phase"] == "done"
    assert [one["title"] for one in new_home.ask.get("shelf.json").json()] == ["Everyday massage"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ShelfError("cannot write the session: No space left on device"), "cannot write the session"),
        (ZeroDivisionError("x"), "audioguide has a bug (ZeroDivisionError: x); this is not your mistake"),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_the_next_one_is_made(
    new_home: Home, error: Exception, sentence: str
) -> None:
    new_home.workshop.error = error
    job = new_home.post("jobs", **WISH).json()["id"]
    new_home.workshop.let()
    failed = new_home.events(job)[-1]
    assert failed["phase"] == "failed"
    assert failed["error"].startswith(sentence)
    new_home.workshop.error = None
    job = new_home.post("jobs", **WISH).json()["id"]
    new_home.workshop.let()
    assert new_home.events(job)[-1]["phase"] == "done"


def test_a_full_folder_is_told(new_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maker, "MOST_SESSIONS", 0)
    answer = new_home.post("jobs", **WISH)
    assert (answer.status_code, answer.json()["error"][:36]) == (400, "there are 0 sessions already; delete")
    assert new_home.workshop.made == []


def test_an_evening_of_long_ago_gives_way_but_no_favourite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(household, "MOST_EVENINGS", 1)
    keys = []
    with home(tmp_path, Workshop()) as one:
        one.workshop.let(3)
        for bed in ("rain", "ocean", "womb"):
            keys.append(one.events(one.post("jobs", **WISH, bed=bed).json()["id"])[-1]["session"])
            one.post(f"sessions/{keys[0]}/favourite", favourite=True)
    assert {key_of(left) for left in Shelf(tmp_path / "shelf").sessions()} == {keys[0], keys[2]}


def test_a_wish_that_could_not_be_kept_is_refused_before_anything_is_made(new_home: Home) -> None:
    for occasion in (r'"\ud800"', "NaN"):
        body = f'{{"routine": "everyday", "occasion": {occasion}}}'
        answer = new_home.ask.post("jobs", content=body, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.json().get("choice", "occasion")) == (400, "occasion")
    assert new_home.workshop.made == []
    assert new_home.ask.get("tonight.json").json()["last"] == {}


def test_a_session_is_made_where_the_wish_cannot_be_kept(
    new_home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise ShelfError("cannot write 'household.json': No space left on device")

    monkeypatch.setattr(household.HouseholdFile, "remember", refuse)
    assert new_home.post("jobs", **WISH).status_code == 202
    assert "cannot write 'household.json': No space left on device" in caplog.messages


@pytest.mark.parametrize("path", ["playing", "diary"])
def test_the_disk_is_read_beside_the_loop_that_answers_everybody(
    new_home: Home, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    loops = []

    def require(_: Library, key: str) -> None:
        with contextlib.suppress(RuntimeError):
            loops.append(asyncio.get_running_loop())
        raise NoSuchEpisodeError(key)

    monkeypatch.setattr(Library, "require", require)
    assert new_home.post(path, session="x").status_code == 404
    assert loops == []


def test_the_time_that_it_takes_is_told_beforehand(new_home: Home) -> None:
    cold = new_home.post("time", **WISH).json()["seconds"]
    assert cold > 20  # each cue has to be spoken
    new_home.workshop.let()
    new_home.events(new_home.post("jobs", **WISH).json()["id"])
    assert new_home.post("time", **WISH).json() == {"seconds": 0}
    assert new_home.post("time", bed="/etc/passwd").status_code == 400


@pytest.mark.parametrize("path", ["jobs", "plan", "time", "babies", "jobs/x/cancel", "playing", "playing/command"])
def test_only_json_of_our_own_page_is_let_in(new_home: Home, path: str) -> None:
    body, kind = json.dumps(WISH), "application/json"
    for headers, content, code in (
        ({"content-type": "text/plain"}, body, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, "minutes=10", 415),
        ({"content-type": "multipart/form-data; boundary=x"}, "--x--", 415),
        ({}, body, 415),
        ({"content-type": kind, "origin": "http://elsewhere.example"}, body, 403),
        ({"content-type": kind, "origin": "null"}, body, 403),
        ({"content-type": kind, "origin": "http://["}, body, 403),
        ({"content-type": kind}, "[" * (LARGEST_BODY + 1), 413),
        ({"content-type": kind}, "[" * LARGEST_BODY, 400),
        ({"content-type": kind}, "[]", 400),
        ({"content-type": kind}, "{", 400),
    ):
        answer = new_home.ask.post(path, headers=headers, content=content)
        assert answer.status_code == code, (headers, content[:20])
    assert new_home.workshop.made == []


def test_our_own_page_is_let_in(new_home: Home) -> None:
    origin = new_home.address.rsplit("/", 2)[0]
    headers = {"origin": origin, "content-type": "application/json; charset=utf-8"}
    assert new_home.ask.post("plan", headers=headers, content=json.dumps(WISH)).status_code == 200


def test_nothing_is_made_without_the_token(new_home: Home) -> None:
    wrong = new_home.address[:-2] + "x/jobs"
    assert new_home.ask.post(wrong, json=WISH).status_code == 404


def test_what_cannot_be_made_is_a_sentence(new_home: Home) -> None:
    for document, sentence in (
        ({"output": "/etc/passwd"}, "output: such a choice is not possible"),
        ({"bed": "/etc/passwd"}, "bed: '/etc/passwd' is not possible"),
        ({"parts": ["wings"]}, "there is no part 'wings' in 'everyday'; it has "),
    ):
        answer = new_home.ask.post("plan", json=document)
        assert answer.status_code == 400
        assert answer.json()["error"].startswith(sentence)


def test_what_is_refused_is_named_so_that_the_page_keeps_every_other_choice(new_home: Home) -> None:
    ben = new_home.post("babies", name="Ben", day=date.today().isoformat()).json()["id"]  # noqa: DTZ011 - born today
    for refused, others in (
        ("voice", {"voice": "own:mum", "bed": "rain"}),
        ("routine", {"routine": "gone.yaml", "oil": True}),
        ("afterwards", {"afterwards": 10}),
        ("occasion", {"baby": ben, "occasion": "tummy", "bed": "rain"}),
        ("routine", {"baby": ben, "routine": "class"}),
    ):
        answer = new_home.post("plan", **others)
        assert (answer.status_code, answer.json()["choice"]) == (400, refused)
    assert "choice" not in new_home.post("plan", parts=["wings"]).json()


def test_a_player_only_makes_nothing(tmp_path: Path) -> None:
    with home(tmp_path, Workshop(), makes=False) as one:
        assert one.ask.get("tonight.json").json()["makes"] is False
        for path in ("jobs", "plan"):
            assert one.post(path, **WISH).status_code in (404, 405)
        assert one.ask.get("shelf.json").json() == []


def test_a_baby_has_its_session(new_home: Home) -> None:
    baby = new_home.post("babies", name="Mia", day="2020-01-01").json()["id"]
    assert new_home.post("babies", id="nobody", name="Mia", day="2020-01-01").status_code == 404
    assert new_home.post("babies", name="", day="2020-01-01").json() == {
        "error": "A name has 1 to 40 letters.",
        "word": "wrong_name",
        "values": {"most": 40},
    }
    new_home.workshop.let()
    job = new_home.post("jobs", baby=baby, routine="toddler").json()["id"]
    key = new_home.events(job)[-1]["session"]
    assert [(one["key"], one["baby"]) for one in new_home.ask.get("shelf.json").json()] == [(key, "Mia")]
    assert new_home.post(f"sessions/{key}/favourite", favourite=True).status_code == 200
    assert new_home.ask.get("tonight.json").json()["favourites"] == [key]
    assert new_home.post(f"babies/{baby}/remove").status_code == 200
    assert new_home.ask.get("tonight.json").json()["babies"] == []


def test_the_end_of_the_server_ends_what_is_streamed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with httpx.Client(trust_env=False, timeout=PATIENCE) as phone, ExitStack() as streams:
        with home(tmp_path, Workshop()) as one:
            lines = streams.enter_context(phone.stream("GET", f"{one.address}playing")).iter_lines()
            assert next(lines)
        assert [*lines] == [""]
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
