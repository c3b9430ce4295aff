"""The choices that verbs share, and what they become."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from audioguide.choices import CHOICES, LONGEST, LOUDEST, MOST_WORKERS, SOFTEST, check
from audioguide.errors import ChoiceError
from audioguide.request import VOICE, Request, find_routine, pick, prepare
from audioguide.routine import Aim
from audioguide.units import Samples, format_duration, parse_age, parse_duration

F = TypeVar("F", bound=Callable[..., Any])


class Length(click.ParamType[Samples]):
    """``10m``, ``10m30s``, ``90s``, ``1:30``."""

    name = "length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Samples:  # noqa: ANN401
        """Read a length, or fail as a usage mistake."""
        try:
            length = parse_duration(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if not CHOICES["length"].allows(length):
            self.fail(f"a session lasts longer than nothing, and at most {format_duration(LONGEST)}", param, ctx)
        return length


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
        return tuple(Length().convert(one.strip(), param, ctx) for one in value.split(","))


class Age(click.ParamType[float]):
    """``6w``, ``4m``, ``1y``; in weeks."""

    name = "age"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """Read an age, or fail as a usage mistake."""
        try:
            return parse_age(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Names(click.ParamType[tuple[str, ...]]):
    """Words with commas between them: ``tummy,legs``."""

    name = "names"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:  # noqa: ANN401, ARG002
        """Split at the commas."""
        return value if isinstance(value, tuple) else tuple(filter(None, (name.strip() for name in value.split(","))))


def choice(*names: str, **more: Any) -> Callable[[F], F]:  # noqa: ANN401 - click's own arguments
    """Make an option that is also an environment variable: ``--voice`` is ``AUDIOGUIDE_VOICE``."""
    word = next(name for name in names if name.startswith("--")).split()[0].lstrip("-").replace("-", "_")
    return click.option(*names, envvar=f"AUDIOGUIDE_{word.upper()}", callback=_possible, **more)


def among(name: str) -> click.Choice[str]:
    """Return the words that a choice may be."""
    return click.Choice(CHOICES[name].among)


WORKERS = click.IntRange(1, MOST_WORKERS)


def _possible(ctx: click.Context, param: click.Parameter, value: Any) -> Any:  # noqa: ANN401
    """Refuse as a usage mistake what no session can be, such as a loudness of NaN."""
    if param.name in CHOICES:
        try:
            check({param.name: value})
        except ChoiceError as error:
            raise click.BadParameter(error.problem, ctx, param) from error
    return value


_LENGTH = choice(
    "--length", type=Length(), metavar="TIME", help="10m, 10m30s, 1:30, up to 3h; else the routine's own length."
)
_OF_A_FAMILY = (
    choice(
        "--guidance",
        type=among("guidance"),
        help="How much is spoken at most; words fade as you learn. Else practised; in a course, as it says.",
    ),
    choice("--voice", default="auto", show_default=True, help="What `list voices` names, or recorded:FOLDER."),
    choice("--language", metavar="CODE", help="Of the words: en. Else the routine's own."),
    choice("--bed", help="The background: what `list beds` names, or a sound file. Else the routine's own."),
    choice(
        "--tones",
        type=among("tones"),
        default="soft",
        show_default=True,
        help="How the sound of the strokes is.",
    ),
    choice(
        "--loudness",
        type=click.FloatRange(SOFTEST, LOUDEST),
        default=VOICE,
        show_default=True,
        help="LUFS of the voice, and all else with it; -22 for a quiet house.",
    ),
    choice(
        "--preparation",
        type=among("preparation"),
        help="What is said beforehand: a chapter, one line or nothing. Else full to learn, short otherwise.",
    ),
    choice("--baby", metavar="NAME", help="What the voice calls your baby."),
    choice("--age", type=Age(), metavar="AGE", help="6w, 4m or 1y, from the due date: drops what is too early."),
    choice(
        "--direction",
        type=among("direction"),
        default="traditional",
        show_default=True,
        help="Long strokes both ways, as taught; or only towards the heart.",
    ),
    choice("--first-side", type=among("first_side"), default="right", show_default=True),
    choice("--oil/--no-oil", default=None, help="Whether you use oil; else what is to be known of it is said."),
)
_OF_A_ROUTINE = (
    choice("--aim", type=among("aim"), help="Picks a routine for it, where none is named."),
    choice("--parts", type=Names(), default=(), metavar="A,B", help="Only these body parts: legs,tummy."),
    choice("--skip", type=Names(), default=(), metavar="A,B", help="All but these body parts."),
)


def session_choices(function: F) -> F:
    """What ``render``, ``plan`` and ``show`` all understand."""
    return _with(function, _LENGTH, *_OF_A_FAMILY, *_OF_A_ROUTINE)


def course_choices(function: F) -> F:
    """What a course understands: all but what would be another routine; and a length for each evening."""
    lengths = choice(
        "--length",
        "lengths",
        type=Lengths(),
        default=(),
        metavar="TIME",
        help="18m for every evening, or one for each: 15m,15m,20m,20m,25m. Else their own.",
    )
    return _with(function, lengths, *_OF_A_FAMILY)


def _with(function: F, *options: Callable[[F], F]) -> F:
    for option in reversed(options):
        function = option(function)
    return function


def requested(routine: str | None, *, aim: Aim | None, language: str | None, **choices: Any) -> Request:  # noqa: ANN401
    """Turn an argument and `session_choices` into a request, and tell what was chosen for the user."""
    if routine is None:
        age, length, guidance = choices["age"], choices["length"], choices["guidance"]
        found = pick(aim=aim, age=age, length=length, guidance=guidance, language=language)
        click.echo(f"{found.id}: {found.title.say(language or found.language)}", err=True)
    else:
        found = find_routine(routine, language)
    request = prepare(found, language=language, **choices)
    for note in request.notes:
        click.echo(note, err=True)
    return request
