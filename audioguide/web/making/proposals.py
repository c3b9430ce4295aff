"""What the page proposes for a wish: which lengths are good, what is in it, what a little more time would bring.

Nothing is spoken for it: the lengths of cues are estimated, as `list routines` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from audioguide import repertoire
from audioguide.errors import LengthError
from audioguide.model.choices import complete
from audioguide.model.routine import Routine, StrokeStep
from audioguide.model.script import Script
from audioguide.model.timeline import LeftOut, Timeline
from audioguide.planning.finder import estimated
from audioguide.planning.good import is_good
from audioguide.planning.planner import lengths_of, plan
from audioguide.planning.tailor import parts_of
from audioguide.rendering.find import find_routine
from audioguide.rendering.request import goes_with_afterwards, tailored_script
from audioguide.repertoire import beds
from audioguide.units import SAMPLE_RATE, Samples, Weeks
from audioguide.web.making.occasions import OCCASIONS, routine_for
from audioguide.web.making.wishes import Wish, from_age

MINUTES = (5, 8, 10, 12, 15, 20, 25, 30)
"""The lengths to choose from."""
_MORE = (2, 3, 5)
"""Minutes more, of which the first that bring something back are named."""
_MINUTE = 60 * SAMPLE_RATE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """How a script fits a length."""

    good: bool
    parts: tuple[tuple[str, str], ...]
    """What is in it, in order: the body part where it has two sides, else nothing; and the title."""
    left_out: tuple[LeftOut, ...]


def propose(wish: Wish) -> dict[str, Any]:
    """Return a proposal, for JSON.

    Raises:
        AudioguideError: the routine is not for that age, or has no such part.
    """
    source, stamp = wish.source, wish.own.stamp if wish.own else 0
    key = json.dumps([stamp, wish.choices], sort_keys=True)
    age = wish.choices.get("age")
    longest = None if age is None else repertoire.advice().longest(cast("Weeks", age))
    chips = [_chip(minutes, source, key, longest) for minutes in MINUTES]
    good = [chip["minutes"] for chip in chips if not chip["why"]]
    wanted = wish.minutes or _own_minutes(source, key)
    minutes = min(good or [wanted], key=lambda one: abs(one - wanted))
    routine, script, _ = _written(source, key)
    fit = _fit(source, key, minutes)
    return {
        "routine": wish.routine,
        "title": script.title,
        "minutes": minutes,
        "chips": chips,
        "parts": [{"part": part, "title": title} for part, title in (fit.parts if fit else ())],
        "all_parts": list(parts_of(find_routine(source))),
        "more": next(_brought_back(source, key, minutes), None),
        "occasions": {name: routine_for(name, cast("float | None", age), from_age) for name in OCCASIONS},
        "bed": routine.bed if routine.bed in beds.names() else "",  # else a file of the family's own
        "guidance": script.guidance,
        "goes_on": goes_with_afterwards(routine),
    }


def _chip(minutes: int, routine: str, key: str, longest: float | None) -> dict[str, Any]:
    """Return a length and why it is not good: ``short``, ``long`` or ``age``; empty where it is."""
    fit = _fit(routine, key, minutes)
    own = _own_minutes(routine, key)
    why = "" if fit and fit.good else "short" if minutes < own else "long"
    if not why and longest is not None and minutes > max(longest, own):
        why = "age"
    return {"minutes": minutes, "why": why}


def _brought_back(routine: str, key: str, minutes: int) -> Iterator[dict[str, Any]]:
    """Yield what some more minutes would bring back: parts, strokes, or time to talk."""
    fit = _fit(routine, key, minutes)
    for more in _MORE if fit and fit.left_out else ():
        longer = _fit(routine, key, minutes + more)
        if fit is None or longer is None:
            continue
        back = [one for one in fit.left_out if one not in longer.left_out]
        for kind in ("part", "stroke", "prompt"):
            names = list(dict.fromkeys(one.name for one in back if one.kind == kind))
            if names:
                yield {"minutes": more, "kind": kind, "names": [] if kind == "prompt" else names[:3]}
                break


@lru_cache(maxsize=32)
def _written(routine: str, key: str) -> tuple[Routine, Script, dict[str, Samples]]:
    _, choices = json.loads(key)
    tailored, script, _ = tailored_script(find_routine(routine, choices.get("language")), complete(choices))
    return tailored, script, dict(estimated(script))


@lru_cache(maxsize=512)
def _fit(routine: str, key: str, minutes: int) -> _Fit | None:
    """Plan a length; None where it is not possible."""
    tailored, script, clips = _written(routine, key)
    try:
        timeline = plan(script, clips, Samples(minutes * _MINUTE))
    except LengthError:
        return None
    return _Fit(
        good=is_good(timeline),
        parts=tuple(dict.fromkeys(_parts(tailored, script.language, timeline))),
        left_out=timeline.left_out,
    )


@lru_cache(maxsize=64)
def _own_minutes(routine: str, key: str) -> int:
    _, script, clips = _written(routine, key)
    return round(lengths_of(script, clips)[1] / _MINUTE)


def _parts(routine: Routine, language: str, timeline: Timeline) -> Iterator[tuple[str, str]]:
    """Yield the sections of a routine that have a chapter in the timeline."""
    chapters = [chapter.title.casefold() for chapter in timeline.chapters]
    for section in routine.sections:
        on_each = [section.title.say(language, side).replace("{side}", "").strip() for side in ("right", "left")]
        if any(chapter.endswith(title.casefold()) for chapter in chapters for title in on_each):
            strokes = (step.stroke for step in section.steps if isinstance(step, StrokeStep))
            part = next((stroke.part for stroke in strokes), "") if section.sides == "each" else ""
            yield part, on_each[0]
