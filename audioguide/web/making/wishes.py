"""What the page asks for, as JSON, checked against what it was offered: no path, no file, nothing that it was not sent.

A wish is a routine or an occasion, minutes, for how many more of them the bed goes on, the id of a baby, a format, and
any of `FREE`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from audioguide import plugins, repertoire
from audioguide.errors import AudioguideError, ChoiceError
from audioguide.model.choices import Choices, check
from audioguide.rendering.find import find_routine
from audioguide.rendering.render import USUAL_FORMAT
from audioguide.rendering.request import SILENT_BED
from audioguide.repertoire import beds
from audioguide.units import SAMPLE_RATE, Samples
from audioguide.voices.choose import AUTO, languages_of
from audioguide.web.family.household import Household
from audioguide.web.making.occasions import OCCASIONS, routine_for
from audioguide.web.making.own import OwnFiles, OwnRoutine
from audioguide.web.page_errors import PageError

FREE = (
    "guidance",
    "language",
    "tones",
    "loudness",
    "preparation",
    "direction",
    "first_side",
    "one_hand",
    "oil",
    "rhymes",
    "parts",
    "from_part",
    "bed",
    "voice",
)
"""The choices of a session that the page may make. All others are files, or ours to decide."""
_OURS = ("routine", "occasion", "minutes", "afterwards", "baby", "format")
MOST_MINUTES = 120
_SOFT_BED = "womb"
"""What goes on afterwards where the massage has silence, or a file of the family's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A session as the page may ask for it."""

    routine: str
    """The id."""
    minutes: int | None
    """None: the routine's own length."""
    choices: Choices
    """All but the length."""
    format: str = USUAL_FORMAT
    own: OwnRoutine | None = None
    """The family's own routine of this id; None where it is a built-in one."""

    @property
    def source(self) -> str:
        """What `prepare` takes: a name, or the path of a file."""
        return str(self.own.file) if self.own else self.routine

    @property
    def with_length(self) -> Choices:
        """The choices with the length."""
        return self.choices if self.minutes is None else self.lasting(Samples(self.minutes * 60 * SAMPLE_RATE))

    def lasting(self, length: Samples) -> Choices:
        """Return the choices with another length, in samples."""
        return cast("Choices", {**self.choices, "length": length})


def read_wish(document: Mapping[str, Any], family: Household, own: OwnFiles, today: date) -> Wish:
    """Read what was asked for.

    A routine of the family's own keeps its language where it has no words in the wished one.

    Raises:
        ChoiceError: there is no such choice, or it is not among what was offered.
        PageError: the baby is too young for it, or is not entered any more.
        RoutineError: a routine of the family's own has mistakes.
    """
    for name in document:
        if name not in (*FREE, *_OURS):
            raise ChoiceError(str(name)[:40], "", f"there are {', '.join((*_OURS, *FREE))}")
    given = {name: value for name, value in document.items() if value is not None}
    choices = {name: check(name, given[name]) for name in FREE if name in given}
    if "bed" in choices:
        _among("bed", choices["bed"], beds.names())
    if "voice" in choices:
        recorded = own.voices()
        voice = _among("voice", choices["voice"], [*voices(), *recorded])
        choices["voice"] = recorded.get(voice, voice)
    if "baby" in given:
        baby = family.baby(given["baby"])
        if baby is None:
            raise PageError("wrong_baby", choice="baby")
        choices |= {"baby": baby.name, "age": baby.weeks(today)}
    age, routines = choices.get("age"), own.routines()
    routine = _routine(given, age, [*repertoire.routines(), *routines])
    if "language" in choices and routine in routines and not routines[routine].speaks(choices["language"]):
        del choices["language"]
    own_routine = routines.get(routine)
    source = str(own_routine.file) if own_routine else routine
    if "routine" in given and age is not None and age < find_routine(source).from_age:
        raise PageError("wrong_older", choice="routine")
    if "afterwards" in given:
        minutes = _minutes("afterwards", given["afterwards"])
        bed = choices.get("bed") or find_routine(source).bed
        goes_on = bed if bed in beds.names() and bed != SILENT_BED else _SOFT_BED
        choices["afterwards"] = f"{goes_on}:{minutes}m"
    return Wish(
        routine=routine,
        minutes=_minutes("minutes", given["minutes"]) if "minutes" in given else None,
        choices=cast("Choices", choices),
        format=_among("format", given.get("format", USUAL_FORMAT), formats()),
        own=own_routine,
    )


def voices() -> tuple[str, ...]:
    """Name the voices that need no folder, the best one first."""
    return (AUTO, *(name for name in plugins.names("voices") if name != "recorded" and _loads("voices", name)))


@cache
def spoken_by(voice: str) -> tuple[str, ...] | None:
    """Return the languages that a voice speaks: empty where it depends, None where it cannot speak here."""
    try:
        return () if voice == AUTO else languages_of(voice)
    except AudioguideError:
        return None


def formats() -> tuple[str, ...]:
    """Name the formats in which a session can be made here."""
    return tuple(name for name in plugins.names("encoders") if _loads("encoders", name))


def _routine(given: Mapping[str, Any], age: float | None, offered: Sequence[str]) -> str:
    occasion = _among("occasion", given.get("occasion", "moment"), [*OCCASIONS])  # also beside a routine: it is kept
    if "routine" in given:
        return _among("routine", given["routine"], offered)
    found = routine_for(occasion, age, from_age)
    if found is None:
        raise PageError("wrong_older", choice="occasion")
    return found


@cache
def from_age(name: str) -> float:
    """Return the youngest age for a built-in routine, in weeks."""
    return repertoire.routine(name).from_age


def _minutes(name: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_MINUTES:
        return value
    raise ChoiceError(name, repr(value)[:40], f"it is a whole number from 1 to {MOST_MINUTES}")


def _among(name: str, value: object, offered: Sequence[str]) -> str:
    """Return the value, if it is one of those that were offered."""
    if isinstance(value, str) and value in offered:
        return value
    raise ChoiceError(name, repr(value)[:40], f"there are {', '.join(offered) or 'none'}")


def _loads(kind: plugins.PluginKind, name: str) -> bool:
    try:
        plugins.find(kind, name)
    except AudioguideError:
        return False
    return True
