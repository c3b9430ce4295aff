"""``audioguide check``."""

from __future__ import annotations

import click

from audioguide.cli.called import show, tell
from audioguide.cli.options import option
from audioguide.cli.paths import spoken_cues
from audioguide.errors import AudioguideError
from audioguide.rendering.check import check_file, editor_schema


@click.command("check")
@click.argument("files", nargs=-1, metavar="FILE...")
@option("--language", metavar="CODE", help="Check that the files have words in this language.")
@option("--strict", is_flag=True, help="Take warnings for mistakes.")
@option("--schema", "as_schema", is_flag=True, help="Print the JSON Schema of these files, for editors.")
@click.pass_context
def command(
    context: click.Context, files: tuple[str, ...], *, language: str | None, strict: bool, as_schema: bool
) -> None:
    """Check FILEs: a line for each mistake, and a warning for what an educator would mention.

    A mistake reads ``file:line: what is wrong; what is possible``, a warning ``file:line: warning: what; why``.
    A file with mistakes cannot be rendered; one with warnings can.
    """
    if as_schema:
        click.echo(editor_schema(), nl=False)
        return
    if not files:
        raise click.UsageError("name at least one file, or ask for --schema", context)
    passed = [_check(file, language, strict=strict) for file in files]
    if not all(passed):
        context.exit(1)


def _check(file: str, language: str | None, *, strict: bool) -> bool:
    """Print the mistakes and warnings of one file; return whether it passes."""
    try:
        remarks = check_file(file, language, spoken_cues())
    except AudioguideError as error:
        tell(str(error))
        return False
    for remark in remarks:
        tell(f"{file}:{remark.line}: warning: {remark}")
    if not remarks:
        show(f"{file}: fine")
    return not (strict and remarks)
