"""The repertoire is read once, also where several phones ask for it at the same moment, and none waits for another."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from fakes.waiting import PATIENCE

from audioguide import repertoire
from audioguide.model.routine import Routine, Vocabulary
from audioguide.reader import open_wording, read


@pytest.fixture
def _restless() -> Iterator[None]:
    """Threads take turns every 10 microseconds."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("_restless")
def test_threads_that_ask_at_once_get_one_repertoire() -> None:
    kept: Any = repertoire.rituals
    kept.__wrapped__.cache_clear()
    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(lambda _: repertoire.rituals(), range(4))
    assert all(one is first for one in others)


@pytest.mark.usefixtures("_restless")
def test_threads_that_read_with_the_same_words_read_what_one_alone_reads(small_vocabulary: Vocabulary) -> None:
    names, words = [f"calm-{number}" for number in range(40)], [f"hum{number}" for number in range(40)]
    english = ["version: 1", "shared:", "  leg: Leg"]
    for name in names:
        english += [f"{name}:", f"  title: {name}", *(f"  {word}: {name}, {word}." for word in words)]
    wording = open_wording({"en": ("en.yaml", "\n".join(english))})
    facts = "\n".join(
        ["version: 1", "sections:", "  - title: leg", "    steps:", *(f"      - say: {one}" for one in words)]
    )

    def routine(name: str) -> Routine:
        return read(facts, source=f"{name}.yaml", vocabulary=small_vocabulary, wording=wording)

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(routine, names))
    assert together == [routine(name) for name in names]
    assert [one.title.say("en") for one in together] == names


def test_nobody_waits_for_a_routine_that_somebody_else_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, there = Event(), Event()

    def slowly(name: str, read_it: Callable[[], Any], _: object) -> object:
        if name.startswith("routine everyday "):
            reading.set()
            assert there.wait(PATIENCE), "the other routine waits for this one"
        return read_it()

    monkeypatch.setattr(repertoire, "compiled", slowly)
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(repertoire.routine, "everyday")
        assert reading.wait(PATIENCE)
        assert repertoire.routine("bedtime").id == "bedtime"
        there.set()
        assert slow.result().id == "everyday"
