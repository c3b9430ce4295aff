"""What may be chosen: the same bounds for a person and a program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fakes.choices import ANYTHING, WRONG, made_or_refused
from fakes.program import call
from hypothesis import given, settings
from hypothesis import strategies as st

import audioguide as ag
from audioguide import repertoire
from audioguide.cli import FAILED, USAGE
from audioguide.errors import ChoiceError
from audioguide.model.choices import CHOICE_KINDS
from audioguide.rendering.find import find_routine
from audioguide.rendering.request import Request, prepare
from audioguide.units import samples

TUMMY = repertoire.routine("tummy")


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


# Anything at all


@settings(deadline=None)
@given(choice=st.sampled_from(sorted(CHOICE_KINDS)), value=ANYTHING)
def test_any_value_makes_a_request_or_one_of_our_errors(choice: str, value: object) -> None:
    assert made_or_refused(lambda: wanting(**{choice: value}))
