"""The choices of a session as options, made from their list in `model.choices`, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar, Unpack

import click

from audioguide.cli.called import tell
from audioguide.cli.options import AS_IT_WAS, Words, option
from audioguide.errors import ChoiceError
from audioguide.model.choices import CHOICE_KINDS, DECIDED_BY_COURSE, Choices, Kind, check
from audioguide.rendering.request import Request, prepare
from audioguide.units import Samples, format_age, format_duration

F = TypeVar("F", bound=Callable[..., Any])


WORDED = frozenset(name for name, kind in CHOICE_KINDS.items() if kind.choice.worded)
"""The choices that change the words of a script; the others change its sound only."""
_CLOCK = r"\d+:\d\d"
"""A length that may be meant as hours and minutes."""


class Checked(click.ParamType[Any]):
    """The value of a choice: read, and refused, as everywhere."""

    def __init__(self, name: str) -> None:
        """Take the name of the choice."""
        self.name = name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Read the value, or fail as a usage mistake."""
        number = CHOICE_KINDS[self.name].type
        if number in (float, int) and isinstance(value, str):
            with suppress(ValueError):
                value = number(value)
        try:
            checked = check(self.name, value)
        except ChoiceError as error:
            self.fail(error.problem, param, ctx)
        if CHOICE_KINDS[self.name].type is Samples and isinstance(value, str) and re.fullmatch(_CLOCK, value.strip()):
            tell(f"{value} is read as {format_duration(checked)}, minutes and seconds; or write 1h30m")
        return checked


class Lengths(click.ParamType[tuple[Samples, ...]]):
    """``15m``, or ``12m,15m,20m``."""

    name = "lengths"

    def convert(
        self,
        value: Any,  # noqa: ANN401
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[Samples, ...]:
        """Read lengths with commas between them, or fail as a usage mistake."""
        if isinstance(value, tuple):
            return value
        return tuple(Checked("length").convert(one.strip(), param, ctx) for one in value.split(","))


def session_choices(function: F) -> F:
    """Give a verb every choice of a session."""
    return _with_choices(function, CHOICE_KINDS)


def changed_choices(function: F) -> F:
    """Give ``again`` every choice; no variable that is set for new sessions changes one that was made."""
    return _with_choices(function, CHOICE_KINDS, verb="again")


def choices_to_record(function: F) -> F:
    """Give a verb every choice of a session, by its name alone: a shorter option is free for something else.

    Its help has those that change what is read; the others are understood, as they may stand in the command that is
    recorded for.
    """
    return _with_choices(function, CHOICE_KINDS, short=False, hidden=CHOICE_KINDS.keys() - WORDED)


def course_choices(function: F) -> F:
    """Give a verb what a course understands: all but what would be another routine; and a length for each evening."""
    lengths = option(
        "--length",
        "lengths",
        type=Lengths(),
        default=(),
        metavar="TIME",
        help="18m for every evening, or one for each: 15m,15m,20m,20m,25m. Default: their own.",
    )
    return lengths(_with_choices(function, (name for name in CHOICE_KINDS if name not in DECIDED_BY_COURSE)))


def build_request(routine: str | None, /, **choices: Unpack[Choices]) -> Request:
    """Turn an argument and the choices into a request, and tell what was chosen for the user."""
    request = prepare(routine, **choices)
    if routine is None:
        tell(f"{request.routine.id}: {request.routine.title.say(request.script.language)}")
    for note in (*request.notes, *age_notes(request)):
        tell(note)
    return request


def age_notes(request: Request) -> Iterator[str]:
    """Yield for whom a session is too early, where nobody has said how old the baby is."""
    if request.asked["age"] is not None:
        return
    routine = request.routine
    if routine.from_age:
        younger = "for a younger one name no routine: audioguide render --age 3w"
        yield f"for babies from {format_age(routine.from_age)}, counted from the due date; {younger}"
    elif routine.steps_from_age:
        age = format_age(routine.steps_from_age)
        yield f"some of it is for babies from {age}, counted from the due date; with --age 3w it is left out"


def _with_choices(
    function: F, names: Iterable[str], *, verb: str = "", short: bool = True, hidden: Container[str] = ()
) -> F:
    for name in reversed(list(names)):
        function = _option_of(name, CHOICE_KINDS[name], verb, short=short, hidden=name in hidden)(function)
    return function


def _option_of(name: str, kind: Kind, verb: str, *, short: bool, hidden: bool) -> Callable[[F], F]:
    """Make the option of a choice from all that is known of it."""
    flag, choice = f"--{name.replace('_', '-')}", kind.choice
    line = f"{choice.help} Default: {AS_IT_WAS}." if verb and choice.otherwise else choice.help_line
    flags = (flag, f"--{choice.flag}") if choice.flag and short else (flag,)
    if kind.type is bool:
        return option(f"{flag}/--no-{flag[2:]}", verb=verb, default=choice.default, help=line)
    return option(
        *flags,
        name,
        verb=verb,
        type=Words(kind.words) if kind.words else Checked(name),
        default=choice.default,
        show_default=choice.default not in (None, ()) and not verb,  # what `again` leaves out is as it was
        metavar=choice.metavar,
        help=line,
        hidden=hidden,
    )
