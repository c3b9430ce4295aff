"""``audioguide course``."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Unpack

import click
from click.core import ParameterSource

from audioguide.cli.called import show, show_json, tell
from audioguide.cli.choices import age_notes, course_choices
from audioguide.cli.grouped import Grouped
from audioguide.cli.messages import dropped_report
from audioguide.cli.options import option
from audioguide.cli.paths import spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.errors import AudioguideError
from audioguide.model.choices import Choices
from audioguide.rendering.course import FIRST_COURSE, make_course, plan_course
from audioguide.rendering.find import find_course, is_file
from audioguide.rendering.render import MOST_WORKERS, USUAL_FORMAT
from audioguide.state.shell import command_line
from audioguide.units import Samples, format_duration


@click.command("course", cls=Grouped)
@click.argument("folder", type=click.Path(path_type=Path), metavar="FOLDER")
@option(
    "--from",
    "start",
    verb="course",
    default=FIRST_COURSE,
    show_default=True,
    metavar="COURSE",
    help="The course: five-evenings, tummy-week, or a file.",
)
@course_choices
@option("--format", "format_name", default=USUAL_FORMAT, show_default=True, help="mp3, m4b, m4a, opus, flac, wav.")
@option("--force", is_flag=True, help="Overwrite different files of the same name.")
@option("--fresh", is_flag=True, help="Make all of them again even if they exist.")
@option(
    "--workers", type=click.IntRange(1, MOST_WORKERS), help="Pieces made at a time. Default: one for each processor."
)
@option("--json", "as_json", is_flag=True, help="Print the manifests of the sessions.")
@click.pass_context
def command(
    context: click.Context,
    /,
    folder: Path,
    *,
    start: str,
    lengths: tuple[Samples, ...],
    format_name: str,
    force: bool,
    fresh: bool,
    workers: int | None,
    as_json: bool,
    **choices: Unpack[Choices],
) -> None:
    """Make a course in FOLDER: a session for each evening, its cards, a playlist, and a diary if it has one.

    Each evening teaches one part and repeats those before, with fewer words each time.
    """
    _check_folder(folder, may_be_meant=context.get_parameter_source("start") is ParameterSource.DEFAULT)
    cache, manifests = spoken_cues(), []
    with ProgressLine() as line:
        plan = plan_course(
            start,
            folder,
            cache,
            lengths=lengths,
            format_name=format_name,
            force=force,
            progress=line,
            **choices,
        )
    for note in age_notes(plan.lessons[0].request):
        tell(note)
    for lesson in plan.lessons:
        for note in lesson.request.notes:
            tell(f"{lesson.title}: {note}")
    with ProgressLine() as line:
        for session in make_course(plan, cache, force=force, fresh=fresh, workers=workers, progress=line):
            line.clear()
            manifests.append(json.loads(session.manifest.read_text("utf-8")))
            if not as_json:
                show(f"{session.path}  {format_duration(session.length)}")
            if session.left_out:
                tell(f"{session.title}: {dropped_report(session.left_out)}")
    if as_json:
        show_json(manifests)
        return
    if plan.diary:
        course = command_line([start])
        show(f"{plan.diary[0]}  is a diary to print; as a PDF: audioguide card --diary {course} --pdf")
    show(f"{plan.playlist}  plays them all; the day before, look at the cards (-cards.html)")


def _check_folder(folder: Path, *, may_be_meant: bool) -> None:
    """Refuse a course where the folder is to be named, or a file.

    Args:
        folder: what was named.
        may_be_meant: whether a course in its place may be the one to be made: no other was named.

    Raises:
        click.BadParameter: it is one of them.
    """
    msg = ""
    if may_be_meant:
        with suppress(AudioguideError):
            course, _ = find_course(str(folder))
            if course.id != FIRST_COURSE:
                command = f"audioguide course FOLDER --from {command_line([str(folder)])}"
                msg = f"'{folder}' is a course; name the folder, too: {command}"
    if not msg and is_file(folder):
        msg = f"'{folder}' is a file; name a folder"
    if msg:
        raise click.BadParameter(msg, param_hint="FOLDER")
