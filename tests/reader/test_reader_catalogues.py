"""Catalogues: which sessions a file asks for, what they are called, and every mistake with its line."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml

from audioguide.errors import RoutineError
from audioguide.model.catalogue import Catalogue
from audioguide.reader import read_catalogue
from audioguide.rendering.check import editor_schema
from audioguide.units import samples

GOOD = """\
version: 1
vary:
  routine: [everyday, mine/quiet.yaml]
  language: en
  length: [10m, 12m30s]
  baby: [Mia, Zoë, José]
  bed: [ocean, none]
only:
  - routine: everyday
  - {routine: mine/quiet.yaml, baby: [Mia, Zoë]}
except:
  - {length: 10m, bed: none}
  - baby: José
date: 2027-03-01
format: opus
"""


def reading(text: str) -> Catalogue:
    return read_catalogue(text, source="all.yaml")


def mistakes(text: str) -> list[str]:
    with pytest.raises(RoutineError) as caught:
        reading(text)
    return str(caught.value).splitlines()


def test_every_combination_is_a_session_with_a_name_of_its_own() -> None:
    found = reading(GOOD)
    assert [row.name for row in found.rows()] == [
        f"{routine}-{length}-{baby}-{bed}"
        for routine in ("everyday", "quiet")
        for length in ("10m", "12m30s")
        for baby in ("mia", "zoë")
        for bed in ("ocean", "none")
        if (length, bed) != ("10m", "none")
    ]
    assert (found.date, found.format_name) == ("2027-03-01", "opus")
    *_, last = found.rows()
    assert last.routine == "mine/quiet.yaml"
    assert last.choices == {"language": "en", "length": samples(750), "baby": "Zoë", "bed": "none"}


def test_values_are_those_of_the_command_line() -> None:
    text = "version: 1\nvary: {routine: everyday, oil: no, loudness: -22, turn: 3, age: 6w, skip: 'face,arms'}"
    [row] = reading(text).rows()
    assert row.choices == {"oil": False, "loudness": -22.0, "turn": 3, "age": 6.0, "skip": ("face", "arms")}
    assert row.name == "everyday"
    assert reading(text).format_name == "mp3"


def test_a_pattern_makes_folders() -> None:
    text = "version: 1\nvary: {routine: everyday, language: [en, de], length: [10m]}\nname: '{language}/{length}_a'"
    assert [row.name for row in reading(text).rows()] == ["en/10m_a", "de/10m_a"]


def test_a_row_matches_a_filter_by_any_of_its_values_and_one_of_many_filters() -> None:
    text = "version: 1\nvary: {routine: everyday, turn: [0, 1, 2], bed: [ocean, none], oil: [yes, no]}\n"
    filters = "- {turn: [0, 1], bed: ocean}\n- {oil: no, turn: 2}\n"
    only = ["0-ocean-yes", "0-ocean-no", "1-ocean-yes", "1-ocean-no", "2-ocean-no", "2-none-no"]
    assert [row.name for row in reading(f"{text}only:\n{filters}").rows()] == [f"everyday-{name}" for name in only]
    left = ["0-none-yes", "0-none-no", "1-none-yes", "1-none-no", "2-ocean-yes", "2-none-yes"]
    assert [row.name for row in reading(f"{text}except:\n{filters}").rows()] == [f"everyday-{name}" for name in left]


def test_all_mistakes_are_told_at_once_with_their_lines() -> None:
    text = """\
version: 1
vary:
  routines: [everyday]
  length: [10m, 10m, 9 weeks]
  language: [auto]
  turn: today
  loudness: [5]
  bed: []
only:
  - {length: 5m}
  - guidance: learn
name: "{lenght}"
date: 2027-02-30
"""
    assert mistakes(text) == [
        "all.yaml:3: unknown key 'routines' in vary; did you mean 'routine'?",
        "all.yaml:4: length names '10m' twice",
        "all.yaml:4: length: '9 weeks' is not a length; write for example 10m, 10m30s, 90s or 1:30",
        "all.yaml:5: language: 'auto' depends on when and where it is built; say which",
        "all.yaml:6: turn: 'today' depends on when and where it is built; say which",
        "all.yaml:7: loudness: 5.0 is not possible; it goes from -40 to -17 LUFS",
        "all.yaml:8: bed is an empty list; it needs a value",
        "all.yaml:10: length: '5m' is none of the values that vary; possible is 10m",
        "all.yaml:11: guidance does not vary, so no session can be told by it; put it into vary",
        "all.yaml:12: name: {lenght} is not under vary; did you mean 'length'?",
        "all.yaml:13: date: '2027-02-30' is no day; write for example 2027-03-01",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "vary: {routine: everyday, length: [10m, 15m]}\nname: '{routine}'",
            "3: name: two sessions would be called 'everyday'; add {length}",
        ),
        (
            "vary: {routine: everyday, baby: [Mia, mia]}",
            "1: name: two sessions would be called 'everyday-mia'; baby 'Mia' and 'mia' look alike in a name",
        ),
        (
            "vary: {routine: everyday}\nname: ../x",
            "3: name: '../x' cannot be a name; it has letters, digits, -, _, {choices}, and / after a folder",
        ),
        (
            "vary: {routine: everyday, baby: ['\u2665']}\nname: '{baby}/x'",
            "3: name: a session would be called '/x', of which a part is empty; a name has letters or digits",
        ),
        (
            f"vary: {{routine: {'r' * 201}}}",
            f"1: name: '{'r' * 57}...' is too long for a file; vary fewer choices, or say which of them it has",
        ),
        (
            "vary: {routine: index}",
            "1: name: 'index' is the list of all sessions; take another name",
        ),
        ("vary: {routine: everyday}\nexcept: [{routine: everyday}]", "3: this leaves no session at all"),
        (
            f"vary: {{routine: everyday, turn: {list(range(600))}, length: {[f'{n}s' for n in range(1, 500)]}}}",
            "2: all values together are 299400 sessions; a catalogue has at most 200000",
        ),
        (
            f"vary: {{routine: everyday, turn: {list(range(101))}}}\nexcept: [{{turn: 101}}]",
            "3: turn: '101' is none of the values that vary; there are 101, from '0' to '100'",
        ),
        ("vary: here", "2: vary should be keys with values, not 'here'"),
        ("vary: {length: [[10m]], routine: a}", "2: length should be one value, not a list"),
    ],
)
def test_what_cannot_be_a_catalogue(text: str, wanted: str) -> None:
    assert mistakes(f"version: 1\n{text}\n") == [f"all.yaml:{wanted}"]


def test_an_editor_accepts_a_catalogue_and_marks_its_mistakes() -> None:
    built_in = jsonschema.Draft202012Validator(json.loads(editor_schema()))
    good = yaml.safe_load(GOOD.replace("2027-03-01", "'2027-03-01'"))
    assert [error.message for error in built_in.iter_errors(good)] == []
    mistaken: tuple[dict[str, object], ...] = (
        {"vary": {"routine": "everyday", "lenght": "10m"}},
        {"vary": {"length": "10m"}},
        {"only": []},
    )
    for wrong in mistaken:
        assert not built_in.is_valid({**good, **wrong})
