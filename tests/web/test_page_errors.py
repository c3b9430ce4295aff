"""Errors as the page says them."""

from __future__ import annotations

import pytest

from audioguide.errors import ChoiceError, ShelfError
from audioguide.web.page_errors import PageError, error_document, for_page


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "'Nursery' is playing something already; end that first, or add --interrupt",
            "'Nursery' is playing something already",
        ),
        ("another session is playing; end it with: audioguide stop", "another session is playing"),
        ("volume 25 %; more only with --loudest", "volume 25 %"),
        (
            "cannot write in 'x': Permission denied; choose another place with -o",
            "cannot write in 'x': Permission denied",
        ),
        ("no routine fits; see 'audioguide list routines'", "no routine fits"),
        ("bed: 'x' is not possible; there are ocean, rain", "bed: 'x' is not possible; there are ocean, rain"),
        (
            "audioguide has no words of its own in 'xx'; it has de, en",
            "audioguide has no words of its own in 'xx'; it has de, en",
        ),
        ("a.yaml:1: a\na.yaml:2: b; see 'audioguide list strokes'", "a.yaml:1: a\na.yaml:2: b"),
    ],
)
def test_advice_for_a_command_line_stays_there(error: str, said: str) -> None:
    assert for_page(error) == said


def test_an_error_brings_the_words_of_the_page_and_the_choice_that_is_refused() -> None:
    assert error_document(PageError("wrong_older", choice="routine")) == {
        "error": "That is for older babies. Choose something else.",
        "word": "wrong_older",
        "values": {},
        "choice": "routine",
    }
    assert error_document(ChoiceError("bed", "'x'", "there are ocean")) == {
        "error": "bed: 'x' is not possible; there are ocean",
        "choice": "bed",
    }
    assert error_document(ShelfError("the disk is full; see 'audioguide doctor'")) == {"error": "the disk is full"}
