"""Guided infant-massage sessions, made from a routine definition.

    import audioguide as ag
    session = ag.render("everyday", length="10m")

and the stages one by one: `read`, `write_script`, `narrate`, `plan`, `mix`, `encode`. See ``docs/python.md``.
"""

from __future__ import annotations

import importlib

TYPE_CHECKING = False
"""As in `typing`, whose loading takes longer than all that comes before a signal is heard; see `__main__`."""
if TYPE_CHECKING:
    from importlib.metadata import version
    from typing import Any

    from audioguide.api import check, course, good_lengths, lengths, pack, plan, render, routines
    from audioguide.cache import Cache
    from audioguide.errors import (
        AudioguideError,
        ChoiceError,
        EncoderError,
        LengthError,
        PluginError,
        RoutineError,
        ShelfError,
        SoundError,
        SpeakerError,
        VoiceError,
    )
    from audioguide.model.choices import Choices
    from audioguide.model.routine import Routine
    from audioguide.model.script import Script
    from audioguide.model.session import Session
    from audioguide.model.timeline import Timeline
    from audioguide.rendering.segment import as_segment
    from audioguide.rendering.stages import encode, mix, narrate, read, write_script

    __version__ = version("audioguide")

_HOME = {
    "AudioguideError": "errors",
    "Cache": "cache",
    "ChoiceError": "errors",
    "Choices": "model.choices",
    "EncoderError": "errors",
    "LengthError": "errors",
    "PluginError": "errors",
    "Routine": "model.routine",
    "RoutineError": "errors",
    "Script": "model.script",
    "Session": "model.session",
    "ShelfError": "errors",
    "SoundError": "errors",
    "SpeakerError": "errors",
    "Timeline": "model.timeline",
    "VoiceError": "errors",
    "as_segment": "rendering.segment",
    "check": "api",
    "course": "api",
    "encode": "rendering.stages",
    "good_lengths": "api",
    "lengths": "api",
    "mix": "rendering.stages",
    "narrate": "rendering.stages",
    "pack": "api",
    "plan": "api",
    "read": "rendering.stages",
    "render": "api",
    "routines": "api",
    "write_script": "rendering.stages",
}
"""Where each public name lives: loaded when first asked for, so that ``audioguide --help`` is quick."""

__all__ = [
    "AudioguideError",
    "Cache",
    "ChoiceError",
    "Choices",
    "EncoderError",
    "LengthError",
    "PluginError",
    "Routine",
    "RoutineError",
    "Script",
    "Session",
    "ShelfError",
    "SoundError",
    "SpeakerError",
    "Timeline",
    "VoiceError",
    "__version__",
    "as_segment",
    "check",
    "course",
    "encode",
    "good_lengths",
    "lengths",
    "mix",
    "narrate",
    "pack",
    "plan",
    "read",
    "render",
    "routines",
    "write_script",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever lives there
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("audioguide")
    if name not in _HOME:
        msg = f"module 'audioguide' has no attribute '{name}'"
        raise AttributeError(msg)
    return getattr(importlib.import_module(f"audioguide.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
