"""``audioguide check``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from audioguide import repertoire
from audioguide.errors import RoutineError
from audioguide.model.routine import Routine
from audioguide.planning.educator import Remark, advise
from audioguide.planning.finder import estimated
from audioguide.planning.planner import plan
from audioguide.planning.scriptwriter import write_script
from audioguide.reader import schema
from audioguide.rendering.request import find_course, find_routine, is_course


@click.command("check")
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("--language", metavar="CODE", help="Check that the files have words in this language.")
@click.option("--strict", is_flag=True, help="Take warnings for mistakes.")
@click.option("--schema", "as_schema", is_flag=True, help="Print the JSON Schema of routine files, for editors.")
@click.pass_context
def command(
    context: click.Context, files: tuple[str, ...], *, language: str | None, strict: bool, as_schema: bool
) -> None:
    """Check FILEs: a line for each mistake, and a warning for what an educator would mention.

    A mistake reads ``file:line: what is wrong; what is possible``, a warning ``file:line: warning: what; why``.
    A file with mistakes cannot be rendered; one with warnings can.
    """
    if as_schema:
        click.echo(json.dumps(schema(), ensure_ascii=False, indent=1))
        return
    if not files:
        raise click.UsageError("name at least one file, or ask for --schema", context)
    passed = [_check(file, language, strict=strict) for file in files]
    if not all(passed):
        context.exit(1)


def _check(file: str, language: str | None, *, strict: bool) -> bool:
    """Print the mistakes and warnings of one file; return whether it passes."""
    try:
        remarks = _remarks_on(file, language)
    except RoutineError as error:
        click.echo(str(error), err=True)
        return False
    for remark in remarks:
        click.echo(f"{file}:{remark.line}: warning: {remark}", err=True)
    if not remarks:
        click.echo(f"{file}: fine")
    return not (strict and remarks)


def _remarks_on(file: str, language: str | None) -> tuple[Remark, ...]:
    """Read a routine or a course. Remarks are on routines only: a course names one that is checked by itself."""
    path = Path(file)
    if path.is_file() and is_course(path.read_text("utf-8", "replace")):
        find_course(file, language)
        return ()
    return _remarks(find_routine(file, language), language)


def _remarks(routine: Routine, language: str | None) -> tuple[Remark, ...]:
    """Return the educator's remarks; the share of speech in percent is estimated, nothing is synthesised."""
    vocabulary = repertoire.vocabulary()
    phrases = vocabulary.phrases.get(language or routine.language)
    speech = None
    if phrases is not None:
        script = write_script(routine, phrases, language=language, guidance="practised", preparation="none")
        timeline = plan(script, estimated(script))
        speech = 100 * sum(say.end - say.start for say in timeline.says) / timeline.length
    return advise(routine, repertoire.advice(), vocabulary, speech=speech)
