"""What a manifest asks for: in the same bounds as what a person asks for."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.choices import ANYTHING, WRONG, made_or_refused
from fakes.program import call
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import audioguide as ag
from audioguide.cli import FAILED
from audioguide.model.choices import CHOICE_KINDS
from audioguide.rendering.again import asked_again
from audioguide.rendering.request import Request, prepare
from audioguide.rendering.shelf import session_at

ASKED: dict[str, Any] = dict.fromkeys(CHOICE_KINDS) | {
    "routine": "tummy",
    "voice": "system",
    "tones": "soft",
    "loudness": -18.0,
    "direction": "traditional",
    "first_side": "right",
    "turn": 0,
    "parts": [],
    "skip": [],
}
NAMES = sorted({*CHOICE_KINDS, "routine"})


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The manifest of a session whose sound is nothing: it is not listened to."""
    folder = tmp_path_factory.mktemp("output")
    path = folder / "one.json"
    (folder / "one.mp3").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield path


def write(path: Path, asked: object) -> None:
    document = {
        "maker": "audioguide",
        "asked": asked,
        **dict.fromkeys(("title", "routine", "language", "bed", "identity"), ""),
        "voice": "none",
        "guidance": "tones",
        "sha256": "0" * 64,
        "file": "one.mp3",
        "length_samples": 44_100,
        "chapters": [{"title": "Tummy", "start_ms": 0, "end_ms": 1000}],
        "left_out": [],
        "loudness_lufs": -20.0,
        "true_peak_dbtp": -4.0,
    }
    path.write_text(json.dumps(document), "utf-8")


@pytest.mark.parametrize(
    ("choice", "value", "sentence"),
    [one for one in WRONG if not isinstance(one[1], float) or math.isfinite(one[1])],
)
def test_what_a_manifest_asks_for_is_refused_with_its_name(
    manifest: Path, choice: str, value: object, sentence: str
) -> None:
    write(manifest, {**ASKED, choice: value})
    run = call("again", "one.mp3")
    assert run.code == FAILED
    assert run.err.startswith(f"one.json: {sentence}")
    assert len(run.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({**ASKED, "tymes": 3}, "one.json: tymes: such a choice is not possible; there are length, guidance, voice"),
        ({**ASKED, "workers": 3}, "one.json: workers: such a choice is not possible; there are"),
        ({**ASKED, "routine": None}, "'one.json' was made in Python from a routine that is in no file"),
        ({**ASKED, "routine": 5}, "one.json: routine: 5 is not possible; it is a text of one line"),
        ({"voice": "system"}, "'one.json' does not tell what was asked for; make it anew with 'audioguide render'"),
        (["tummy"], "'one.json' does not tell what was asked for"),
        (None, "'one.json' does not tell what was asked for"),
    ],
)
def test_what_is_asked_for_is_told_where_it_is_nothing_to_go_by(manifest: Path, asked: object, sentence: str) -> None:
    write(manifest, asked)
    run = call("again", "one.mp3")
    assert run.code == FAILED
    assert run.err.startswith(sentence)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_a_manifest_that_is_no_json_is_no_manifest(manifest: Path, number: str) -> None:
    write(manifest, ASKED)
    manifest.write_text(manifest.read_text("utf-8").replace("-18.0", number), "utf-8")
    assert session_at(manifest) is None
    manifest.write_text("[" * 100_000, "utf-8")
    assert session_at(manifest) is None


def test_a_manifest_under_another_name_than_its_sound_is_told(manifest: Path) -> None:
    write(manifest.with_name("two.json"), ASKED)
    manifest.unlink(missing_ok=True)
    assert call("again", "two.json").err.startswith("'one.json' does not tell what was asked for")


def test_a_change_takes_the_place_of_what_was_not_possible(manifest: Path) -> None:
    write(manifest, {**ASKED, "loudness": -3})
    session = session_at(manifest)
    assert session
    _, asked = asked_again(session, loudness=-20.0)
    assert asked["loudness"] == -20.0
    assert asked["parts"] == ()


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.sampled_from(NAMES), value=ANYTHING)
def test_any_value_in_a_manifest_makes_a_request_or_one_of_our_errors(
    manifest: Path, choice: str, value: object
) -> None:
    write(manifest, {**ASKED, choice: value})
    session = session_at(manifest)
    if session is not None:  # NaN is no JSON, and so no manifest
        assert made_or_refused(lambda: prepared_again(session))


def prepared_again(session: ag.Session) -> Request:
    routine, asked = asked_again(session)
    return prepare(routine, **asked)
