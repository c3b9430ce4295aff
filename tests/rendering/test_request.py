"""A family's wishes, over the routines that ship."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Unpack

import pytest

from audioguide import repertoire
from audioguide.errors import AudioguideError, LengthError, RoutineError
from audioguide.model.choices import Choices
from audioguide.planning.finder import estimated
from audioguide.planning.planner import plan
from audioguide.rendering.find import find_routine
from audioguide.rendering.identity import identity_of
from audioguide.rendering.matching import others_as_long
from audioguide.rendering.request import EVERYDAY, Request, prepare
from audioguide.units import parse_duration, samples
from audioguide.voices.choose import choose


def picked(**wishes: Unpack[Choices]) -> str:
    return prepare(**wishes).routine.id


def asked(name: str | None = EVERYDAY, **choices: Unpack[Choices]) -> Request:
    return prepare(name, **choices)


def words(request: Request) -> str:
    return " ".join(cue.text for cue in request.script.cues)


@pytest.mark.parametrize(
    ("wishes", "name"),
    [
        ({}, "everyday"),
        ({"aim": "sleep"}, "bedtime"),
        ({"aim": "sleep", "length": "12m", "age": "4m"}, "bedtime"),
        ({"aim": "comfort", "length": "20m"}, "tummy-rounds"),
        ({"age": "2w"}, "first-days"),
    ],
)
def test_a_routine_is_picked_for_the_wish(wishes: Choices, name: str) -> None:
    assert picked(**wishes) == name


def test_every_aim_has_a_routine() -> None:
    for aim in ("bonding", "calm", "sleep", "comfort", "movement"):
        assert picked(aim=aim)


def test_a_wish_that_nothing_fits_is_repeated() -> None:
    with pytest.raises(AudioguideError, match="no routine fits the aim sleep, a baby of 4 weeks, a length of 3h"):
        picked(aim="sleep", age="4w", length=parse_duration("3h"))


def test_a_baby_too_young_is_told_what_there_is() -> None:
    with pytest.raises(AudioguideError, match=r"'everyday' is for babies from 6 weeks.*first-days, through-clothes"):
        asked(age="3w")


def test_nobody_is_given_still_touch_unasked() -> None:
    with pytest.raises(AudioguideError) as caught:
        asked(age="3w")
    assert "still-touch" not in str(caught.value)


def test_an_impossible_length_names_what_can_last_so_long() -> None:
    request = asked(length=parse_duration("5m30s"))
    with pytest.raises(LengthError):
        plan(request.script, estimated(request.script), request.length)
    others = others_as_long(request.routine, request.script, request.length)
    assert "'express'" in others
    assert others.endswith("can last 5m30s")


def test_oil_is_spoken_of_unless_the_baby_is_too_young_or_the_family_says_no() -> None:
    assert "Perhaps a saucer of oil" in words(asked(guidance="learn"))
    assert "Perhaps a saucer of oil" not in words(asked(guidance="learn", oil=False))
    young = replace(repertoire.routine("everyday"), from_age=0.0)
    assert "Perhaps a saucer of oil" not in words(prepare(young, guidance="learn", age="2w"))
    assert "Perhaps a saucer of oil" in words(prepare(young, guidance="learn", age="2w", oil=True))


def test_young_babies_keep_their_tummy_to_themselves() -> None:
    request = asked("through-clothes", age="5w")
    assert all(
        passage.stroke.part != "tummy"
        for scene in request.script.scenes
        for passage in scene.passages
        if passage.stroke
    )
    assert "tummy_clock" in {
        passage.stroke.id
        for scene in asked("through-clothes", age="6w").script.scenes
        for passage in scene.passages
        if passage.stroke
    }
    assert any("Tummy" in note or "tummy" in note for note in request.notes)


def test_towards_the_heart_leaves_no_long_stroke_down_the_leg() -> None:
    strokes = {
        passage.stroke.id
        for scene in asked("express", direction="towards-heart").script.scenes
        for passage in scene.passages
        if passage.stroke
    }
    assert "leg_swedish_milk" in strokes
    assert "leg_indian_milk" not in strokes


def test_a_language_without_words_says_which_there_are() -> None:
    with pytest.raises(AudioguideError, match="has no words of its own in 'xx'; it has de, en"):
        prepare(repertoire.routine(EVERYDAY), language="xx")


def test_a_german_file_of_ones_own_can_be_spoken(tmp_path: Path) -> None:
    path = tmp_path / "abend.yaml"
    path.write_text(
        """\
version: 1
language: de
title: Abend
sections:
  - title: "Bein {side}"
    sides: each
    steps:
      - stroke: streichen
strokes:
  streichen:
    name: Streichen
    part: Bein
    sides: each
    path: line(hip_{S},ankle_{S})
    seconds: 5
    times: 3-8
    cue: Von der Hüfte zum Knöchel.
""",
        "utf-8",
    )
    assert "Bein rechts." in words(prepare(find_routine(str(path)), voice="system"))


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(RoutineError, match=r"mine.yaml:1: is not a text file in UTF-8"):
        find_routine(str(path))


def test_a_file_that_is_not_there_has_no_line_and_perhaps_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AudioguideError, match=r"^there is no file 'mine\.yaml'$"):
        find_routine("mine.yaml")
    Path("mine.yml").touch()
    with pytest.raises(AudioguideError, match=r"^there is no file 'mine\.yaml'; did you mean 'mine\.yml'\?$"):
        find_routine("mine.yaml")


@pytest.mark.parametrize("name", ["Everyday", "EVERYDAY", "Everyday massage", " everyday ", "everyday massage"])
def test_a_built_in_routine_is_found_however_its_name_is_written(name: str) -> None:
    assert find_routine(name) == repertoire.routine("everyday")


@pytest.mark.parametrize("name", ["Still touch", "still_touch", "Still-Touch"])
def test_a_space_in_a_name_may_be_written(name: str) -> None:
    assert find_routine(name).id == "still-touch"


def test_a_course_is_found_however_its_name_is_written() -> None:
    assert find_routine("Five evenings:2") == find_routine("five-evenings:2")


@pytest.mark.parametrize("routine", [None, "everyday", "Everyday massage", "five-evenings:2"])
def test_a_language_without_built_in_routines_is_one_line(routine: str | None) -> None:
    with pytest.raises(AudioguideError) as caught:
        prepare(routine, language="nl")
    assert re.fullmatch(
        r"the built-in (routine 'everyday'|course 'five-evenings') has no words in 'nl', only in de, en, es, fr, it, "
        r"pt; a routine of your own may be in de, en, es, fr, it, nl, pt: audioguide new NAME",
        str(caught.value),
    )


def test_a_routine_says_words_in_its_own_way_before_its_language_s(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    english = replace(repertoire.phrases()["en"], pronounce={"Mia": "Mee-ah", "navel": "nay-vel"})
    monkeypatch.setattr(repertoire, "phrases", lambda: {"en": english})
    file = tmp_path / "own.yaml"
    file.write_text(
        "{version: 1, title: Own, pronounce: {Mia: My-ah}, "
        "sections: [{title: Face, steps: [{stroke: face_open_book}]}]}"
    )
    assert asked(str(file)).routine.pronounce == {"Mia": "My-ah", "navel": "nay-vel"}


OTHERWISE: dict[str, Any] = {
    "routine": lambda request: replace(request.routine, tempo=61.0),
    "script": lambda request: replace(request.script, title="Another"),
    "voice": lambda _: choose("system", "en"),
    "bed": "ocean",
    "length": samples(600),
    "tones": "clear",
    "loudness": -20.0,
    "notes": ("told",),
    "asked": {"routine": "another"},
}
"""A value for every field of a request that is not the one of `asked()`."""


def test_the_identity_is_made_from_every_field_that_can_be_heard() -> None:
    request = asked(voice="hibari")
    assert set(OTHERWISE) == {field.name for field in fields(Request)}
    same = {
        name
        for name, value in OTHERWISE.items()
        if identity_of(replace(request, **{name: value(request) if callable(value) else value})) == identity_of(request)
    }
    assert same == {"notes", "asked"}
    assert identity_of(asked(voice="hibari")) == identity_of(request)


def test_todays_turn_is_the_number_of_the_day() -> None:
    number = prepare("express", turn="today").asked["turn"]
    assert isinstance(number, int)
    today = date.today()  # noqa: DTZ011 - the day where the family is
    assert date.fromordinal(number) in (today, today - timedelta(days=1))


TURNS: tuple[dict[str, Any], ...] = ({}, {"turn": 0}, {"turn": 3})


def test_without_a_turn_a_session_is_the_same_on_any_day_and_with_another_it_is_not() -> None:
    none, same, other = (identity_of(prepare("express", **turn)) for turn in TURNS)
    assert none == same != other


@pytest.mark.parametrize(
    ("age", "length", "note"),
    [
        ("7w", "20m", ("20m is long for a baby of 7 weeks: up to 15m is enough",)),
        ("7w", "14m", ()),
        ("5m", "20m", ()),
        ("7m", "25m", ()),
    ],
)
def test_a_length_beyond_what_is_advised_for_the_age_is_noted(age: str, length: str, note: tuple[str, ...]) -> None:
    assert prepare("everyday", age=age, length=length).notes == note


def test_an_aim_beside_a_routine_is_noted_where_it_is_not_one_of_its_own() -> None:
    assert asked("everyday", aim="sleep").notes == (
        "'everyday' is for bonding, calm; --aim sleep picks a routine where none is named",
    )
    assert asked("everyday", aim="calm").notes == asked(None, aim="sleep").notes == ()


@pytest.mark.real
def test_what_was_asked_for_before_loads_neither_yaml_nor_a_planner(tmp_path: Path) -> None:
    code = (
        "import sys; from audioguide.rendering import render; from audioguide.rendering.request import prepare; "
        "from audioguide.rendering.identity import identity_of; from audioguide.encoders import mp3; "
        "print(identity_of(prepare('everyday', length='10m')), *sys.modules)"
    )
    environment = {**os.environ, "AUDIOGUIDE_CACHE": str(tmp_path)}
    first, second = (
        subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=tmp_path)
        for command in 2 * [[sys.executable, "-c", code]]
    )
    (identity, *_), (again, *loaded) = first.stdout.split(), second.stdout.split()
    assert again == identity == identity_of(prepare("everyday", length=samples(600.0)))
    heavy = {
        "yaml",
        "numpy",
        "lameenc",
        "mutagen",
        "fastcrc",
        "email",
        "importlib.metadata",
        "audioguide.planning.planner",
    }
    assert not heavy & {*loaded}
