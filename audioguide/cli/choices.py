"""The choices that verbs share, and what they become."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from audioguide.units import Samples, parse_duration

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
        if length <= 0:
            self.fail("a session lasts longer than nothing", param, ctx)
        return length


def choice(*names: str, **more: Any) -> Callable[[F], F]:  # noqa: ANN401 - click's own arguments
    """Make an option that is also an environment variable: ``--voice`` is ``AUDIOGUIDE_VOICE``."""
    word = next(name for name in names if name.startswith("--")).split()[0].lstrip("-").replace("-", "_")
    return click.option(*names, envvar=f"AUDIOGUIDE_{word.upper()}", **more)


def session_choices(function: F) -> F:
    """What ``render``, ``plan`` and ``show`` all understand."""
    for option in reversed(
        [
            choice("--length", type=Length(), metavar="TIME", help="10m, 10m30s, 1:30; else the routine's own length."),
            choice(
                "--guidance",
                type=click.Choice(["learn", "practised", "names", "tones"]),
                default="practised",
                show_default=True,
                help="How much is spoken; words fade as you learn.",
            ),
            choice("--voice", default="auto", show_default=True, help="hibari, system, or what `list voices` names."),
            choice("--language", metavar="CODE", help="Of the words: en. Else the routine's own."),
            choice("--bed", help="The background: heartbeat or none. Else the routine's own."),
            choice(
                "--preparation",
                type=click.Choice(["full", "short", "none"]),
                help="What is said beforehand: a chapter, one line or nothing. Else full to learn, short otherwise.",
            ),
            choice("--baby", metavar="NAME", help="What the voice calls your baby."),
        ]
    ):
        function = option(function)
    return function
