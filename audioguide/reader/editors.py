"""The JSON Schema of a routine file, for editors: from the same tables as the reader."""

from __future__ import annotations

from typing import Any

from audioguide.reader.tables import ROUTINE


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a routine file, as an editor sees it after parsing YAML.

    It cannot see what needs lines or the repertoire: duplicate keys, aliases, names of strokes, rituals, beds and
    landmarks, ranges that run backwards, texts that lack a language.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "audioguide routine",
        "description": "A routine file of audioguide.",
        **ROUTINE.schema,
    }
