"""Built-in routines, planned without a voice: each is written and measured once, for all tests that ask for lengths."""

from __future__ import annotations

from functools import cache
from typing import Any

from audioguide import repertoire
from audioguide.model.routine import Guidance
from audioguide.model.script import Passage, Scene, Script
from audioguide.model.timeline import Timeline
from audioguide.planning.finder import estimated
from audioguide.planning.planner import Planner
from audioguide.planning.scriptwriter import write_script
from audioguide.units import Samples


@cache
def script_of(name: str, guidance: Guidance = "practised", language: str = "en", **more: Any) -> Script:
    """Write a routine; `more` is what `write_script` may be told besides."""
    routine, phrases = repertoire.routine(name, language=language), repertoire.vocabulary().phrases[language]
    return write_script(routine, phrases, language=language, guidance=guidance, **more)


@cache
def planner(name: str, guidance: Guidance = "practised", language: str = "en", **more: Any) -> Planner:
    """Return what plans it at any length, each cue as long as its number of words makes it."""
    written = script_of(name, guidance, language, **more)
    return Planner(written, estimated(written))


@cache
def plan_of(
    name: str, guidance: Guidance = "practised", length: Samples | None = None, language: str = "en", **more: Any
) -> Timeline:
    """Plan it at a length in samples; left out: its own."""
    return planner(name, guidance, language, **more).plan(length)


def spoken(of: Script | Scene) -> list[str]:
    """Every cue, in order."""
    scenes = of.scenes if isinstance(of, Script) else (of,)
    return [cue.text for scene in scenes for passage in scene.passages for cue in passage.cues]


def passages(name: str, guidance: Guidance = "practised") -> list[Passage]:
    """What a routine consists of, in order."""
    return [passage for scene in script_of(name, guidance).scenes for passage in scene.passages]


def strokes_of(name: str) -> list[str]:
    """The ids of what is stroked in a routine, in order."""
    return [passage.stroke.id for passage in passages(name) if passage.stroke]


def ritual_of(name: str) -> str:
    """The id of what opens and closes a routine; "" where nothing does."""
    ritual = repertoire.routine(name).ritual
    return ritual.id if ritual else ""
