"""What users read when something cannot be done."""

from __future__ import annotations

import pickle

import pytest

from audioguide.errors import AudioguideError, BusyError, ChoiceError, LengthError, RoutineError
from audioguide.units import Samples, samples


def length_error(below: Samples | None, above: Samples | None, hint: str = "") -> LengthError:
    return LengthError("everyday", samples(300), below, above, hint)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            length_error(None, samples(425)),
            "cannot make 'everyday' last 5m: with this voice and guidance it lasts at least 7m05s",
        ),
        (
            length_error(samples(240), None),
            "cannot make 'everyday' last 5m: with this voice and guidance it lasts at most 4m",
        ),
        (length_error(None, None), "cannot make 'everyday' last 5m: it can have no length at all"),
        (length_error(samples(290), samples(310)), "cannot make 'everyday' last 5m: nearest are 4m50s and 5m10s"),
        (
            length_error(samples(290), samples(310), "'express' can last 5m"),
            "cannot make 'everyday' last 5m: nearest are 4m50s and 5m10s; 'express' can last 5m",
        ),
        (
            ChoiceError("loudness", "-3", "it goes from -40 to -17 LUFS"),
            "loudness: -3 is not possible; it goes from -40 to -17 LUFS",
        ),
        (
            ChoiceError("loudness", "-3", "it goes from -40 to -17 LUFS", "output/one.json"),
            "output/one.json: loudness: -3 is not possible; it goes from -40 to -17 LUFS",
        ),
        (
            RoutineError("bedtime.yaml", ((9, "unknown key 'tymes'"), (12, "no title"))),
            "bedtime.yaml:9: unknown key 'tymes'\nbedtime.yaml:12: no title",
        ),
        (
            RoutineError("a.yaml", ((9, "no title"),), (RoutineError("b.yaml", ((1, "no sections"),)),)),
            "a.yaml:9: no title\nb.yaml:1: no sections",
        ),
        (
            BusyError("another session is playing", "end it with: audioguide stop"),
            "another session is playing; end it with: audioguide stop",
        ),
    ],
)
def test_an_error_says_it_in_a_sentence_and_pickles(error: AudioguideError, sentence: str) -> None:
    assert str(error) == sentence
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), str(again)) == (type(error), sentence)
