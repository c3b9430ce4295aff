"""A library's exceptions as sentences for the user."""

from __future__ import annotations

import pytest

from audioguide.errors import SpeakerError
from audioguide.speakers.errors import speaker_errors, unreachable


def test_an_expected_exception_becomes_a_sentence_and_stays_its_cause() -> None:
    with pytest.raises(SpeakerError) as caught, speaker_errors("Nursery", (OSError,)):
        raise OSError("no route")
    assert str(caught.value) == "'Nursery' does not answer, or refuses (no route); is it on, and in this network?"
    assert isinstance(caught.value.__cause__, OSError)


def test_an_exception_without_a_text_is_named() -> None:
    with pytest.raises(SpeakerError, match=r"refuses \(TimeoutError\)"), speaker_errors("Nursery", (OSError,)):
        raise TimeoutError


def test_a_protocol_may_explain_its_own_exceptions() -> None:
    explain = lambda name, _: unreachable(name)  # noqa: E731 - as short as a lambda is
    with pytest.raises(SpeakerError) as caught, speaker_errors("Nursery", (OSError,), explain):
        raise OSError("no route")
    assert str(caught.value) == "'Nursery' does not answer; is it on, and in this network?"


@pytest.mark.parametrize("error", [SpeakerError("as it is"), ConnectionResetError("handled"), ZeroDivisionError("bug")])
def test_others_pass_unchanged(error: Exception) -> None:
    with (
        pytest.raises(type(error)) as caught,
        speaker_errors("Nursery", (OSError, SpeakerError), passing=(ConnectionResetError,)),
    ):
        raise error
    assert caught.value is error
