"""The help of a verb with many options: in groups, by what they are about."""

from __future__ import annotations

import click

from audioguide.model.choices import KINDS

FAMILY = ("baby", "age", "first_side", "oil", "direction", "preparation")
"""The choices that are about the baby and the parent; the others are about the session."""


class Grouped(click.Command):
    """A verb whose help has its options under three heads."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write them, each with its variable."""
        groups: dict[str, list[tuple[str, str]]] = {"The session": [], "The family": [], "The file": []}
        for param in self.get_params(ctx):
            if record := param.get_help_record(ctx):
                name = param.name or ""
                group = "The family" if name in FAMILY else "The session" if name in KINDS else "The file"
                groups[group].append(record)
        for head, records in groups.items():
            with formatter.section(head):
                formatter.write_dl(records)
