"""Guided infant-massage sessions, made from a routine definition.

    import audioguide as ag
    session = ag.render("everyday", length="10m")

and the stages one by one: `read`, `write_script`, `narrate`, `plan`, `mix`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from audioguide.api import as_segment, render
    from audioguide.errors import AudioguideError
    from audioguide.planning.planner import plan
    from audioguide.planning.scriptwriter import write_script
    from audioguide.reader import read
    from audioguide.sound.mixer import mix
    from audioguide.speech.narrator import narrate

__all__ = ["AudioguideError", "as_segment", "mix", "narrate", "plan", "read", "render", "write_script"]

_HOME = {
    "AudioguideError": "errors",
    "as_segment": "api",
    "mix": "mixer",
    "narrate": "narrator",
    "plan": "planner",
    "read": "reader",
    "render": "api",
    "write_script": "scriptwriter",
}
"""Where each public name lives: loaded when first asked for, so that ``audioguide --help`` is quick."""


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever lives there
    if name not in _HOME:
        msg = f"module 'audioguide' has no attribute '{name}'"
        raise AttributeError(msg)
    return getattr(importlib.import_module(f"audioguide.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
