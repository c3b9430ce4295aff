"""Routine files: YAML text to a `Routine`, with every mistake and its line.

Text becomes nodes (`nodes`), nodes become fields by the tables of keys (`fields`, `tables`), and fields become
values (`building`). The repertoire's own files are read the same way. Each function is loaded when it is first asked
for: where all that is needed was read before, nothing of YAML is.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

_HOME = {
    "open_wording": "wording",
    "read": "documents",
    "read_advice": "documents",
    "read_catalogue": "catalogues",
    "read_course": "documents",
    "read_landmarks": "documents",
    "read_phrases": "documents",
    "read_recipe": "recipes",
    "read_ritual": "documents",
    "read_shared": "shared",
    "read_sheets": "sheets",
    "read_strokes": "documents",
    "schema": "editors",
}

__all__ = [
    "open_wording",
    "read",
    "read_advice",
    "read_catalogue",
    "read_course",
    "read_landmarks",
    "read_phrases",
    "read_recipe",
    "read_ritual",
    "read_shared",
    "read_sheets",
    "read_strokes",
    "schema",
]

if TYPE_CHECKING:
    from audioguide.reader.catalogues import read_catalogue
    from audioguide.reader.documents import (
        read,
        read_advice,
        read_course,
        read_landmarks,
        read_phrases,
        read_ritual,
        read_strokes,
    )
    from audioguide.reader.editors import schema
    from audioguide.reader.recipes import read_recipe
    from audioguide.reader.shared import read_shared
    from audioguide.reader.sheets import read_sheets
    from audioguide.reader.wording import open_wording
else:  # to mypy, a name that there is not is a mistake

    def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever lives there
        if name not in _HOME:
            msg = f"module 'audioguide.reader' has no attribute '{name}'"
            raise AttributeError(msg)
        return getattr(importlib.import_module(f"audioguide.reader.{_HOME[name]}"), name)
