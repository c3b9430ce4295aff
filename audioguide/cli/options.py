"""An option of a verb, which is an environment variable too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


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
