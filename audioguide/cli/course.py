"""``audioguide course``."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from audioguide import plugins
from audioguide.cli.choices import choice, course_choices
from audioguide.cli.drawing import cards_page
from audioguide.cli.messages import dropped_report
from audioguide.cli.paths import spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.cli.writing import check_overwrite, write_file
from audioguide.errors import LengthError
from audioguide.model.routine import AMOUNTS, Routine
from audioguide.model.session import Session
from audioguide.plugins import Encoder
from audioguide.rendering.make import Progress, speak
from audioguide.rendering.playlist import m3u8
from audioguide.rendering.render import USUAL_FORMAT, made_before, render, timeline_of
from audioguide.rendering.request import Request, evenings_of, find_course, prepare
from audioguide.rendering.shelf import Shelf
from audioguide.units import Samples, format_duration

FIRST = "five-evenings"
"""The course for those who do not say which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lesson:
    """An evening that is to be made."""

    request: Request
    asked: Mapping[str, object]
    output: Path
    cards: bytes
    length: Samples

    @property
    def title(self) -> str:
        return self.request.script.title


@click.command("course")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option(
    "--from", "start", default=FIRST, show_default=True, metavar="COURSE", help="A built-in course or a file."
)
@course_choices
@choice("--format", "format_name", default=USUAL_FORMAT, show_default=True, help="mp3, m4b, m4a, opus, flac, wav.")
@click.option("--force", is_flag=True, help="Write over files that are something else.")
@click.option("--fresh", is_flag=True, help="Make all again although they are there.")
@choice("--workers", type=click.IntRange(min=1), help="Pieces made at a time. Else as many as processors.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifests of the sessions.")
def command(
    folder: Path,
    *,
    start: str,
    lengths: tuple[Samples, ...],
    language: str | None,
    format_name: str,
    force: bool,
    fresh: bool,
    workers: int | None,
    as_json: bool,
    **choices: Any,  # noqa: ANN401 - they go on as they are
) -> None:
    """Make a course in DIR: a session for each evening, its cards, and a playlist.

    Each evening teaches one part and repeats those before, with fewer words each time.
    """
    course, routine = find_course(start, language)
    evenings = evenings_of(course, routine)
    if len(lengths) not in (0, 1, len(evenings)):
        msg = f"there are {len(lengths)} lengths for {len(evenings)} evenings; give one, or one for each"
        raise click.BadParameter(msg, param_hint="--length")
    wanted = lengths if len(lengths) == len(evenings) else (*lengths, None)[:1] * len(evenings)
    language = language or course.language
    encoder: Encoder = plugins.find("encoders", format_name)()
    title = course.title.say(language)
    asked = [
        {**choices, "routine": f"{start}:{number}", "length": length, "language": language}
        for number, length in enumerate(wanted, 1)
    ]
    requests = [_request(*pair) for pair in zip(evenings, asked, strict=True)]
    # One voice for all of them: it takes time and room to load.
    requests = [replace(request, voice=requests[0].voice) for request in requests]
    names = [f"{at:0{len(str(len(evenings)))}d}-{_plain(one.script.title)}" for at, one in enumerate(requests, 1)]
    # Everything that can go wrong without a sound goes wrong before the first one is made.
    with ProgressLine() as line:
        lessons = [
            _lesson(
                request,
                asked[at],
                folder / f"{names[at]}{encoder.suffix}",
                force=force,
                progress=_counted(line, at + 1, len(evenings)),
            )
            for at, request in enumerate(requests)
        ]
    playlist = folder / f"{course.id}.m3u8"
    listed = m3u8(title, ((one.output.name, one.title, one.length) for one in lessons)).encode()
    if not force:
        check_overwrite(playlist, listed)
    sessions = []
    for number, lesson in enumerate(lessons, 1):
        with ProgressLine() as line:
            session = render(
                lesson.request,
                spoken_cues(),
                Shelf(folder),
                output=lesson.output,
                format_name=format_name,
                force=force,
                fresh=fresh,
                workers=workers,
                asked=lesson.asked,
                progress=_counted(line, number, len(lessons)),
            )
        write_file(_cards_beside(lesson.output), lesson.cards, force=force)
        sessions.append(session)
        if not as_json:
            click.echo(f"{session.path}  {format_duration(session.length)}")
        if session.left_out:
            click.echo(f"{lesson.title}: {dropped_report(session.left_out)}", err=True)
    write_file(playlist, listed, force=force)
    if as_json:
        click.echo(json.dumps([_manifest(session) for session in sessions], ensure_ascii=False, indent=1))
        return
    click.echo(f"{playlist}  plays them all; the day before, look at the cards (-cards.html)")


def _request(evening: Routine, asked: Mapping[str, Any]) -> Request:
    request = prepare(evening, **{name: value for name, value in asked.items() if name != "routine"})
    for note in request.notes:
        click.echo(f"{request.script.title}: {note}", err=True)
    return request


def _lesson(request: Request, asked: Mapping[str, object], output: Path, *, force: bool, progress: Progress) -> _Lesson:
    """See that an evening can be made and kept.

    Raises:
        AudioguideError: it cannot.
    """
    cards = _cards(request)
    if not force:
        check_overwrite(_cards_beside(output), cards)
    known = made_before(request, output, force=force)
    try:
        length = known.length if known else timeline_of(request, speak(request, spoken_cues(), progress)).length
    except LengthError as error:
        # What other routines could last is no help to who takes a course.
        raise LengthError(str(asked["routine"]), error.wanted, error.below, error.above) from None
    return _Lesson(request=request, asked=asked, output=output, cards=cards, length=length)


def _cards(request: Request) -> bytes:
    """Draw the strokes of an evening: what is new comes first."""
    routine = request.routine
    newest_first = sorted(routine.sections, key=lambda section: AMOUNTS.index(section.guidance or routine.guidance))
    evening = replace(routine, sections=tuple(newest_first))
    return cards_page(request.script.title, evening, request.script.language).encode()


def _cards_beside(output: Path) -> Path:
    return output.with_name(f"{output.stem}-cards.html")


def _plain(title: str) -> str:
    """The title as a part of a file's name."""
    return re.sub(r"\W+", "-", unicodedata.normalize("NFC", title.lower())).strip("-_") or "evening"


def _counted(progress: Progress, number: int, of: int) -> Progress:
    """Tell of which evening the progress is."""
    return lambda what, done, total, at: progress(f"{number}/{of} {what}", done, total, at)


def _manifest(session: Session) -> object:
    return json.loads(session.manifest.read_text("utf-8"))
