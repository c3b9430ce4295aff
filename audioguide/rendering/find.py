"""Finding what is written: a routine, an evening of a course or a course, built in or in a file of one's own."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from audioguide import reader, repertoire
from audioguide.errors import AudioguideError, ChoiceError, RoutineError
from audioguide.model.choice import LONGEST_TEXT, shown
from audioguide.model.choices import check
from audioguide.model.plain import is_plain
from audioguide.model.routine import PULSE_BED, Phrases, Routine
from audioguide.planning.tailor import evening, missing_parts
from audioguide.repertoire import folders
from audioguide.state.shell import command_line

if TYPE_CHECKING:
    from audioguide.model.course import Course

Found = TypeVar("Found", Routine, "Course")

_EVENING = re.compile(r"(.+):(\d+)")
_EVENINGS = r"(?m)^evenings[ \t]*:"
_VARY = r"(?m)^vary[ \t]*:"
_FOR_USE = r"(?m)^(strokes|rituals)[ \t]*:"
_LAYERS = r"(?m)^layers[ \t]*:"
_ROUTINE = r"(?m)^(title|sections)[ \t]*:"


def find_routine(name: str, language: str | None = None) -> Routine:
    """Return a built-in routine, or read a file; ``five-evenings:2`` is the second evening of a course.

    A built-in routine may be called by its title, too, and however its name is written: ``Everyday massage``.

    Raises:
        ChoiceError: this cannot be a name, or that no language.
        RoutineError: the file has mistakes.
        AudioguideError: there is neither a file nor a built-in routine of this name, or it has no words in `language`.
    """
    check("language", language)
    if isinstance(name, str) and "\n" in name and re.search(r"^(version|title|sections):", name, re.MULTILINE):
        problem = "it is the text of a routine, not its name; ag.read(text) makes a routine of it"
        raise ChoiceError("routine", shown(name), problem)
    if not isinstance(name, str) or not is_plain(name) or len(name) > LONGEST_TEXT:
        raise ChoiceError("routine", shown(name), f"it is a name of one line, of at most {LONGEST_TEXT} characters")
    path = Path(name)
    if (found := _EVENING.fullmatch(name)) and not is_file(path):
        return _evening(*find_course(found[1], language), int(found[2]))
    if not path.suffix and not _is_no_folder(path):
        known = _known_as(name, repertoire.routines(), lambda one: repertoire.routine(one).title.say("en"))
        return _in_language("routine", known, language, repertoire.routine)
    text = text_of(name)
    if other := _is_other(text, name):
        raise AudioguideError(other)
    routine = reader.read(
        text, source=name, vocabulary=repertoire.vocabulary(), language=language, beside=partial(_beside, path)
    )
    if routine.bed in (*repertoire.vocabulary().beds, PULSE_BED):
        return routine
    return replace(routine, bed=str(path.parent / routine.bed))  # a sound file beside the routine


def built_in(language: str) -> Iterator[Routine]:
    """Yield the built-in routines that speak a language and may be proposed: those with an aim."""
    for name in repertoire.routines():
        with suppress(RoutineError):
            routine = repertoire.routine(name, language=language)
            if routine.aims:
                yield routine


def phrases_in(language: str) -> Phrases:
    """Return the engine's own words in a language.

    Raises:
        AudioguideError: there are none.
    """
    phrases = repertoire.phrases()
    if language not in phrases:
        msg = f"audioguide has no words of its own in '{language}'; it has {', '.join(sorted(phrases))}"
        raise AudioguideError(msg)
    return phrases[language]


def _is_other(text: str, name: str) -> str:
    """Return a sentence on what a file is that is no routine, with what is done with it; empty where it may be one."""
    if is_course(text):
        what = f"'{name}' is a course; name an evening ({name}:1), or make all"
        command = ["course", "FOLDER", "--from", name]
    elif is_catalogue(text):
        what, command = (
            f"'{name}' is a catalogue of many sessions; make them",
            ["catalogue", "build", name, "--to", "DIR"],
        )
    elif is_bed(text):
        what, command = f"'{name}' is a background; hear it under a routine", ["render", "everyday", "--bed", name]
    elif is_for_use(text):
        return f"'{name}' is not a routine: it has strokes and rituals for those that say 'use: {Path(name).name}'"
    else:
        return ""
    return f"{what}: {command_line(['audioguide', *command])}"


def is_course(text: str) -> bool:
    """Whether a file is a course: no routine has evenings."""
    return re.search(_EVENINGS, text) is not None


def is_catalogue(text: str) -> bool:
    """Whether a file is a catalogue: in no other do choices vary."""
    return re.search(_VARY, text) is not None


def is_for_use(text: str) -> bool:
    """Whether a file has strokes and rituals for routines that use it, and is none itself."""
    return bool(re.search(_FOR_USE, text)) and not re.search(_ROUTINE, text)


def is_bed(text: str) -> bool:
    """Whether a file is the recipe of a bed: no other has layers."""
    return re.search(_LAYERS, text) is not None


def _beside(path: Path, name: str) -> tuple[str, str]:
    """Return the path and the text of the YAML file that a routine in the file `path` calls `name`.

    Raises:
        RoutineError: it cannot be read.
        AudioguideError: there is none.
    """
    if Path(name).is_absolute() or Path(name).suffix not in (".yaml", ".yml"):
        msg = f"{shown(name)} should be a YAML file beside this one, for example ours.yaml"
        raise AudioguideError(msg)
    source = str(path.parent / name)
    return source, text_of(source)


def find_course(name: str, language: str | None = None) -> tuple[Course, Routine]:
    """Return a built-in course, or read a file; and the routine that its evenings come to.

    Raises:
        RoutineError: one of the two has mistakes, or the routine has no such parts.
        AudioguideError: there is no course of this name.
    """
    path = Path(name)
    if path.suffix or _is_no_folder(path):
        course = reader.read_course(text_of(name), source=name, language=language)
    else:
        known = _known_as(name, repertoire.courses(), lambda one: repertoire.course(one).title.say("en"))
        course = _in_language("course", known, language, repertoire.course)
    beside = path.parent / course.routine
    if _EVENING.fullmatch(course.routine) and not is_file(beside):
        problem = f"routine: {shown(course.routine)} is an evening of a course; name the routine that all come to"
        raise RoutineError(name, ((course.line, problem),))  # it might lead back to this one
    try:
        routine = find_routine(str(beside) if is_file(beside) else course.routine, language or course.language)
    except RoutineError:
        raise
    except AudioguideError as error:
        raise RoutineError(name, ((course.line, f"routine: {error}"),)) from error
    if mistakes := missing_parts(course, routine):
        raise RoutineError(name, mistakes)
    return course, routine


def is_file(path: Path) -> bool:
    """Whether there is a file, whatever its name."""
    return os.path.isfile(path)  # noqa: PTH113 - of a name that is too long, the path's own question raises


def _is_no_folder(path: Path) -> bool:
    """Whether there is a file, or a pipe or a device in place of one, which is told when it is to be read."""
    return os.path.exists(path) and not os.path.isdir(path)  # noqa: PTH110, PTH112 - likewise


def _known_as(name: str, names: Sequence[str], title_of: Callable[[str], str]) -> str:
    """Return the built-in name that is meant, by itself or by its title; else `name`."""
    if name in names:
        return name
    folded = name.strip().casefold()
    by_name = re.sub(r"[\s_]+", "-", folded)
    return by_name if by_name in names else next((one for one in names if title_of(one).casefold() == folded), name)


def _in_language(kind: str, name: str, language: str | None, load: Callable[..., Found]) -> Found:
    """Load what is built in, in a language.

    Raises:
        AudioguideError: it has no words in it; nobody wants to hear of each line of a file that is not theirs.
    """
    try:
        return load(name, language=language)
    except RoutineError as error:
        complete, own = ", ".join(repertoire.languages()), ", ".join(sorted(repertoire.phrases()))
        msg = f"the built-in {kind} '{name}' has no words in '{language}', only in {complete}"
        msg = f"{msg}; a routine of your own may be in {own}: audioguide new NAME"
        raise AudioguideError(msg) from error


def text_of(name: str) -> str:
    """Return the text of a file.

    Raises:
        RoutineError: it is no text, or cannot be read.
        AudioguideError: there is no such file.
    """
    try:
        if stat.S_IFMT(os.stat(name).st_mode) not in (stat.S_IFREG, stat.S_IFDIR):  # noqa: PTH116 - nothing is opened
            raise RoutineError(name, ((1, "is no file but a pipe or a device; name a file"),))
        return folders.read_utf8(Path(name), name)
    except FileNotFoundError as error:
        from audioguide.reader.reading import closest  # noqa: PLC0415 - for a mistake only

        beside = [str(path) for path in Path(name).parent.glob("*.y*ml")]
        meant = closest(name, beside)
        msg = f"there is no file '{name}'" + (f"; did you mean '{meant}'?" if meant else "")
        raise AudioguideError(msg) from error
    except OSError as error:
        raise RoutineError(name, ((1, f"cannot be read: {error.strerror}"),)) from error


def _evening(course: Course, routine: Routine, number: int) -> Routine:
    if not 1 <= number <= len(course.evenings):
        msg = f"the course '{course.id}' has {len(course.evenings)} evenings; there is no {course.id}:{shown(number)}"
        raise AudioguideError(msg)
    return evening(course, routine, number)
