"""The help of a verb with many options: in groups, by what they are about."""

from __future__ import annotations

from typing import Any

import click

from audioguide.model.choices import CHOICE_KINDS

FAMILY = ("baby", "age", "first_side", "oil", "direction", "preparation")
"""The choices that are about the baby and the parent; the others are about the session."""


class Grouped(click.Command):
    """A verb whose help has its options under three heads."""

    def __init__(self, *arguments: Any, others: str = "The file", **more: Any) -> None:  # noqa: ANN401 - click's own
        """Take the head of the options that are no choices of a session, and what click takes."""
        super().__init__(*arguments, **more)
        self._others = others

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write them, each with its variable."""
        groups: dict[str, list[tuple[str, str]]] = {"The session": [], "The family": [], self._others: []}
        for param in self.get_params(ctx):
            if isinstance(param, click.Option) and (record := param.get_help_record(ctx)):
                name = param.name or ""
                head = (
                    "The family"
                    if name in FAMILY
                    else "The session"
                    if name in (*CHOICE_KINDS, "lengths")
                    else self._others
                )
                groups[head].append(record)
        for head, records in groups.items():
            with formatter.section(head):
                formatter.write_dl(records)
