from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from audioguide.reader import schema, tables
from audioguide.reader.fields import Key, Table
from audioguide.reader.nodes import Entries, compose
from audioguide.reader.reading import Reading
from audioguide.reader.tables import STEPS

DATA = Path(__file__).parents[1] / "data"
GOOD = sorted((DATA / "routines").glob("*.yaml"))
MISTAKES = sorted((DATA / "mistakes").glob("*.yaml"))

VALIDATOR = jsonschema.Draft202012Validator(schema())

UNSEEN = {
    "duplicate-key",
    "reuse",
    "hash-in-text",
    "misspelt-stroke",
    "stroke-from-another-book",
    "stroke-not-in-the-language",
    "text-not-in-the-language",
    "own-stroke-with-a-name-taken",
    "one-sided-stroke-without-sides",
    "both-sides-in-the-middle",
    "side-for-both",
    "side-in-the-middle",
    "side-without-sides",
    "unknown-bed",
    "bed-without-ending",
    "unknown-ritual",
    "preparation-of-nothing",
    "unknown-landmark",
    "landmark-without-view",
    "range-backwards",
    "rest-backwards",
    "rest-too-long",
    "usual-outside-times",
}
"""What JSON Schema cannot see: lines, the repertoire, and whether two values fit together."""


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_an_editor_accepts_a_good_file(file: Path) -> None:
    assert not list(VALIDATOR.iter_errors(yaml.safe_load(file.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("file", MISTAKES, ids=lambda file: file.stem)
def test_an_editor_marks_a_mistake_that_a_schema_can_see(file: Path) -> None:
    try:
        seen = not VALIDATOR.is_valid(yaml.safe_load(file.read_text(encoding="utf-8")))
    except yaml.YAMLError:
        seen = True
    assert seen == (file.stem[3:] not in UNSEEN)


@pytest.mark.parametrize("table", [*STEPS.values(), *(one for one in vars(tables).values() if isinstance(one, Table))])
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
