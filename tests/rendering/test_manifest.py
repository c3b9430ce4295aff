"""What is written beside a session, and what ``plan --json`` prints."""

from __future__ import annotations

import contextlib
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fakes.sessions import TIMELINE, session
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from audioguide.model.plain import is_plain
from audioguide.rendering.manifest import (
    PLAN_SCHEMA,
    SESSION_SCHEMA,
    read_document,
    read_events,
    read_session,
    session_document,
    timeline_document,
)

PATH = Path("everyday-10m.mp3")
DOCUMENT = session_document(session(PATH), TIMELINE, {"audioguide": "0.1.0"})


def test_both_follow_their_schema() -> None:
    Draft202012Validator(PLAN_SCHEMA).validate(timeline_document(TIMELINE))
    Draft202012Validator(SESSION_SCHEMA).validate(DOCUMENT)
    assert not Draft202012Validator(PLAN_SCHEMA).is_valid({**timeline_document(TIMELINE), "events": [{"kind": "say"}]})


def test_a_session_in_which_nothing_is_heard_is_json_too() -> None:
    silent = replace(session(PATH), loudness=-math.inf, true_peak=-math.inf)
    document = session_document(silent, TIMELINE, {})
    assert (document["loudness_lufs"], document["true_peak_dbtp"]) == (-70.0, -70.0)
    assert read_document(json.dumps(document, allow_nan=False)) == document


def test_a_manifest_holds_a_plan() -> None:
    plan = timeline_document(TIMELINE)
    assert {key: DOCUMENT[key] for key in plan} == plan


def test_positions_are_samples_and_chapters_milliseconds() -> None:
    assert DOCUMENT["length_samples"] == 40 * 44_100
    assert DOCUMENT["chapters"][0] == {"title": "Right leg", "start_ms": 0, "end_ms": 16_000}
    assert [event["kind"] for event in DOCUMENT["events"]] == ["say", "beat", "beat", "pause"]
    assert DOCUMENT["events"][0] == {
        "kind": "say",
        "start": 4 * 44_100,
        "end": 242_550,
        "text": "From hip to ankle.",
        "role": "cue",
    }
    assert DOCUMENT["events"][1]["stroke"] == "long_stroke"
    assert (DOCUMENT["events"][2]["index"], DOCUMENT["events"][2]["of"]) == (1, 2)


def test_a_session_comes_back_from_its_manifest() -> None:
    assert read_session(json.loads(json.dumps(DOCUMENT)), PATH) == session(PATH)


def test_whom_its_voice_names_comes_back_and_an_older_manifest_names_nobody() -> None:
    named = replace(session(PATH), credit="Voice: Ada, CC BY 4.0")
    document = session_document(named, TIMELINE, {})
    assert read_session(json.loads(json.dumps(document)), PATH) == named
    del document["credit"]
    assert read_session(document, PATH) == session(PATH)


@pytest.mark.parametrize("later", ["afterwards_samples", "credit", "date", "format", "size_bytes"])
def test_a_manifest_of_an_earlier_release_follows_the_schema_too(later: str) -> None:
    older = {name: value for name, value in DOCUMENT.items() if name != later}
    assert read_session(older, PATH).title == "Everyday"
    Draft202012Validator(SESSION_SCHEMA).validate(older)
    del older["title"]
    assert not Draft202012Validator(SESSION_SCHEMA).is_valid(older)


def test_events_come_back_from_their_manifest() -> None:
    read = json.loads(json.dumps(DOCUMENT))
    assert read_events(read, "say") == ({"start": 4 * 44_100, "text": "From hip to ankle."},)
    first, second = read_events(read, "beat")
    assert (first["stroke"], first["side"], first["index"], second["index"]) == ("long_stroke", "right", 0, 1)


@pytest.mark.parametrize(
    "events",
    [
        None,
        3,
        [3],
        {"kind": "beat"},
        [{"kind": "beat"}],
        [{**DOCUMENT["events"][1], "start": 0.5}],
        [{**DOCUMENT["events"][1], "end": -1}],
        [{**DOCUMENT["events"][1], "index": True}],
        [{**DOCUMENT["events"][1], "stroke": ["leg"]}],
        [{**DOCUMENT["events"][1], "side": "\x1b[2J"}],
    ],
)
def test_what_are_no_events_is_refused(events: object) -> None:
    with pytest.raises(ValueError, match="no "):
        read_events({**DOCUMENT, "events": events}, "beat")


WRONG = [
    {"maker": "somebody"},
    {"title": 7},
    {"title": "\x1b]0;owned\x07"},
    {"title": "Every\u202eyad"},
    {"title": "two\nlines"},
    {"title": "x" * 4097},
    {"length_samples": 0},
    {"length_samples": 1e9},
    {"length_samples": True},
    {"length_samples": 10**400},
    {"size_bytes": -1},
    {"loudness_lufs": "loud"},
    {"loudness_lufs": 10**400},
    {"true_peak_dbtp": True},
    {"chapters": 3},
    {"chapters": []},
    {"afterwards_samples": DOCUMENT["length_samples"]},
    {"guidance": "none"},
    {"voice": " "},
    {"voice": " hibari/heart"},
    {"voice": "/heart"},
    {"sha256": "//elsewhere/"},
    {"date": "tomorrow"},
    {"title": "\uffff"},
    {"chapters": [3]},
    {"chapters": [{"title": "A", "start_ms": -1, "end_ms": 3}]},
    {"left_out": [{"kind": "joy", "name": "A"}]},
]


@pytest.mark.parametrize("wrong", WRONG, ids=range(len(WRONG)))
def test_what_is_no_manifest_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no "):
        read_session({**DOCUMENT, **wrong}, PATH)


@pytest.mark.parametrize("asked", [[], 3, {"baby": ["Mia"]}, {"baby": "M\x1b[2J"}])
def test_what_was_asked_for_keeps_no_session_from_being_played(asked: object) -> None:
    assert read_session({**DOCUMENT, "asked": asked}, PATH).full_title == "Everyday"


@pytest.mark.parametrize("document", [[], 3, None, {}])
def test_what_is_no_document_is_refused(document: Any) -> None:
    with pytest.raises(ValueError, match="no "):
        read_session(document, PATH)


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


@given(
    st.sampled_from(sorted(DOCUMENT)),
    st.recursive(PLAIN, lambda some: st.lists(some) | st.dictionaries(st.text(), some), max_leaves=5),
)
def test_a_manifest_with_anything_in_it_is_read_or_refused(key: str, value: object) -> None:
    with contextlib.suppress(ValueError):
        assert is_plain(read_session({**DOCUMENT, key: value}, PATH).full_title)


def test_a_session_is_called_by_its_baby_too() -> None:
    mia = read_session(session_document(session(PATH), TIMELINE, {}, {"baby": "Mia"}), PATH)
    assert (mia.baby, mia.full_title) == ("Mia", "Everyday · Mia")
    nobody = read_session(session_document(session(PATH), TIMELINE, {}, {"baby": None}), PATH)
    assert (nobody.baby, nobody.full_title) == ("", "Everyday")
