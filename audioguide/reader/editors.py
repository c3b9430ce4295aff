"""The JSON Schema of the files that people write, for editors: from the same tables as the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from audioguide.model.routine import Vocabulary
from audioguide.model.shapes import SHAPES
from audioguide.reader.fields import Schema
from audioguide.reader.kinds import NAME_PATTERN
from audioguide.reader.tables import CATALOGUE, COURSE, ROUTINE, SHARED

_FOR_USE: Schema = {
    "type": "object",
    "anyOf": [{"required": ["strokes"]}, {"required": ["rituals"]}],
    "not": {"anyOf": [{"required": ["title"]}, {"required": ["sections"]}]},
}
"""What has strokes or rituals, and is no routine."""
_CATALOGUE: Schema = {"type": "object", "required": ["vary"]}

SCHEMA_FILE = "audioguide.schema.json"
"""What it is called where it lies beside routines."""


def schema(vocabulary: Vocabulary, routines: Sequence[str] = ()) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a routine, course, catalogue or file for use, as an editor parses it.

    It cannot see what needs lines or two values at once: duplicate keys, aliases, ranges that run backwards, texts that
    lack a language, strokes of a side in a section without sides.

    Args:
        vocabulary: the names that are built in, which an editor completes.
        routines: likewise, of the routines that a course may come to.
    """
    names = _names(vocabulary, routines)
    course, shared, routine = (_with_names(table.schema, names) for table in (COURSE, SHARED, ROUTINE))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "audioguide",
        "description": "A routine, a course or a catalogue of audioguide, or a file that routines use.",
        "if": {"type": "object", "required": ["evenings"]},
        "then": course,
        "else": {
            "if": {"anyOf": [_FOR_USE, _CATALOGUE]},
            "then": {"if": _CATALOGUE, "then": CATALOGUE.schema, "else": shared},
            "else": routine,
        },
    }


def _names(vocabulary: Vocabulary, routines: Sequence[str]) -> Mapping[str, Callable[[Any], Any]]:
    """Return what a key's schema becomes, by key, with the names that are built in."""
    own = {"type": "string", "pattern": f"^ *{NAME_PATTERN} *$"}
    strokes, file = sorted(vocabulary.strokes), {"type": "string", "pattern": r"\."}
    return {
        "stroke": lambda _: _one_of(strokes, own),
        "instead": lambda _: _one_of(strokes, own),
        "ritual": lambda _: _one_of((*sorted(vocabulary.rituals), "none"), own),
        "bed": lambda _: _one_of((*sorted(vocabulary.beds), "none"), file),
        "routine": lambda _: _one_of(sorted(routines), {"type": "string", "pattern": r"\S"}),
        "path": lambda _: {"type": "string", "pattern": _path_pattern(vocabulary.landmarks)},
        "strokes": lambda one: {
            **one,
            "propertyNames": {"allOf": [one["propertyNames"], {"not": {"enum": strokes}}]},
        },
    }


def _one_of(names: Iterable[str], other: Schema | None = None) -> Schema:
    names = {"enum": list(names)}
    return {"anyOf": [names, other]} if other else names


def _path_pattern(landmarks: Iterable[str]) -> str:
    """Return the pattern of a path whose points are landmarks: those of the front without their view, too."""
    sided = {re.sub("_[RL]$", "_{S}", name) for name in landmarks} | {
        re.sub("_[RL]$", "_{O}", name) for name in landmarks
    }
    every = {*landmarks, *sided}
    points = sorted(every | {name.removeprefix("front.") for name in every}, key=lambda name: (-len(name), name))
    argument = rf" *(?:{'|'.join(map(re.escape, points))}|[0-9.]+|cw|ccw|both) *"
    counted = [name for name, shape in SHAPES.items() if shape.takes[-1] == "c"]
    others = [name for name in SHAPES if name not in (*counted, "move")]
    shapes = "|".join(
        (
            r"move *\([^()]+\)",
            r"hold *\( *view *\)",
            rf"(?:{'|'.join(others)}) *\({argument}(?:,{argument})*\)",
            rf"(?:{'|'.join(counted)}) *\((?:{argument},)+ *0*[1-9][0-9.]* *\)",
        )
    )
    part = f" *(?:{shapes}) *"
    return f"^{part}(?:[+|]{part})*$"


def _with_names(schema: Any, names: Mapping[str, Callable[[Any], Any]]) -> Any:  # noqa: ANN401 - JSON
    """Return a schema in which the keys that refer to something have its names."""
    if isinstance(schema, Mapping):
        found = {key: _with_names(value, names) for key, value in schema.items()}
        properties = found.get("properties")
        if isinstance(properties, dict):
            for key in properties.keys() & names.keys():
                about = {word: properties[key][word] for word in ("description", "default") if word in properties[key]}
                properties[key] = {**about, **names[key](properties[key])}
        return found
    return [_with_names(one, names) for one in schema] if isinstance(schema, (list, tuple)) else schema
