from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from audioguide import repertoire
from audioguide.model.routine import Vocabulary
from audioguide.reader import schema, tables
from audioguide.reader.fields import Key, Table
from audioguide.reader.nodes import Entries, compose
from audioguide.reader.reading import Reading
from audioguide.reader.tables import STEPS
from audioguide.rendering.check import editor_schema
from audioguide.rendering.find import find_routine, is_for_use

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
MISTAKES = sorted((DATA / "mistakes").glob("*.yaml"))
GOOD = sorted([*(DATA / "routines").glob("*.yaml"), *(DATA / "dangerous").glob("*.yaml")])
GOOD += sorted((ROOT / "docs" / "examples").glob("*.yaml"))

OWN_NAMES = "any name may be one of the file's own"
TWO_VALUES = "two values do not fit together, and a schema looks at one"
LINES = "editors see no lines, and what they see of YAML is read already"
UNSEEN = {
    "duplicate-key": LINES,
    "reuse": LINES,
    "hash-in-text": LINES,
    "misspelt-stroke": OWN_NAMES,
    "stroke-from-another-book": OWN_NAMES,
    "stroke-not-in-the-language": TWO_VALUES,
    "text-not-in-the-language": TWO_VALUES,
    "one-sided-stroke-without-sides": TWO_VALUES,
    "both-sides-in-the-middle": TWO_VALUES,
    "side-for-both": TWO_VALUES,
    "side-in-the-middle": TWO_VALUES,
    "side-without-sides": TWO_VALUES,
    "preparation-of-nothing": TWO_VALUES,
    "range-backwards": TWO_VALUES,
    "rest-backwards": TWO_VALUES,
    "usual-outside-times": TWO_VALUES,
    "rest-too-long": "a length has units, which a schema cannot add up",
}
"""What a schema cannot see, and why."""


@pytest.fixture(scope="module")
def validator(small_vocabulary: Vocabulary) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schema(small_vocabulary, ["everyday"]))


@pytest.fixture(scope="module")
def built_in() -> jsonschema.Draft202012Validator:
    found = json.loads(editor_schema())
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_an_editor_accepts_a_good_file(built_in: jsonschema.Draft202012Validator, file: Path) -> None:
    text = file.read_text("utf-8")
    assert is_for_use(text) or find_routine(str(file))
    assert [error.message for error in built_in.iter_errors(yaml.safe_load(text))] == []


@pytest.mark.parametrize("file", MISTAKES, ids=lambda file: file.stem)
def test_an_editor_marks_a_mistake_that_a_schema_can_see(
    validator: jsonschema.Draft202012Validator, file: Path
) -> None:
    try:
        seen = not validator.is_valid(yaml.safe_load(file.read_text(encoding="utf-8")))
    except yaml.YAMLError:
        seen = True
    assert seen == (file.stem[3:] not in UNSEEN)


def test_an_editor_accepts_a_course_and_marks_its_mistakes(built_in: jsonschema.Draft202012Validator) -> None:
    course = {"version": 1, "title": "T", "routine": "class", "evenings": [{"title": "A", "learn": ["leg"]}]}
    assert built_in.is_valid(course)
    assert not built_in.is_valid({**course, "evenings": [{"title": "A", "learns": ["leg"]}]})
    assert not built_in.is_valid({**course, "fading": ["learn", "loudly"]})


def test_an_editor_completes_every_name_that_is_built_in() -> None:
    vocabulary = repertoire.vocabulary()
    found = json.loads(editor_schema())
    routine = found["else"]["else"]["properties"]
    step = routine["sections"]["items"]["anyOf"][0]["properties"]["steps"]["items"]["oneOf"][0]["properties"]
    assert step["stroke"]["anyOf"][0]["enum"] == sorted(vocabulary.strokes)
    assert set(routine["ritual"]["anyOf"][0]["enum"]) == {*vocabulary.rituals, "none"}
    assert set(routine["bed"]["anyOf"][0]["enum"]) == {*vocabulary.beds, "none"}
    assert "everyday" in found["then"]["properties"]["routine"]["anyOf"][0]["enum"]
    path = routine["strokes"]["additionalProperties"]["properties"]["path"]["pattern"]
    for stroke in vocabulary.strokes.values():
        assert re.search(path, str(stroke.path)), stroke.id
    for wrong in (
        "line(hip,ankle_R)",
        "line(hip_R)+",
        "hold(belly)",
        "circle(face.soft_spt,4,cw,1)",
        "press(hip_R,ankle_R,0)",
    ):
        assert not re.search(path, wrong), wrong


def test_a_key_that_may_be_left_out_has_its_default() -> None:
    routine = json.loads(editor_schema())["else"]["else"]["properties"]
    wanted = {"bed": "heartbeat", "tempo": 60, "ritual": "none", "exact": False, "voice": "auto", "tones": "soft"}
    assert {key: routine[key]["default"] for key in wanted} == wanted
    assert "default" not in routine["length"]


@pytest.mark.parametrize(
    "table", [*STEPS.values(), *tables.SOUNDS, *(one for one in vars(tables).values() if isinstance(one, Table))]
)
def test_a_default_is_a_value_of_its_key_and_is_told(table: Table) -> None:
    for key in (key for key in table.keys if key.default):
        assert jsonschema.Draft202012Validator(dict(key.kind.schema)).is_valid(yaml.safe_load(key.default)), key.name
        assert f"eft out: {key.default}" in key.doc, key.name


@pytest.mark.parametrize(
    "table", [*STEPS.values(), *tables.SOUNDS, *(one for one in vars(tables).values() if isinstance(one, Table))]
)
def test_every_example_is_a_good_value(table: Table) -> None:
    for key in table.keys:
        got = yaml.safe_load(key.example)
        assert not list(jsonschema.Draft202012Validator(dict(key.kind.schema)).iter_errors(got)), key.name
        assert example_of(key) is not None, key.name


def example_of(key: Key) -> Any:
    reading = Reading(source="example.yaml")
    node = compose(f"key: {key.example}", reading)
    assert isinstance(node, Entries)
    value = key.kind.read(node.pairs[0][1], key.name, reading)
    reading.finish()
    return value
