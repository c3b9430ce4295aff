"""What may be chosen: the same bounds for a person, a program and a manifest."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.program import call
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import audioguide as ag
from audioguide import repertoire
from audioguide.cli import FAILED, USAGE
from audioguide.errors import AudioguideError, ChoiceError
from audioguide.model.choices import CHOICE_KINDS
from audioguide.rendering.again import asked_again
from audioguide.rendering.find import find_routine
from audioguide.rendering.request import Request, prepare
from audioguide.rendering.shelf import session_at
from audioguide.units import samples

TUMMY = repertoire.routine("tummy")

WRONG: tuple[tuple[str, Any, str], ...] = (
    ("length", 0, "length: 0 is not possible; it is longer than 0s and at most 3h00m"),
    ("length", -1, "length: -1 is not possible"),
    ("length", 1e300, "length: 1e+300 is not possible"),
    ("length", 2646000.0, "length: 2646000.0 is not possible"),
    ("length", 10**400, "length: 1000"),
    ("loudness", 10**400, "loudness: 1000"),
    ("length", "900", "length: '900' has no unit; write 900s for seconds or 900m for minutes"),
    ("length", True, "length: True is not possible"),
    ("guidance", "all", "guidance: 'all' is not possible; it is learn, practised, names or tones"),
    ("voice", {"hibari": 1}, "voice: {'hibari': 1} is not possible"),
    ("language", ["en"], "language: ['en'] is not possible"),
    ("bed", 7, "bed: 7 is not possible"),
    ("afterwards", 30, "afterwards: 30 is not possible; it is a text of one line, of at most 4096 characters"),
    ("afterwards", "ocean", "afterwards: 'ocean' is not possible; it is a bed and how long it goes on: ocean:30m"),
    ("afterwards", "ocean:9h", "afterwards: 'ocean:9h' is not possible; a bed goes on for 1m to 30m"),
    ("tones", "loud", "tones: 'loud' is not possible; it is soft, clear or off"),
    ("loudness", -3, "loudness: -3 is not possible; it goes from -40 to -17 LUFS"),
    ("loudness", -40.1, "loudness: -40.1 is not possible"),
    ("loudness", math.nan, "loudness: nan is not possible"),
    ("loudness", -math.inf, "loudness: -inf is not possible"),
    ("loudness", "-20", "loudness: '-20' is not possible"),
    ("preparation", "long", "preparation: 'long' is not possible; it is full, short or none"),
    ("baby", "Mia\nand Ben", "baby: 'Mia\\nand Ben' is not possible"),
    ("baby", "\ud800", "baby: '\\ud800' is not possible"),
    ("age", -1.0, "age: -1.0 is not possible; it goes from 0 to 939 weeks"),
    ("age", math.inf, "age: inf is not possible"),
    ("direction", "up", "direction: 'up' is not possible; it is traditional or towards-heart"),
    ("baby", "", "baby: '' is not possible; it is a text of one line, of at most 40 characters"),
    ("baby", "M" * 41, "baby: 'MMMM"),
    ("first_side", "both", "first_side: 'both' is not possible; it is right or left"),
    ("turn", -1, "turn: -1 is not possible; it is a whole number from 0 to 999999999, or today"),
    ("turn", True, "turn: True is not possible"),
    ("turn", "tomorrow", "turn: 'tomorrow' is not possible"),
    ("oil", "no", "oil: 'no' is not possible; it is true or false"),
    ("parts", 1, "parts: 1 is not possible; it is a list of body parts"),
    ("skip", [1], "skip: [1] is not possible"),
    ("from_part", 3, "from_part: 3 is not possible; it is a text of one line"),
)


def wanting(**choices: Any) -> Request:
    return prepare(TUMMY, **{"voice": "system", **choices})


@pytest.mark.parametrize(("choice", "value", "sentence"), WRONG)
def test_what_no_session_can_be_is_refused_in_a_sentence(choice: str, value: object, sentence: str) -> None:
    with pytest.raises(ChoiceError) as caught:
        wanting(**{choice: value})
    assert str(caught.value).startswith(sentence)
    assert caught.value.choice == choice


@pytest.mark.parametrize("loudness", [-40, -17])
def test_the_bounds_themselves_are_possible(loudness: int) -> None:
    assert wanting(loudness=loudness).loudness == loudness


def test_a_number_of_thousands_of_digits_is_told_without_them() -> None:
    with pytest.raises(ChoiceError, match=r"^length: such a long int is not possible; it is longer than 0s"):
        wanting(length=10**5000)


def test_a_length_goes_to_three_hours() -> None:
    assert wanting(length=samples(3 * 3600)).length == 3 * 3600 * 44_100
    with pytest.raises(ChoiceError):
        wanting(length=samples(3 * 3600) + 1)


def test_one_request_is_the_same_in_whole_numbers_and_in_others() -> None:
    assert repr(wanting(loudness=-20).loudness) == repr(wanting(loudness=-20.0).loudness) == "-20.0"


def test_a_program_is_refused_as_a_person_is(tmp_path: Path) -> None:
    with pytest.raises(ChoiceError, match="loudness: 0 is not possible; it goes from -40 to -17 LUFS"):
        ag.render("tummy", loudness=0, voice="system", folder=tmp_path)
    with pytest.raises(ChoiceError, match="workers: 0 is not possible; it goes from 1 to 256"):
        ag.render("tummy", workers=0, voice="system", folder=tmp_path)
    with pytest.raises(ChoiceError, match="routine: 5 is not possible"):
        find_routine(5)  # type: ignore[arg-type]
    with pytest.raises(ChoiceError, match="aim: 'fun' is not possible; it is bonding, calm, sleep"):
        ag.render(aim="fun", folder=tmp_path)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


# The command line


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--loudness", "nan"),
        ("--loudness", "inf"),
        ("--loudness", "-16.9"),
        ("--length", "0s"),
        ("--length", "181m"),
        ("--length", "9" * 400 + "h"),
        ("--age", "19y"),
        ("--age", "9" * 400 + "y"),
        ("--workers", "257"),
        ("--guidance", "all"),
        ("--baby", "a\nb"),
        ("--bed", "x" * 5000),
    ],
)
def test_the_command_line_accepts_nothing_that_is_refused_later(option: str, value: str) -> None:
    run = call("render", "tummy", option, value)
    assert run.code == USAGE
    assert run.err.startswith(f"{option}: ")


@pytest.mark.parametrize("text", ["x" * 300, "/" + "y" * 300 + ".wav"])
@pytest.mark.parametrize("option", ["--bed", "--voice", "--language"])
def test_a_name_that_no_file_can_have_is_told(option: str, text: str) -> None:
    assert call("render", "tummy", option, text).code == FAILED


@pytest.mark.parametrize(
    "voice", ["recorded:~nobody-of-this-name", "recorded:" + "x" * 300, "piper:~nobody", "piper:."]
)
def test_a_voice_that_is_nowhere_is_told(voice: str) -> None:
    assert call("plan", "tummy", "--voice", voice).code == FAILED


def test_a_routine_whose_name_no_file_can_have_is_told() -> None:
    assert call("show", "x" * 300).code == FAILED
    assert call("show", f"five-evenings:{'9' * 300}").code == FAILED
    assert call("show", f"five-evenings:{'9' * 5000}").code == USAGE


# A manifest


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The manifest of a session whose sound is nothing: it is not listened to."""
    folder = tmp_path_factory.mktemp("output")
    path = folder / "one.json"
    (folder / "one.mp3").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield path


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


# Anything at all

NAMES = sorted({*CHOICE_KINDS, "routine"})
HERE_AND_THERE = st.sampled_from(
    [
        *(word for kind in CHOICE_KINDS.values() for word in kind.words),
        *("auto", "system", "system:x", "recorded:", "recorded:.", "recorded:x+system", "piper:x", "pico:", "+", ":"),
        *(
            "en",
            "de",
            "xx",
            "ocean",
            "none",
            ".",
            "..",
            "/",
            "~",
            "~x",
            "a\0b",
            "x" * 300,
            "x/" * 2000,
            "legs",
            "",
            " ",
        ),
        *("five-evenings", "five-evenings:1", "five-evenings:0", "tummy.yaml", "one.json"),
        *(1, 44_100, 26_460_000, -18, -17, -40, 6, 1e300, -1e300, 2**63, 10**400),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | HERE_AND_THERE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def made_or_refused(make: Callable[[], Request]) -> Request | str:
    try:
        return make()
    except AudioguideError as error:
        return str(error)


@settings(deadline=None)
@given(choice=st.sampled_from(sorted(CHOICE_KINDS)), value=JSON | HERE_AND_THERE)
def test_any_value_makes_a_request_or_one_of_our_errors(choice: str, value: object) -> None:
    assert made_or_refused(lambda: wanting(**{choice: value}))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.sampled_from(NAMES), value=JSON | HERE_AND_THERE)
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
