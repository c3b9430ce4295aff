"""An option of a verb, which is an environment variable too, and what is common to the values of several."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, cast

import click
from click.core import ParameterSource

from audioguide.state.scratch import is_special

F = TypeVar("F", bound=Callable[..., Any])
AS_IT_WAS = "as in SESSION"
"""What the help of ``again`` says in place of a default."""


class Words(click.Choice[str]):
    """One of a few words; a wrong one is answered with the word that was probably meant."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ANN401, ARG002 - click's
        """Return the sentence for a word that is none of them."""
        from difflib import get_close_matches  # noqa: PLC0415 - for a mistake only

        close = get_close_matches(str(value).lower(), self.choices, n=1)
        cure = f"; did you mean '{close[0]}'?" if close else ""
        return f"'{value}' is not one of {', '.join(self.choices)}{cure}"


class OutputPath(click.Path):
    """The path of a file to write, or of a folder where that is allowed; devices and pipes are refused."""

    def __init__(self, *, file: bool = True, folder: bool = False) -> None:
        """Say which of the two it may be."""
        super().__init__(path_type=Path, file_okay=file, dir_okay=folder)

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Refuse what is neither a file nor a folder."""
        path = cast("Path", super().convert(value, param, ctx))
        with suppress(OSError):  # of a name that is too long, whoever writes tells
            if is_special(path) and not path.is_dir():
                self.fail(f"'{path}' is a device or a pipe, which is never written over; name a file", param, ctx)
        return path


def option(*names: str, verb: str = "", **more: Any) -> Callable[[F], F]:  # noqa: ANN401 - click's own arguments
    """Make an option that is also an environment variable: ``--voice`` is ``AUDIOGUIDE_VOICE``.

    Args:
        names: as click takes them.
        verb: where its name means something else in other verbs: ``--from`` of ``new`` is ``AUDIOGUIDE_NEW_FROM``.
        more: click's own arguments.
    """
    flag = next(name for name in names if name.startswith("--")).split("/")[0].lstrip("-")
    variable = "_".join(["audioguide", *([verb] if verb else []), flag.replace("-", "_")]).upper()
    return click.option(*names, envvar=variable, show_envvar=True, **more)


OF_A_SPEAKER = ("host", "port", "address")
"""Options that say more about the speaker that another one names."""


def refuse_without_speaker(context: click.Context, named_by: str, cure: str) -> None:
    """Refuse what is given about a speaker where none is named; as an environment variable it is for other calls.

    Args:
        context: of the verb.
        named_by: the option that names a speaker, ``on``.
        cure: what is possible.

    Raises:
        click.UsageError: such an option is given alone.
    """
    if context.params[named_by] is None:
        for name in OF_A_SPEAKER:
            if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                msg = f"--{name} goes with --{named_by}; {cure}"
                raise click.UsageError(msg)
