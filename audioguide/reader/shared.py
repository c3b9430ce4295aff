"""A file of strokes and rituals that several routines use, beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from audioguide.errors import AudioguideError, RoutineError
from audioguide.model.routine import Ritual, Vocabulary
from audioguide.model.stroke import Stroke
from audioguide.reader.building import Known, build_ritual, build_strokes
from audioguide.reader.building.strokes import refuse_taken, refuse_unknown_instead
from audioguide.reader.fields import Fields
from audioguide.reader.opening import open_file
from audioguide.reader.reading import Reading
from audioguide.reader.tables import SECTION, SHARED, STEPS, STROKE

Beside = Callable[[str], tuple[str, str]]
"""Takes what a file says of another one beside it; returns that one's name, for messages, and its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What stands in such a file."""

    strokes: Mapping[str, Stroke]
    rituals: Mapping[str, Ritual]

    def added_to(self, vocabulary: Vocabulary) -> Vocabulary:
        """Return everything that a routine which uses it may refer to."""
        return replace(
            vocabulary,
            strokes=MappingProxyType({**vocabulary.strokes, **self.strokes}),
            rituals=MappingProxyType({**vocabulary.rituals, **self.rituals}),
        )


NOTHING_SHARED = Shared(strokes=MappingProxyType({}), rituals=MappingProxyType({}))


def read_shared(text: str, *, source: str, vocabulary: Vocabulary) -> Shared:
    """Read a file of strokes and rituals. It uses no other one, so there are no circles.

    Args:
        text: its content.
        source: its name, for messages.
        vocabulary: what is built in, which it may refer to and may not name anew.

    Raises:
        RoutineError: with every mistake.
    """
    reading, got = open_file(text, source, SHARED, elsewhere=(SECTION, *STEPS.values(), STROKE))
    own = got.get("strokes", {})
    refuse_taken(own, vocabulary.strokes, "in the repertoire", reading)
    built = build_strokes(own, vocabulary.landmarks, reading)
    known = Known(strokes={**built, **vocabulary.strokes}, broken=frozenset(own.keys() - built.keys()), own=built)
    refuse_unknown_instead(own, known, reading)
    rituals: dict[str, Ritual] = {}
    found: Mapping[str, tuple[int, Fields | None]] = got.get("rituals", {})
    for name, (line, fields) in found.items():
        if name in (*vocabulary.rituals, "none"):
            reading.wrong(line, f"the ritual '{name}' is in the repertoire already; give yours another name")
        ritual = build_ritual(name, fields, known, reading) if fields is not None else None
        if ritual is not None:
            rituals[name] = ritual
    reading.finish()
    return Shared(strokes=MappingProxyType(built), rituals=MappingProxyType(rituals))


def used_by(got: Fields, beside: Beside | None, vocabulary: Vocabulary, reading: Reading) -> Shared:
    """Read the file that a routine uses, if it names one.

    Raises:
        RoutineError: with every mistake of that file.
    """
    if "use" not in got.values:
        return NOTHING_SHARED
    if beside is None:
        reading.wrong(got.at("use"), "use: this text is no file, so there is none beside it")
        return NOTHING_SHARED
    try:
        source, text = beside(got["use"])
    except RoutineError:
        raise
    except AudioguideError as error:
        reading.wrong(got.at("use"), f"use: {error}")
        return NOTHING_SHARED
    return read_shared(text, source=source, vocabulary=vocabulary)
