"""What a family asks for: a routine, found and cut to them, as a script and with a voice.

read -> tailor -> script
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from audioguide import repertoire
from audioguide.errors import AudioguideError, RoutineError
from audioguide.model.course import Course
from audioguide.model.routine import Direction, Guidance, Phrases, Preparation, Routine, Script
from audioguide.planning.finder import matching_routines
from audioguide.planning.scriptwriter import write_script
from audioguide.planning.tailor import evening, missing_parts, parts_of, tailor, weeks
from audioguide.plugins import Voice
from audioguide.reader import read, read_course
from audioguide.repertoire.beds import tempo_of
from audioguide.units import Samples, format_duration
from audioguide.voices.choose import choose

ToneStyle = Literal["soft", "clear", "off"]
"""How the tones sound, if they do."""

VERSION = version("audioguide")
"""Another release may make another session of the same request."""
VOICE = -18.0
"""LUFS: what clips are levelled to."""
_EVENINGS = re.compile(r"^evenings[ \t]*:", re.MULTILINE)
EVERYDAY = "everyday"
"""The routine for those who do not say which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A session before anything is spoken: what it will say, who will say it, over what."""

    routine: Routine
    script: Script
    voice: Voice
    bed: str
    """The name of a bed, or the path of a file."""
    wanted: Samples | None
    """The asked length; None is the routine's own."""
    tones: ToneStyle = "soft"
    loudness: float = VOICE
    """LUFS of the voice; everything else keeps its distance to it."""
    notes: tuple[str, ...] = ()
    """What was left out or replaced for this family, for the parent."""


def find_routine(name: str, language: str | None = None) -> Routine:
    """Return a built-in routine, or read a file; ``five-evenings:2`` is the second evening of a course.

    Raises:
        RoutineError: the file has mistakes, or there is neither a file nor a built-in routine of this name.
    """
    path = Path(name)
    if (found := re.fullmatch(r"(.+):(\d+)", name)) and not path.is_file():
        return _evening(*find_course(found[1], language), int(found[2]))
    if not path.suffix and not path.is_file():
        return repertoire.routine(name, language=language)
    text = _text(name)
    if is_course(text):
        msg = f"'{name}' is a course; name an evening ({name}:1), or make all: audioguide course DIR --from {name}"
        raise AudioguideError(msg)
    routine = read(text, source=name, vocabulary=repertoire.vocabulary(), language=language)
    if routine.bed in repertoire.vocabulary().beds:
        return routine
    return replace(routine, bed=str(path.parent / routine.bed))  # a sound file beside the routine


def is_course(text: str) -> bool:
    """Whether a file is a course: no routine has evenings."""
    return _EVENINGS.search(text) is not None


def find_course(name: str, language: str | None = None) -> tuple[Course, Routine]:
    """Return a built-in course, or read a file; and the routine that its evenings come to.

    Raises:
        RoutineError: one of the two has mistakes, or the routine has no such parts.
        AudioguideError: there is no course of this name.
    """
    path = Path(name)
    if path.suffix or path.is_file():
        course = read_course(_text(name), source=name, language=language)
    else:
        course = repertoire.course(name, language=language)
    beside = path.parent / course.routine
    try:
        routine = find_routine(str(beside) if beside.is_file() else course.routine, language or course.language)
    except RoutineError:
        raise
    except AudioguideError as error:
        raise RoutineError(name, ((course.line, f"routine: {error}"),)) from error
    if mistakes := missing_parts(course, routine):
        raise RoutineError(name, mistakes)
    return course, routine


def evenings_of(course: Course, routine: Routine) -> tuple[Routine, ...]:
    """Return what is done on each evening of a course."""
    return tuple(evening(course, routine, number) for number, _ in enumerate(course.evenings, 1))


def prepare(
    routine: Routine,
    *,
    length: Samples | None = None,
    guidance: Guidance | None = None,
    voice: str = "auto",
    language: str | None = None,
    bed: str | None = None,
    preparation: Preparation | None = None,
    baby: str | None = None,
    parts: Sequence[str] = (),
    skip: Sequence[str] = (),
    age: float | None = None,
    direction: Direction = "traditional",
    first_side: Literal["right", "left"] = "right",
    oil: bool | None = None,
    tones: ToneStyle = "soft",
    loudness: float = VOICE,
) -> Request:
    """Decide everything that can be decided before a word is spoken. What is left out is as the routine says.

    Raises:
        SoundError: there is no such bed.
        AudioguideError: the routine is not for that age, has no such part, or no voice speaks its language.
    """
    language = language or routine.language
    bed = bed or routine.bed
    tempo = tempo_of(bed) or routine.tempo
    vocabulary = repertoire.vocabulary()
    phrases = _phrases(language)
    if age is not None and age < routine.from_age:
        others = [other.id for other in matching_routines(_built_in(language), phrases, language=language, age=age)]
        msg = f"'{routine.id}' is for babies from {weeks(routine.from_age)}, counted from the due date"
        raise AudioguideError(f"{msg}; for yours there are {', '.join(others)}" if others else msg)
    tailored, notes = tailor(
        replace(routine, tempo=tempo), vocabulary.strokes, parts=parts, skip=skip, age=age, direction=direction
    )
    script = write_script(
        tailored,
        phrases,
        guidance=guidance or routine.guidance,
        language=language,
        preparation=preparation,
        baby=baby,
        first_side=first_side,
        oil=_oil(tailored, age, oil),
    )
    return Request(
        routine=replace(tailored, pronounce={**phrases.pronounce, **tailored.pronounce}),
        script=script,
        voice=choose(voice, language),
        bed=bed,
        wanted=length,
        tones=tones,
        loudness=loudness,
        notes=notes,
    )


def pick(
    *, aim: str | None, age: float | None, length: Samples | None, guidance: Guidance | None, language: str | None
) -> Routine:
    """Pick the built-in routine that fits best; without any wish, everyday.

    Raises:
        AudioguideError: none fits.
    """
    language = language or "en"
    if aim is None and age is None:
        return repertoire.routine(EVERYDAY, language=language)
    found = matching_routines(
        _built_in(language),
        _phrases(language),
        language=language,
        guidance=guidance or "practised",
        aim=aim,
        age=age,
        length=length,
    )
    if not found:
        wishes = (
            f"the aim {aim}" if aim else "",
            f"a baby of {weeks(age)}" if age is not None else "",
            f"a length of {format_duration(length)}" if length is not None else "",
        )
        msg = f"no routine fits {', '.join(filter(None, wishes))}; see 'audioguide list routines'"
        raise AudioguideError(msg)
    return found[0]


def _text(name: str) -> str:
    try:
        return Path(name).read_text("utf-8")
    except UnicodeDecodeError as error:
        raise RoutineError(name, ((1, "is not a text file in UTF-8; save it as UTF-8"),)) from error
    except OSError as error:
        raise RoutineError(name, ((1, f"cannot be read: {error.strerror}"),)) from error


def _evening(course: Course, routine: Routine, number: int) -> Routine:
    if not 1 <= number <= len(course.evenings):
        msg = f"the course '{course.id}' has {len(course.evenings)} evenings; there is no {course.id}:{number}"
        raise AudioguideError(msg)
    return evening(course, routine, number)


def _built_in(language: str) -> Iterator[Routine]:
    """The built-in routines that speak a language and may be proposed: those with an aim."""
    for name in repertoire.routines():
        with contextlib.suppress(RoutineError):
            routine = repertoire.routine(name, language=language)
            if routine.aims:
                yield routine


def _phrases(language: str) -> Phrases:
    phrases = repertoire.vocabulary().phrases
    if language not in phrases:
        msg = f"audioguide has no words of its own in '{language}'; it has {', '.join(sorted(phrases))}"
        raise AudioguideError(msg)
    return phrases[language]


def instead_of(request: Request) -> str:
    """Name what can last as long as the request cannot: another routine, or a single part of this one."""
    script, wanted = request.script, request.wanted
    phrases = _phrases(script.language)
    others = matching_routines(
        _built_in(script.language), phrases, language=script.language, guidance=script.guidance, length=wanted
    )
    names = [f"'{other.id}'" for other in others if other.id != request.routine.id and request.routine.ritual][:2]
    for part in parts_of(request.routine):
        alone, _ = tailor(request.routine, {}, parts=[part])
        if matching_routines([alone], phrases, language=script.language, guidance=script.guidance, length=wanted):
            names.append(f"--parts {part}")
            break
    return f"{' or '.join(names)} can last {format_duration(wanted)}" if names and wanted is not None else ""


def _oil(routine: Routine, age: float | None, oil: bool | None) -> bool | None:  # noqa: FBT001 - three answers
    """The family decides; where they do not, the ritual knows from which age on."""
    too_young = routine.ritual is not None and age is not None and age < routine.ritual.oil_from
    return False if oil is None and too_young else oil
