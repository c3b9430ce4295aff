from __future__ import annotations

import time
from inspect import unwrap

import pytest

from audioguide import repertoire
from audioguide.errors import AudioguideError, RoutineError
from audioguide.model.routine import StrokeStep


def test_everything_that_ships_is_read() -> None:
    known = repertoire.vocabulary()
    assert {"front.navel", "back.nape", "sole.heel"} <= known.landmarks.keys()
    assert "leg_indian_milk" in known.strokes
    assert "infant-massage" in known.rituals
    assert "en" in known.phrases
    assert "heartbeat" in known.beds
    assert "everyday" in repertoire.routines()


@pytest.mark.parametrize("name", repertoire.routines())
def test_a_routine_that_ships_is_read(name: str) -> None:
    routine = repertoire.routine(name, language="en")
    assert routine.id == name
    assert any(isinstance(step, StrokeStep) for section in routine.sections for step in section.steps)


def test_every_stroke_is_in_a_routine_or_a_ritual() -> None:
    routines = [repertoire.routine(name) for name in repertoire.routines()]
    frames = [part for one in repertoire.vocabulary().rituals.values() for part in (one.opening, *one.ending)]
    sections = [*(section for routine in routines for section in routine.sections), *frames]
    done = {step.stroke.id for section in sections for step in section.steps if isinstance(step, StrokeStep)}
    assert set(repertoire.vocabulary().strokes) - done == set()


def test_what_belongs_together_is_made_once() -> None:
    assert repertoire.vocabulary() is repertoire.vocabulary()


def test_a_misspelt_routine_is_guessed() -> None:
    with pytest.raises(AudioguideError, match=r"there is no routine 'evryday'; did you mean 'everyday'\?"):
        repertoire.routine("evryday")


def test_a_routine_needs_words_in_the_language_of_the_session() -> None:
    with pytest.raises(RoutineError, match=r"everyday\.yaml:\d+: title has no words in 'xx'"):
        repertoire.routine("everyday", language="xx")


@pytest.mark.real
def test_reading_it_is_quick() -> None:
    took = []
    for _ in range(3):  # the quickest counts: a busy machine makes each of them slower
        repertoire._wording.cache_clear()  # noqa: SLF001 - it is read for rituals and routines alike
        start = time.thread_time()
        for read in (repertoire.landmarks, repertoire.strokes, repertoire.rituals, repertoire.phrases):
            unwrap(read)()
        repertoire.routine("everyday")
        took.append(time.thread_time() - start)
    assert min(took) < 0.4  # three times what it takes


def test_the_built_in_words_are_read_where_nobody_knows_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(*_: object, **__: object) -> None:
        raise RuntimeError("could not determine the home directory")

    monkeypatch.delenv("AUDIOGUIDE_WORDS", raising=False)
    monkeypatch.setattr("platformdirs.user_data_path", homeless)
    assert repertoire.sheets.__wrapped__("en") == repertoire.sheets("en")
