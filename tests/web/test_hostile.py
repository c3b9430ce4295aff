"""Strangers who know the address: nothing outside the shelf is touched, nothing grows."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import re
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from fakes.home import Home, Workshop, home
from fakes.waiting import PATIENCE
from starlette.exceptions import HTTPException

from audioguide.web.connections import MOST_CONNECTIONS, REQUEST_SECONDS
from audioguide.web.events import MOST_WATCHING, Events
from audioguide.web.guard import LARGEST_BODY
from audioguide.web.making.jobs import MOST_WAITING
from audioguide.web.making.maker import LEAST_FREE, MOST_SESSIONS
from audioguide.web.page_routes import MOST_PACKING

SECRET = "not yours"  # noqa: S105 - it is none
GROWTH_KB = 40_000
FEW, MANY = 300, 10_000
log = logging.getLogger(__name__)


@pytest.fixture
def at_home(tmp_path: Path) -> Iterator[Home]:
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    with home(tmp_path, Workshop()) as one:
        yield one


def request(chance: random.Random, address: str) -> tuple[str, dict[str, str], bytes]:
    """Think of a path, headers and a body: wrong token, origin, type, size, tricks in names."""
    up = chance.choice(["../", "..%2f", "%2e%2e/", "..\\", "....//", "./../"]) * chance.randint(1, 5)
    target = chance.choice(["secret.txt", "etc/passwd", "state/household.json", "state/token"])
    word = "".join(chance.choices("abc/.%2e0123456789?&=;\\~", k=chance.randint(1, 30)))
    path = chance.choice(
        [
            *("jobs", "plan", "babies", "playing", "playing/command", "diary", "words/keep", "words/next", "time"),
            *(f"jobs/{word}/cancel", f"sessions/{word}/delete"),
            *(f"sessions/{up}{target}/restore", f"page/{up}{target}", f"beds/{up}{target}.wav", f"covers/{up}{target}"),
            *(f"voices/en/{up}{target}", f"{word}/strokes.json", f"{up}{target}/words.txt", f"{word}/{up}.left.svg"),
        ]
    )
    kind = chance.choices(["application/json", "text/plain", "application/x-www-form-urlencoded"], [6, 1, 1])[0]
    headers = {"content-type": kind}
    if chance.random() < 0.2:
        headers["origin"] = chance.choice(["null", "http://elsewhere.example", address[:-40]])
    value: object = chance.choice([up + target, word, -1, 1e308, True, None, [], {}, [[word]], "x" * 5000])
    names = ["routine", "bed", "voice", "output", "stems_in", "parts", "minutes", "baby", "name", "day", "id", word]
    names += ["session", "on", "command", "seconds", "format", "language"]
    body = json.dumps({chance.choice(names): value for _ in range(chance.randint(0, 3))}).encode()
    if chance.random() < 0.25:
        body = chance.choice([b"[" * 16_000, b"\xff" * 40, b'{"a":' * 2000, b"x" * 20_000, b""])
    return path, headers, body


def bother(one: Home, chance: random.Random, count: int) -> set[int]:
    codes = set()
    for _ in range(count):
        path, headers, body = request(chance, one.address)
        token_wrong = chance.random() < 0.05
        address = one.address[:-3] + "x/" if token_wrong else one.address
        if chance.random() < 0.8:
            answer = one.ask.post(address + path, headers=headers, content=body)
        elif path == "playing":
            continue  # a stream without an end
        else:
            answer = one.ask.get(address + path, headers=headers)
        codes.add(answer.status_code)
        assert answer.status_code < 500, (path, headers, body[:200])
        assert not token_wrong or answer.status_code == 404
        assert SECRET not in answer.text
        assert "root:" not in answer.text
    return codes


def undisturbed(one: Home) -> None:
    """Nothing was made or written but what the page keeps."""
    assert one.workshop.made == []
    assert [path.name for path in one.folder.iterdir()] == []
    assert {path.name for path in one.state.iterdir()} <= {"household.json", "speakers.json"}
    assert sorted(path.name for path in one.folder.parent.iterdir()) == ["own", "secret.txt", "shelf", "state"]


def memory_kb() -> int:
    return int(re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text("utf-8"))[0])


def without_making(one: Home, chance: random.Random, count: int, monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """A stranger may well hit upon a session that can be made; here the disk is full."""
    monkeypatch.setattr("audioguide.web.making.maker.MOST_SESSIONS", 0)
    return bother(one, chance, count)


def test_hundreds_of_hostile_requests_touch_nothing(at_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)  # noqa: S311 - not for secrets
    assert without_making(at_home, chance, FEW, monkeypatch) >= {200, 400, 403, 404, 413, 415}
    undisturbed(at_home)


@pytest.mark.real
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc: MEMORY IS NOT LOOKED AT")
def test_ten_thousand_hostile_requests_leave_memory_flat(at_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    logging.getLogger("httpx").setLevel(logging.WARNING)  # what pytest keeps of it would grow
    chance = random.Random(6)  # noqa: S311 - not for secrets
    without_making(at_home, chance, 1000, monkeypatch)
    before = memory_kb()
    without_making(at_home, chance, MANY, monkeypatch)
    after = memory_kb()
    log.info("%d kB before, %d kB after", before, after)
    assert after - before < GROWTH_KB
    undisturbed(at_home)


def test_forty_jobs_at_once_are_five(at_home: Home) -> None:
    answers = [at_home.post("jobs", minutes=10, loudness=-20 - number / 100) for number in range(40)]
    codes = [answer.status_code for answer in answers]
    assert codes.count(202) == 5
    assert codes.count(429) == 35
    for job in [answer.json()["id"] for answer in answers if answer.status_code == 202]:
        assert at_home.post(f"jobs/{job}/cancel").status_code == 200


def test_only_so_many_may_watch(at_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.web.events.MOST_WATCHING", 1)
    with at_home.ask.stream("GET", "playing") as first:
        lines = first.iter_lines()
        assert next(lines)
        with httpx.Client(base_url=at_home.address, trust_env=False, timeout=PATIENCE) as other:
            assert other.get("playing").status_code == 503


def test_who_watches_counts_before_anything_is_sent_until_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audioguide.web.events.MOST_WATCHING", 1)
    events, sent = Events(), list[MutableMapping[str, Any]]()

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def idle() -> MutableMapping[str, Any]:
        raise AssertionError("nothing more is read")

    first = events.stream(lambda: ({}, True))
    with pytest.raises(HTTPException, match="503"):
        events.stream(lambda: ({}, True))
    asyncio.run(first({"type": "http", "asgi": {"spec_version": "2.4"}}, idle, send))
    assert sent[1]["body"] == b"data: {}\n\n"
    events.stream(lambda: ({}, True))


def test_the_limits_are_told() -> None:
    """That the page keeps to them is tried where they are: docs/trust.md names these tests."""
    text = " ".join((Path(__file__).parents[2] / "docs" / "speakers.md").read_text("utf-8").split())
    for limit, value, told in (
        (MOST_WAITING, 4, "4 wait"),
        (MOST_SESSIONS, 500, "500 are kept"),
        (LEAST_FREE, 500_000_000, "500 MB of the disk"),
        (LARGEST_BODY, 16_384, "at most 16 kB"),
        (MOST_PACKING, 2, "2 packs may be on their way"),
        (MOST_WATCHING, 64, "64 phones may watch"),
        (MOST_CONNECTIONS, 256, "256 connections at once"),
        (REQUEST_SECONDS, 10.0, "within 10 s"),
    ):
        assert limit == value
        assert told in text
