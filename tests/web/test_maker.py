"""What makes the sessions of the page, where the disk is full or away, or something fails afterwards: it goes on."""

from __future__ import annotations

import errno
import json
import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from fakes.waiting import PATIENCE

from audioguide.errors import LengthError
from audioguide.units import samples
from audioguide.web.family import household
from audioguide.web.making import maker

if TYPE_CHECKING:
    import pytest
    from fakes.home import Home

WISH = {"occasion": "moment", "minutes": 10}


def test_where_the_disk_is_full_it_waits_and_goes_on_by_itself(new_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maker, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(maker, "LEAST_FREE", 1 << 70)
    given_up, job = (new_home.post("jobs", **WISH, bed=bed).json()["id"] for bed in ("rain", "ocean"))
    assert new_home.post(f"jobs/{given_up}/cancel").status_code == 200
    with new_home.ask.stream("GET", f"jobs/{job}") as answer:
        news = (json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: "))
        waits = next(one for one in news if one["error"])
        assert (waits["phase"], waits["error"][:37]) == ("waiting", "the disk of the computer is nearly fu")
        assert new_home.workshop.made == []
        monkeypatch.setattr(maker, "LEAST_FREE", 0)
        new_home.workshop.let()
        last = [*news][-1]
    assert (last["phase"], last["error"]) == ("done", "")
    assert len(new_home.workshop.made) == 1


def test_a_disk_that_is_away_for_a_moment_is_told_and_it_goes_on_by_itself(
    new_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, disk_usage, is_away = threading.Semaphore(0), shutil.disk_usage, threading.Event()

    def usage(folder: Path) -> object:
        asked.release()
        if is_away.is_set():
            raise OSError(errno.EIO, "Input/output error")
        return disk_usage(folder)

    monkeypatch.setattr(maker, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(shutil, "disk_usage", usage)
    is_away.set()
    job = new_home.post("jobs", **WISH).json()["id"]
    assert all(asked.acquire(timeout=PATIENCE) for _ in range(2))
    with new_home.ask.stream("GET", f"jobs/{job}") as answer:
        waits = json.loads(next(answer.iter_lines()).removeprefix("data: "))
    assert (waits["phase"], waits["error"]) == (
        "waiting",
        f"'{new_home.folder}' cannot be reached (Input/output error); when it can, it goes on by itself",
    )
    is_away.clear()
    new_home.workshop.let()
    assert new_home.events(job)[-1]["phase"] == "done"


def test_a_disk_that_fills_while_it_is_made_is_told_at_once(new_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maker, "_LOOK_SECONDS", 0.01)
    job = new_home.post("jobs", **WISH).json()["id"]
    assert new_home.workshop.begun.acquire(timeout=PATIENCE)
    with new_home.ask.stream("GET", f"jobs/{job}") as answer:
        news = (json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: "))
        monkeypatch.setattr(maker, "LEAST_FREE", 1 << 70)
        new_home.workshop.let()
        assert next(one["error"][:37] for one in news if one["error"]) == "the disk of the computer is nearly fu"
        monkeypatch.setattr(maker, "LEAST_FREE", 0)
        new_home.workshop.let()
        assert [*news][-1]["phase"] == "done"
    assert len(new_home.workshop.made) == 2


def test_where_the_voice_takes_longer_than_the_wished_length_the_nearest_one_is_made(new_home: Home) -> None:
    new_home.workshop.error = LengthError("express", samples(480), None, samples(493))
    job = new_home.post("jobs", routine="express", guidance="learn", minutes=8).json()["id"]
    assert new_home.workshop.begun.acquire(timeout=PATIENCE)
    new_home.workshop.let()
    assert new_home.workshop.begun.acquire(timeout=PATIENCE)
    new_home.workshop.error = None
    new_home.workshop.let()
    assert new_home.events(job)[-1]["phase"] == "done"
    assert [request.length for request in new_home.workshop.made] == [samples(480), samples(493)]


def test_a_massage_that_can_have_no_length_fails(new_home: Home) -> None:
    new_home.workshop.error = LengthError("express", samples(480), None, None)
    job = new_home.post("jobs", **WISH).json()["id"]
    new_home.workshop.let()
    last = new_home.events(job)[-1]
    assert last["phase"] == "failed"
    assert last["error"].endswith("it can have no length at all")


def test_what_goes_wrong_after_a_session_keeps_nobody_from_the_next(
    new_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> tuple[str, ...]:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(household.HouseholdFile, "note_made", fail)
    new_home.workshop.let(2)
    for bed in ("rain", "ocean"):
        job = new_home.post("jobs", **WISH, bed=bed).json()["id"]
        assert new_home.workshop.begun.acquire(timeout=PATIENCE)
        assert new_home.events(job)[-1]["phase"] == "done"


def test_a_bug_is_shown_before_its_report_is_written(new_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where that fails, no phone is left to wait."""
    was_shown = threading.Event()
    monkeypatch.setattr(maker, "log_bug", lambda _: was_shown.wait(PATIENCE))
    new_home.workshop.error = ZeroDivisionError("x")
    new_home.workshop.let()
    job = new_home.post("jobs", **WISH).json()["id"]
    assert new_home.events(job)[-1]["phase"] == "failed"
    was_shown.set()
