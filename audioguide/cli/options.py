"""An option of a verb, which is an environment variable too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class Words(click.Choice[str]):
    """One of a few words; a wrong one is answered with the word that was probably meant."""

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ANN401, ARG002 - click's
        """Return the sentence for a word that is none of them."""
        from difflib import get_close_matches  # noqa: PLC0415 - for a mistake only

        close = get_close_matches(str(value).lower(), self.choices, n=1)
        cure = f"; did you mean '{close[0]}'?" if close else ""
        return f"'{value}' is not one of {', '.join(self.choices)}{cure}"


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
