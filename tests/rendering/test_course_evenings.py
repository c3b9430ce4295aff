"""A course as it is planned: each evening is the session that its own name asks for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from audioguide.cache import Cache
from audioguide.planning.finder import estimated
from audioguide.rendering import request as requests
from audioguide.rendering import system_language
from audioguide.rendering.course import CoursePlan, plan_course
from audioguide.rendering.request import Request, prepare
from audioguide.speech.narrator import Clips


@pytest.fixture(autouse=True)
def nothing_is_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    def speak(request: Request, *_: object) -> Clips:
        return Clips(estimated(request.script), pytest.fail)

    monkeypatch.setattr("audioguide.rendering.course.speak", speak)


def planned(folder: Path, **choices: Any) -> CoursePlan:
    return plan_course("five-evenings", folder, Cache(folder / "cache"), voice="system", **choices)


@pytest.mark.parametrize("turn", [0, 4, "today"])
def test_an_evening_is_the_session_that_its_own_name_asks_for(turn: Any, tmp_path: Path) -> None:
    scripts = [lesson.request.script for lesson in planned(tmp_path, turn=turn).lessons]
    assert scripts == [prepare(f"five-evenings:{number}", turn=turn).script for number in (1, 2, 3, 4, 5)]
    assert len({script.in_turn["check"] for script in scripts}) > 3


def test_the_day_is_looked_at_once_for_all_evenings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = iter([date(2026, 1, 1)])
    monkeypatch.setattr(requests, "today", lambda: next(days))
    lessons = planned(tmp_path, turn="today").lessons
    assert {lesson.request.asked["turn"] for lesson in lessons} == {date(2026, 1, 1).toordinal()}


def test_a_course_speaks_the_language_of_the_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_language, "system_languages", lambda: ("de",))
    course = planned(tmp_path, language="auto")
    assert {lesson.request.script.language for lesson in course.lessons} == {"de"}
    assert "#PLAYLIST:Babymassage an fünf Abenden" in course.listed.decode()
