"""The built-in content, as data, and its loader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from audioguide import reader
from audioguide.errors import AudioguideError
from audioguide.model.routine import Vocabulary
from audioguide.repertoire import beds
from audioguide.repertoire.compiled import compiled
from audioguide.repertoire.folders import (
    ENGLISH,
    SUFFIX,
    facts_in,
    names_in,
    own_folders,
    repertoire_folder,
    words_folders,
    words_of,
)
from audioguide.repertoire.once import once

if TYPE_CHECKING:
    from audioguide.model.advice import Advice
    from audioguide.model.course import Course
    from audioguide.model.geometry import Landmark
    from audioguide.model.routine import Phrases, Ritual, Routine
    from audioguide.model.sheet import Sheet
    from audioguide.model.stroke import Stroke
    from audioguide.reader.wording import Wording
    from audioguide.repertoire.translations import TextRow

_PHRASES, _SHEETS = f"phrases{SUFFIX}", f"sheets{SUFFIX}"
"""Files of words that are about no stroke and no routine."""


@once
def vocabulary() -> Vocabulary:
    """Return everything that a routine file may refer to by name."""
    return Vocabulary(landmarks=landmarks(), strokes=strokes(), rituals=rituals(), phrases=phrases(), beds=beds.names())


@once
def landmarks() -> Mapping[str, Landmark]:
    """Return the named points on the baby, by ``view.name``."""
    return compiled("landmarks", _read_landmarks, ())


def _read_landmarks() -> Mapping[str, Landmark]:
    found = (one for source, text in facts_in("landmarks") for one in reader.read_landmarks(text, source=source))
    return MappingProxyType({f"{one.view}.{one.name}": one for one in found})


@once
def strokes() -> Mapping[str, Stroke]:
    """Return the strokes by id."""
    return compiled("strokes", _read_strokes, own_folders())


def _read_strokes() -> Mapping[str, Stroke]:
    found: dict[str, Stroke] = {}
    for source, text in facts_in("strokes"):
        wording = reader.open_wording(words_of(f"strokes-{source}"))
        read = reader.read_strokes(text, source=source, landmarks=landmarks(), wording=wording)
        found.update((one.id, one) for one in read)
    return MappingProxyType(found)


@once
def rituals() -> Mapping[str, Ritual]:
    """Return the rituals by id."""
    return compiled("rituals", _read_rituals, own_folders())


def _read_rituals() -> Mapping[str, Ritual]:
    wording = _wording("ritual")
    found = (
        reader.read_ritual(text, source=source, strokes=strokes(), wording=wording)
        for source, text in facts_in("rituals")
    )
    return MappingProxyType({one.id: one for one in found})


@once
def phrases() -> Mapping[str, Phrases]:
    """Return the engine's own words by language."""
    return compiled("phrases", _read_phrases, own_folders())


def _read_phrases() -> Mapping[str, Phrases]:
    words = words_of(_PHRASES).items()
    return MappingProxyType({language: reader.read_phrases(text, source=source) for language, (source, text) in words})


@once
def advice() -> Advice:
    """Return the rules of the educator."""
    return compiled("advice", _read_advice, ())


def _read_advice() -> Advice:
    ((source, text),) = facts_in("advice")
    return reader.read_advice(text, source=source, landmarks=landmarks())


def routines() -> tuple[str, ...]:
    """Name the built-in routines."""
    return _built_in("routine")


def routine(name: str, *, language: str | None = None) -> Routine:
    """Return a built-in routine; with `language`, one whose every text exists in that language.

    Raises:
        AudioguideError: there is no routine of that name.
        RoutineError: it lacks words in `language`.
    """
    found, ritual = compiled(f"routine {name} in {language}", partial(_read_routine, name, language), own_folders())
    return replace(found, ritual=rituals().get(ritual))


def _read_routine(name: str, language: str | None) -> tuple[Routine, str]:
    """Read a routine, and return it without its ritual, of which there is one for many, and the name of that."""
    found = reader.read(
        _facts_of("routine", name),
        source=f"{name}{SUFFIX}",
        vocabulary=vocabulary(),
        language=language,
        wording=_wording("routine"),
    )
    return replace(found, ritual=None), found.ritual.id if found.ritual else ""


def routine_text(name: str) -> str:
    """Return a built-in routine as a file of one's own would be: its facts, and its English words in their places.

    Raises:
        AudioguideError: there is no routine of that name.
    """
    from audioguide.reader.inline import inline  # noqa: PLC0415 - imported late: with YAML, which is mostly not needed

    return inline(_facts_of("routine", name), _wording("routine").pages[0], name)


def courses() -> tuple[str, ...]:
    """Name the built-in courses."""
    return _built_in("course")


def course(name: str, *, language: str | None = None) -> Course:
    """Return a built-in course; with `language`, one whose every text exists in that language.

    Raises:
        AudioguideError: there is no course of that name.
        RoutineError: it lacks words in `language`.
    """
    return compiled(f"course {name} in {language}", partial(_read_course, name, language), own_folders())


def _read_course(name: str, language: str | None) -> Course:
    text = _facts_of("course", name)
    return reader.read_course(text, source=f"{name}{SUFFIX}", language=language, wording=_wording("course"))


@cache
def sheets(language: str) -> Mapping[str, Sheet]:
    """Return the pages of words to print, by name, in a language.

    Raises:
        AudioguideError: there are none in it.
    """
    found = words_of(_SHEETS)
    if language not in found:
        msg = f"there are no sheets to print in '{language}', only in {', '.join(sorted(found))}"
        raise AudioguideError(msg)
    source, text = found[language]
    return reader.read_sheets(text, source=source, language=language)


@cache
def languages() -> Mapping[str, float]:
    """Return the languages that have all words, and the share of their texts, 0 to 1, that no instructor has read."""
    every_file = {page.name: words_of(page.name) for page in repertoire_folder().joinpath("words", "en").iterdir()}
    shares = {}
    for language in sorted(set.intersection(*(set(words) for words in every_file.values()))):
        pages = [
            reader.open_wording({language: words[language]}).pages[0]
            for file, words in every_file.items()
            if file not in (_PHRASES, _SHEETS)
        ]
        unread = [page.is_unread(place) for page in pages for place in page.leaves]
        shares[language] = sum(unread) / len(unread)
    return MappingProxyType(shares)


def template() -> str:
    """Return the file that a routine of one's own may start from."""
    ((_, text),) = facts_in("templates")
    return text


def translation(language: str) -> tuple[TextRow, ...]:
    """Return every text of a language beside the English.

    Raises:
        AudioguideError: there are no words in it, or it is English.
        RoutineError: its words have mistakes.
    """
    folders = words_folders()
    others = [code for code in folders if code != ENGLISH]
    if language not in others:
        msg = f"there are no words in '{language}' beside the English; there are {', '.join(others)}"
        raise AudioguideError(msg)
    from audioguide.repertoire.translations import rows  # noqa: PLC0415 - imported late: with YAML

    return tuple(rows(folders[ENGLISH], folders[language]))


@cache
def _wording(kind: str) -> Wording:
    """Return the words of all rituals, routines or courses."""
    return reader.open_wording(words_of(f"{kind}s{SUFFIX}"), known=_built_in(kind))


def _built_in(kind: str) -> tuple[str, ...]:
    """Name all routines, or all courses."""
    return tuple(source.removesuffix(SUFFIX) for source in names_in(f"{kind}s"))


def _facts_of(kind: str, name: str) -> str:
    """Return the file of a routine, or of a course."""
    if name not in _built_in(kind):
        from audioguide.reader.reading import instead  # noqa: PLC0415 - for a mistake only

        msg = f"there is no {kind} '{name}'; {instead(name, _built_in(kind))}"
        raise AudioguideError(msg)
    return repertoire_folder().joinpath(f"{kind}s", f"{name}{SUFFIX}").read_text(encoding="utf-8")
