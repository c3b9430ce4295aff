"""What the page proposes for a wish: which lengths are offered, what is in it, what a little more time would bring.

Nothing is spoken for it: the lengths of cues are estimated, as `list routines` does.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, inf
from typing import Any, cast

from audioguide import repertoire
from audioguide.errors import LengthError
from audioguide.model.chapters import LeftOut
from audioguide.model.routine import Routine, StrokeStep
from audioguide.model.script import Script
from audioguide.planning.finder import estimated
from audioguide.planning.good import is_good
from audioguide.planning.planner import Planner
from audioguide.planning.tailor import parts_of
from audioguide.rendering.find import find_routine
from audioguide.rendering.request import goes_with_afterwards, resolved, tailored_script
from audioguide.repertoire import beds
from audioguide.units import SAMPLE_RATE, Samples, Weeks
from audioguide.web.family.household import spoken_age
from audioguide.web.making.occasions import OCCASIONS, routine_for
from audioguide.web.making.wishes import Wish, from_age

MINUTES = (5, 8, 10, 12, 15, 20, 25, 30)
"""The lengths to choose from."""
_MORE = (2, 3, 5)
"""Minutes more, of which the first that bring something back are named."""
_MINUTE = 60 * SAMPLE_RATE
_SLOW = 1.15
"""A voice may speak so much more slowly than is estimated, and make each length that is offered all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """How a script fits a length."""

    good: bool
    parts: tuple[tuple[str, str], ...]
    """What is in it, in order: the body part where it has two sides, else nothing; and the title."""
    without: tuple[tuple[str, str], ...]
    """What there is no time for, likewise."""
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
    chips = [*_chips(source, key, longest)]
    routine, script, planner = _written(source, key)
    minutes = _nearest(chips, wish.minutes, round(planner.own / _MINUTE))
    fit = _fit(source, key, minutes)
    return {
        "routine": wish.routine,
        "title": script.title,
        "minutes": minutes,
        "chips": chips,
        "parts": _named(fit.parts if fit else ()),
        "without": _named(fit.without if fit else ()),
        "all_parts": list(parts_of(find_routine(source))),
        "more": next(_brought_back(source, key, minutes, longest), None),
        "from_age": _from_age(routine.from_age or routine.steps_from_age),
        "occasions": {name: routine_for(name, cast("float | None", age), from_age) for name in OCCASIONS},
        "bed": routine.bed if routine.bed in beds.names() else "",  # else a file of the family's own
        "guidance": script.guidance,
        "goes_on": goes_with_afterwards(routine),
    }


def _named(parts: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"part": part, "title": title} for part, title in parts]


def _from_age(weeks: float) -> dict[str, Any] | None:
    """Return for which babies a routine is, all of it, as a parent says it; None where it is for every one."""
    if not weeks:
        return None
    count, unit = spoken_age(ceil(7 * weeks))
    return {"count": count, "unit": unit}


def _chips(routine: str, key: str, longest: float | None) -> Iterator[dict[str, Any]]:
    """Yield each length and why it is not good: ``tight``, ``short``, ``long``, ``empty``, ``age``; or else nothing.

    A tight one is possible, with less in it; of the others none is offered: a long one is mostly repetition and pauses,
    and there is not enough to fill an empty one. Where even the shortest is long for the baby's age, that one is
    offered.
    """
    _, _, planner = _written(routine, key)
    own, shortest = planner.own / _MINUTE, _shortest(routine, key) / _MINUTE
    fits = {minutes: _fit(routine, key, minutes) for minutes in MINUTES}
    possible = [minutes for minutes, fit in fits.items() if fit and minutes >= shortest]
    longest_for_age = inf if longest is None else max(longest, min(possible, default=own))
    for minutes, fit in fits.items():
        if fit and minutes > longest_for_age:
            why = "age"
        elif fit and fit.good and minutes in possible:
            why = ""
        else:
            too_long = "long" if fit else "empty"
            why = too_long if minutes >= own else "tight" if minutes in possible else "short"
        yield {"minutes": minutes, "why": why}


def _nearest(chips: list[dict[str, Any]], wished: int | None, own: int) -> int:
    """Return the offered length that is nearest to the wished one; without a wish, the good one nearest to its own."""
    good, tight = ([int(chip["minutes"]) for chip in chips if chip["why"] == why] for why in ("", "tight"))
    offered = good + tight if wished else good or tight
    return min(offered or [own], key=lambda one: abs(one - (wished or own)))


def _brought_back(routine: str, key: str, minutes: int, longest: float | None) -> Iterator[dict[str, Any]]:
    """Yield what some more minutes, up to the longest, would bring back: parts, strokes, or time to talk."""
    fit = _fit(routine, key, minutes)
    for more in _MORE if fit and fit.left_out else ():
        if longest is not None and minutes + more > longest:
            return
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
def _written(routine: str, key: str) -> tuple[Routine, Script, Planner]:
    _, choices = json.loads(key)
    tailored, script, _ = tailored_script(find_routine(routine, choices.get("language")), resolved(choices))
    return tailored, script, Planner(script, estimated(script))


@lru_cache(maxsize=32)
def _shortest(routine: str, key: str) -> Samples:
    """Return the shortest length that a slow voice can make, too."""
    _, script, _ = _written(routine, key)
    slow = {text: Samples(round(_SLOW * length)) for text, length in estimated(script).items()}
    return Planner(script, slow).shortest


@lru_cache(maxsize=512)
def _fit(routine: str, key: str, minutes: int) -> _Fit | None:
    """Plan a length; None where it is not possible."""
    tailored, script, planner = _written(routine, key)
    try:
        timeline = planner.plan(Samples(minutes * _MINUTE))
    except LengthError:
        return None
    chapters = [chapter.title for chapter in timeline.chapters]
    gone = [one.name for one in timeline.left_out if one.kind == "part"]
    return _Fit(
        good=is_good(timeline),
        parts=tuple(dict.fromkeys(_parts(tailored, script, chapters))),
        without=tuple(dict.fromkeys(_parts(tailored, script, gone))),
        left_out=timeline.left_out,
    )


def _parts(routine: Routine, script: Script, titles: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the sections of a routine whose scenes have one of these titles."""
    wanted = {scene.section for scene in script.scenes if scene.title in titles}
    for index, section in enumerate(routine.sections):
        if index in wanted:
            strokes = (step.stroke for step in section.steps if isinstance(step, StrokeStep))
            part = next((stroke.part for stroke in strokes), "") if section.sides == "each" else ""
            yield part, section.title.say(script.language, "right").replace("{side}", "").strip()
