"""Errors as the page says them."""

from __future__ import annotations

import pytest

from audioguide.web.page_errors import for_page


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "'Nursery' is playing something already; end that first, or say --interrupt",
            "'Nursery' is playing something already",
        ),
        ("another session is playing; end it with: audioguide stop", "another session is playing"),
        ("25%; more only with --loudest", "25%"),
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
