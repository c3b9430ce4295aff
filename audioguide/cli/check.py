"""``audioguide check``."""

from __future__ import annotations

import json

import click

from audioguide.errors import RoutineError
from audioguide.reader import schema
from audioguide.request import find_routine


@click.command("check", short_help="Check routine files.")
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--language", metavar="CODE", help="Check that the files have words in this language.")
@click.option("--schema", "as_schema", is_flag=True, help="Print the JSON Schema of routine files, for editors.")
@click.pass_context
def command(context: click.Context, files: tuple[str, ...], *, language: str | None, as_schema: bool) -> None:
    """Check FILEs: one line a mistake, ``file:line: what is wrong; what is possible``."""
    if as_schema:
        click.echo(json.dumps(schema(), ensure_ascii=False, indent=1))
        return
    if not files:
        raise click.UsageError("name at least one routine file, or ask for --schema", context)
    wrong: list[RoutineError] = []
    for file in files:
        try:
            find_routine(file, language)
            click.echo(f"{file}: fine")
        except RoutineError as error:
            wrong.append(error)
            click.echo(str(error), err=True)
    if wrong:
        context.exit(1)
