"""``audioguide new``."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

import click

from audioguide import repertoire
from audioguide.cli.called import tell
from audioguide.cli.options import option
from audioguide.errors import AudioguideError
from audioguide.reader.editors import SCHEMA_FILE
from audioguide.reader.fields import Key, Table
from audioguide.reader.nodes import Entries, Items, Node, Scalar, compose
from audioguide.reader.reading import Reading
from audioguide.reader.tables import GROUP, ROUTINE, SECTION, STEPS
from audioguide.rendering.check import editor_schema
from audioguide.rendering.files import refuse_existing, writing
from audioguide.rendering.find import find_course, find_routine, is_file
from audioguide.state.scratch import write_whole
from audioguide.state.shell import command_line

COMMENT_WIDTH = 110
"""Characters."""

FOR_EDITORS = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
"""The first line: editors complete keys, and mark mistakes, by the file beside it."""


@click.command("new")
@click.argument("name")
@option("--from", "start", verb="new", metavar="ROUTINE", help="Start from a built-in routine, or from a file.")
@option("--force", is_flag=True, help="Overwrite a file that exists.")
def command(name: str, *, start: str | None, force: bool) -> None:
    """Write NAME.yaml, a routine file with comments: it can be rendered at once, and is yours to change.

    Beside it comes a JSON Schema, by which an editor completes keys and names, and marks mistakes.
    """
    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        path = path.with_name(f"{path.name}.yaml")
    if not re.fullmatch(r"\w[\w .-]*", path.stem):
        msg = f"'{path.stem}' cannot be a name; use letters, digits, spaces, - and _"
        raise click.BadParameter(msg, param_hint="NAME")
    text = _text(start, re.sub("[-_ ]+", " ", path.stem).strip(), path.parent)
    refuse_existing(path, force=force)
    with writing(path):
        write_whole(path.with_name(SCHEMA_FILE), editor_schema().encode())
        write_whole(path, (text if text.startswith(FOR_EDITORS) else FOR_EDITORS + text).encode())
    tell(f"{path}  now change it, then: audioguide render {command_line([str(path)])}", err=False)


def _text(start: str | None, title: str, folder: Path) -> str:
    """Return the template or a built-in routine, with comments; or another file, as it is for `folder`."""
    if start is None:
        return _titled(repertoire.template(), title)
    found = find_routine(start)  # raises for a file with mistakes
    if found.series:
        course, routine = find_course(start.rpartition(":")[0])
        beside = Path(start).parent / course.routine
        whole = command_line([str(beside) if is_file(beside) else routine.id])
        msg = f"'{start}' is an evening of a course, which chooses from a routine: audioguide new NAME --from {whole}"
        raise AudioguideError(msg)
    if Path(start).is_file():
        return _moved(Path(start).read_text("utf-8"), Path(start).parent, folder)
    return _titled(commented(repertoire.routine_text(found.id)), title)


def _moved(text: str, old: Path, new: Path) -> str:
    """Name the files that a routine uses as they are seen from another folder."""
    lines, node = text.split("\n"), compose(text, Reading(source=""))
    for key, value in node.pairs if isinstance(node, Entries) else ():
        if key.text in ("use", "bed") and isinstance(value, Scalar) and (old / value.text).is_file():
            word, colon, rest = lines[value.line - 1].partition(":")
            there = json.dumps(_seen_from(new, old / value.text), ensure_ascii=False)
            rest = re.sub(rf"""(["']?){re.escape(value.text)}\1""", lambda _: there, rest, count=1)  # noqa: B023 - called at once
            lines[value.line - 1] = word + colon + rest
    return "\n".join(lines)


def _seen_from(folder: Path, file: Path) -> str:
    try:
        return Path(os.path.relpath(file, folder)).as_posix()
    except ValueError:  # on another drive of Windows
        return file.absolute().as_posix()


def _titled(text: str, title: str) -> str:
    """Replace the title, so that sessions of the two routines have different names."""
    line = f"title: {json.dumps(title[:1].upper() + title[1:], ensure_ascii=False, allow_nan=False)}"
    return re.sub("(?m)^title: .*$", lambda _: line, text, count=1)


def commented(text: str) -> str:
    """Put the doc of each key, from the reader's tables, as a comment above its first use."""
    lines = text.splitlines()
    seen: set[str] = set()
    comments: dict[int, Key] = {}
    for table, line, key in _keys(compose(text, Reading(source="")), ROUTINE):
        if f"{table.what} {key.name}" not in seen:
            seen.add(f"{table.what} {key.name}")
            comments[line] = key
    return "".join(
        "".join(_comment(comments[number].doc, line) if number in comments else ()) + f"{line}\n"
        for number, line in enumerate(lines, start=1)
    )


def _comment(doc: str, line: str) -> Iterator[str]:
    start = f"{' ' * (len(line) - len(line.lstrip()))}# "
    yield from (f"{one}\n" for one in wrap(doc, COMMENT_WIDTH, initial_indent=start, subsequent_indent=start))


def _keys(node: Node, table: Table) -> Iterator[tuple[Table, int, Key]]:
    """Yield every key of a routine file, with its table and its line; keys below ``strokes`` are not covered."""
    for word, value in node.pairs if isinstance(node, Entries) else ():
        yield table, word.line, table.by_name[word.text]
        inside = value.nodes if isinstance(value, Items) else ()
        if word.text == "sections":
            for section in inside:
                group = isinstance(section, Entries) and any(key.text == "repeat" for key, _ in section.pairs)
                yield from _keys(section, GROUP if group else SECTION)
        elif word.text == "steps":
            for step in inside:
                kinds = {key.text for key, _ in step.pairs} if isinstance(step, Entries) else set()
                yield from _keys(step, next(one for kind, one in STEPS.items() if kind in kinds))
