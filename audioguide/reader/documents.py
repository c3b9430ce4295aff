"""Reads each kind of file but recipes and sheets: routines, courses, and what the repertoire consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from audioguide.model.advice import Advice, Rule, Size
from audioguide.model.course import Course, Evening
from audioguide.model.geometry import Landmark, resolve
from audioguide.model.routine import Phrases, Ritual, Routine, Vocabulary
from audioguide.model.stroke import Stroke
from audioguide.reader.building import Known, build_ritual, build_routine, build_strokes, build_thought, values
from audioguide.reader.building.strokes import refuse_taken, refuse_unknown_instead
from audioguide.reader.fields import Fields
from audioguide.reader.opening import finished, open_file, stem_of
from audioguide.reader.reading import closest
from audioguide.reader.shared import Beside, used_by
from audioguide.reader.tables import (
    ADVICE,
    COURSE,
    EVENING,
    LANDMARKS,
    PHRASES,
    RITUAL,
    ROUTINE,
    SECTION,
    STEPS,
    STROKE,
    STROKE_FILE,
    THOUGHT,
)
from audioguide.reader.wording import Wording
from audioguide.units import parse_age


def read(
    text: str,
    *,
    source: str,
    vocabulary: Vocabulary,
    language: str | None = None,
    wording: Wording | None = None,
    beside: Beside | None = None,
) -> Routine:
    """Read a routine file.

    Args:
        text: its content.
        source: its name, for messages; the routine's id is the name without folder and suffix.
        vocabulary: all names that it may refer to.
        language: of the session to come: every text must exist in it. Left out: the file's own.
        wording: the words, where they stand in files of their own. Left out: they stand in this one.
        beside: reads the file that it uses. Left out: it is no file, and can use none.

    Raises:
        RoutineError: with every mistake; those of the file that it uses come first, and alone.
    """
    elsewhere = (SECTION, *STEPS.values(), STROKE)
    reading, got = open_file(text, source, ROUTINE, session=language, elsewhere=elsewhere, wording=wording)
    own = got.get("strokes", {})
    shared = used_by(got, beside, vocabulary, reading)
    refuse_taken(own, vocabulary.strokes, "in the repertoire", reading)
    refuse_taken(own, shared.strokes, f"in {got.get('use')}", reading)
    vocabulary = shared.added_to(vocabulary)
    built = build_strokes(own, vocabulary.landmarks, reading)
    known = Known(strokes={**built, **vocabulary.strokes}, broken=frozenset(own.keys() - built.keys()), own=built)
    refuse_unknown_instead(own, known, reading)
    routine = build_routine(stem_of(source), got, known, vocabulary, reading)
    return replace(finished(routine, reading), strokes=MappingProxyType({**shared.strokes, **built}))


def read_course(text: str, *, source: str, language: str | None = None, wording: Wording | None = None) -> Course:
    """Read a course. Whether its routine is there, and has such parts, is not known here.

    Args:
        text: its content.
        source: its name, for messages; the course's id is the name without folder and suffix.
        language: of the sessions to come: every text must exist in it. Left out: the file's own.
        wording: the words, where they stand in files of their own. Left out: they stand in this one.

    Raises:
        RoutineError: with every mistake.
    """
    reading, got = open_file(text, source, COURSE, session=language, elsewhere=(EVENING, THOUGHT), wording=wording)
    evenings: list[Fields] = got.get("evenings", [])
    if not reading.mistakes and not evenings[0].get("learn"):
        reading.wrong(evenings[0].line, "the first evening has nothing to learn; name a part, for example learn: [leg]")
    reading.finish()
    return Course(
        id=stem_of(source),
        title=got["title"],
        language=reading.language,
        routine=got["routine"],
        evenings=tuple(
            Evening(
                title=one["title"],
                learn=tuple(one.get("learn", ())),
                thought=build_thought(one.get("thought")),
                line=one.at("learn"),
            )
            for one in evenings
        ),
        fading=tuple(got["fading"]),
        note=got.get("note"),
        diary=got["diary"],
        line=got.at("routine"),
    )


def read_strokes(
    text: str, *, source: str, landmarks: Mapping[str, Landmark], wording: Wording | None = None
) -> tuple[Stroke, ...]:
    """Read a file of strokes of the repertoire; `landmarks` are keyed by ``view.name``.

    The words stand in `wording`, or in this file where that is left out.

    Raises:
        RoutineError: with every mistake.
    """
    reading, got = open_file(text, source, STROKE_FILE, wording=wording)
    strokes = build_strokes(got.get("strokes", {}), landmarks, reading)
    return finished(tuple(strokes.values()), reading)


def read_ritual(text: str, *, source: str, strokes: Mapping[str, Stroke], wording: Wording | None = None) -> Ritual:
    """Read a ritual of the repertoire; `strokes` are keyed by their ids.

    The words stand in `wording`, or in this file where that is left out.

    Raises:
        RoutineError: with every mistake.
    """
    reading, got = open_file(text, source, RITUAL, wording=wording)
    return finished(build_ritual(stem_of(source), got, Known(strokes=strokes), reading), reading)


def read_landmarks(text: str, *, source: str) -> tuple[Landmark, ...]:
    """Read the landmarks of one view.

    Raises:
        RoutineError: with every mistake.
    """
    reading, got = open_file(text, source, LANDMARKS)
    reading.finish()
    points = got["points"].items()
    return tuple(Landmark(view=got["view"], name=name, x=x, y=y) for name, (_, (x, y)) in points)


def read_phrases(text: str, *, source: str) -> Phrases:
    """Read the engine's own words in one language.

    Raises:
        RoutineError: with every mistake.
    """
    reading, got = open_file(text, source, PHRASES)
    reading.finish()
    return Phrases(
        right=got["right"],
        left=got["left"],
        baby=got["baby"],
        once_more=got["once_more"],
        tones=got.get("tones", ""),
        mirrored=got.get("mirrored", ""),
        hands=values(got.get("hands", {})),
        picture=got.get("picture", ""),
        pronounce=values(got.get("pronounce", {})),
    )


def read_advice(text: str, *, source: str, landmarks: Mapping[str, Landmark]) -> Advice:
    """Read the rules of the educator; `landmarks` are keyed by ``view.name``.

    Raises:
        RoutineError: with every mistake.
    """
    reading, got = open_file(text, source, ADVICE)
    sizes = {view: size for view, (_, size) in got.get("sizes", {}).items() if size is not None}
    rules: list[Fields] = got.get("rules", [])
    named = [(f"{view}.{size.get(key)}", size, key) for view, size in sizes.items() for key in ("from", "to")]
    named += [(f"front.{rule.get(key)}", rule, key) for rule in rules for key in ("around", "ends")]
    named += [(point, rule, "near") for rule in rules for point in _near(rule)]
    for name, where, key in named:
        if where.get(key) and name not in landmarks:
            meant = closest(name, landmarks)
            cure = f"; did you mean '{meant}'?" if meant else ""
            reading.wrong(where.at(key), f"unknown landmark '{name}'{cure}")
    reading.finish()
    return Advice(
        sizes=MappingProxyType({view: _size(size) for view, size in sizes.items()}),
        rules=tuple(_rule(rule) for rule in rules),
        denials=values(got.get("denials", {})),
        minutes=tuple((parse_age(age), most) for age, most in values(got.get("minutes", {})).items()),
    )


def _size(got: Fields) -> Size:
    by_age = sorted((parse_age(age), cm) for age, (_, cm) in got["cm"].items())
    return Size(start=got["from"], end=got["to"], cm=tuple(by_age))


def _rule(got: Fields) -> Rule:
    lists = {key: tuple(value) for key, value in got.values.items() if isinstance(value, list)}
    return Rule(**{**got.values, **lists, "near": _near(got), "says": values(got.get("says", {}))})


def _near(got: Fields) -> tuple[str, ...]:
    """Name landmarks with their views; the front goes without saying."""
    return tuple(resolve(point, "midline")[0] for point in got.get("near", ()))
