"""What there is to say about a file before anything is made of it."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.errors import RoutineError
from audioguide.model.routine import Routine
from audioguide.model.timeline import Event, Pulse, Say, Timeline
from audioguide.planning.educator import Remark, advise
from audioguide.planning.finder import estimated
from audioguide.planning.planner import plan
from audioguide.planning.scriptwriter import write_script
from audioguide.reader import read_catalogue, read_recipe, read_shared, schema
from audioguide.rendering.find import (
    find_course,
    find_routine,
    is_bed,
    is_catalogue,
    is_course,
    is_file,
    is_for_use,
    text_of,
)
from audioguide.rendering.impossible import cannot_be_rendered
from audioguide.rendering.system_language import language_of
from audioguide.sound.beds.layered import Layered


def check_file(file: str, language: str | None = None, cache: Cache | None = None) -> tuple[Remark, ...]:
    """Read a routine, a course, a catalogue or a bed, and return what an educator would mention.

    Of a course, nothing: its routine has been remarked on where it is written. Of what routines use, nothing either:
    that is done there. Of a bed and a catalogue neither; whether each of its sessions is possible, `catalogue.check`
    finds out.
    With a `cache` words are spoken where only the voice can say whether the file's length is possible.

    Raises:
        RoutineError: the file has mistakes.
        SoundError: nothing is heard of a bed, or of a layer.
    """
    language = language_of(language)
    text = text_of(file) if is_file(Path(file)) else ""
    if is_course(text):
        find_course(file, language)
        return ()
    if is_catalogue(text):
        read_catalogue(text, source=file)
        return ()
    if is_bed(text):
        Layered(read_recipe(text, source=file), Pulse(tempo=60.0))
        return ()
    if is_for_use(text):
        read_shared(text, source=file, vocabulary=repertoire.vocabulary())
        return ()
    routine = find_routine(file, language)
    if text and (mistakes := tuple(cannot_be_rendered(routine, text, cache))):
        raise RoutineError(file, mistakes)
    return _remarks(routine, language)


def editor_schema() -> str:
    """Return the JSON Schema of these files, with all names that are built in, as a file has it."""
    found = schema(repertoire.vocabulary(), repertoire.routines())
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _heard(timeline: Timeline, texts: Container[str]) -> Iterator[Event]:
    """Yield the events of a session, and of what is said these texts only."""
    return (event for event in timeline.events if not isinstance(event, Say) or event.text in texts)


def _remarks(routine: Routine, language: str | None) -> tuple[Remark, ...]:
    """Ask the educator. How much is spoken is estimated from the words: nothing is spoken for a check.

    What the ritual says is no word of the author's, and is not counted.
    """
    vocabulary = repertoire.vocabulary()
    phrases = vocabulary.phrases.get(language or routine.language)
    speech = None
    if phrases is not None:
        script = write_script(routine, phrases, language=language, guidance="practised")
        bare = replace(routine, ritual=None)
        without = write_script(bare, phrases, language=language, guidance="practised") if routine.ritual else script
        own = {cue.text for cue in without.cues}
        timeline = plan(script, estimated(script))
        speech = 100 * replace(timeline, events=tuple(_heard(timeline, own))).spoken_share
    spoken = replace(routine, language=language or routine.language)
    return advise(spoken, repertoire.advice(), vocabulary, speech=speech)
