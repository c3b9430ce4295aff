"""What there is to say about a file before anything is made of it."""

from __future__ import annotations

from pathlib import Path

from audioguide import repertoire
from audioguide.model.routine import Routine
from audioguide.planning.educator import Remark, advise
from audioguide.planning.finder import estimated
from audioguide.planning.planner import plan
from audioguide.planning.scriptwriter import write_script
from audioguide.rendering.find import find_course, find_routine, is_course


def check_file(file: str, language: str | None = None) -> tuple[Remark, ...]:
    """Read a routine or a course, and return what an educator would mention.

    Of a course, nothing: its routine has been remarked on where it is written.

    Raises:
        RoutineError: the file has mistakes.
    """
    path = Path(file)
    if path.is_file() and is_course(path.read_text("utf-8", "replace")):
        find_course(file, language)
        return ()
    return _remarks(find_routine(file, language), language)


def _remarks(routine: Routine, language: str | None) -> tuple[Remark, ...]:
    """Ask the educator. How much is spoken is estimated from the words: nothing is spoken for a check."""
    vocabulary = repertoire.vocabulary()
    phrases = vocabulary.phrases.get(language or routine.language)
    speech = None
    if phrases is not None:
        script = write_script(routine, phrases, language=language, guidance="practised")
        speech = 100 * plan(script, estimated(script)).spoken_share
    return advise(routine, repertoire.advice(), vocabulary, speech=speech)
