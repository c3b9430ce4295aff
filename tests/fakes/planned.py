"""Built-in routines, planned without a voice: each is written and measured once, for all tests that ask for lengths."""

from __future__ import annotations

from functools import cache
from typing import Any

from audioguide import repertoire
from audioguide.model.routine import Guidance
from audioguide.model.script import Script
from audioguide.model.timeline import Timeline
from audioguide.planning.finder import estimated
from audioguide.planning.planner import Planner
from audioguide.planning.scriptwriter import write_script
from audioguide.units import Samples


@cache
def script(name: str, guidance: Guidance = "practised", language: str = "en", **more: Any) -> Script:
    """Write a routine; `more` is what `write_script` may be told besides."""
    routine, phrases = repertoire.routine(name, language=language), repertoire.vocabulary().phrases[language]
    return write_script(routine, phrases, language=language, guidance=guidance, **more)


@cache
def planner(name: str, guidance: Guidance = "practised", language: str = "en", **more: Any) -> Planner:
    """Return what plans it at any length, each cue as long as its number of words makes it."""
    written = script(name, guidance, language, **more)
    return Planner(written, estimated(written))


@cache
def session(
    name: str, guidance: Guidance = "practised", length: Samples | None = None, language: str = "en", **more: Any
) -> Timeline:
    """Plan it at a length in samples; left out: its own."""
    return planner(name, guidance, language, **more).plan(length)
