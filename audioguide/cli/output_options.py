"""What ``render`` and ``again`` share: how a session is made, and what is told of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict, TypeVar, Unpack, cast

import click

from audioguide.cli.called import show, show_json, tell
from audioguide.cli.messages import fit_report
from audioguide.cli.options import AS_IT_WAS, OutputPath, option
from audioguide.cli.paths import OUTPUT, spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.model.choices import Choices
from audioguide.model.session import Session
from audioguide.rendering.render import MOST_WORKERS, USUAL_FORMAT, render, timeline_of
from audioguide.rendering.request import Request
from audioguide.rendering.shelf import Shelf
from audioguide.state.shell import command_line
from audioguide.units import Samples, format_duration
from audioguide.voices import engine_of
from audioguide.voices.choose import AUTO, better_voice_hint

F = TypeVar("F", bound=Callable[..., Any])


class OutputOptions(TypedDict, total=False):
    """Where a session's files go, and of what kind they are."""

    format_name: str | None
    output: Path | None
    """A file, or a folder that is there."""
    stems: Path | None
    force: bool
    fresh: bool
    workers: int | None
    as_json: bool


class SessionOptions(Choices, OutputOptions, total=False):
    """All options of a verb that makes a session."""


def output_options(function: F) -> F:
    """Where the files go, and of what kind they are."""
    return _with_output(function, USUAL_FORMAT, "output/")


def changed_output_options(function: F) -> F:
    """Give ``again`` the same: folder and format stay."""
    return _with_output(function, AS_IT_WAS, AS_IT_WAS)


def _with_output(function: F, kind: str, folder: str) -> F:
    for one in reversed(
        [
            option(
                "--format",
                "format_name",
                metavar="NAME",
                help=f"mp3, m4b, m4a, opus, flac, wav. Default: what the suffix of -o says, or {kind}.",
            ),
            option(
                "-o",
                "--output",
                type=OutputPath(folder=True),
                help=f"The file, or the folder, to write. Default: {folder}.",
            ),
            option(
                "--stems",
                type=click.Path(file_okay=False, path_type=Path),
                help="A folder for speech, tones, background and room as WAV files.",
            ),
            option("--force", is_flag=True, help="Overwrite a different file of the same name."),
            option("--fresh", is_flag=True, help="Make it again even if it exists."),
            option(
                "--workers",
                type=click.IntRange(1, MOST_WORKERS),
                help="Pieces made at a time. Default: one for each processor.",
            ),
            option("--json", "as_json", is_flag=True, help="Print the session's manifest."),
        ]
    ):
        function = one(function)
    return function


def split_options(options: SessionOptions) -> tuple[Choices, OutputOptions]:
    """Divide the options of a verb into the choices of the session and where its files go."""
    output = {name: value for name, value in options.items() if name in OutputOptions.__annotations__}
    choices = {name: value for name, value in options.items() if name in Choices.__annotations__}
    return cast("Choices", choices), cast("OutputOptions", output)


def deliver(request: Request, **options: Unpack[OutputOptions]) -> None:
    """Make a session, and tell where it is."""
    output = options["output"]
    folder = output if output is not None and output.is_dir() else OUTPUT
    with ProgressLine() as progress:
        session = render(
            request,
            spoken_cues(),
            Shelf(folder),
            output=None if output == folder else output,
            format_name=options["format_name"],
            force=options["force"],
            fresh=options["fresh"],
            stems_in=options["stems"],
            workers=options["workers"],
            progress=progress,
        )
    if options["as_json"]:
        show_json(json.loads(session.manifest.read_text("utf-8")))
        return
    show(f"{session.path}  {_length(session)}, spoken by {engine_of(session.voice)}")
    if request.asked["voice"] in (None, AUTO) and (hint := better_voice_hint(request.voice, request.script.language)):
        tell(f"for a nicer voice: {hint}")
    for line in _left_out(request, session):
        tell(line)
    tell(f"play it: audioguide play {command_line([_name(session)])}")
    elsewhere = command_line([] if session.path.parent == OUTPUT else [str(session.path.parent)])
    tell(f"on a phone: audioguide serve --lan {elsewhere}".rstrip())


def _length(session: Session) -> str:
    """Return how long it is; where a bed goes on, the massage and the whole."""
    whole, massage = format_duration(session.length), Samples(session.length - session.afterwards)
    if not session.afterwards:
        return whole
    return f"{format_duration(massage)} of massage and {format_duration(session.afterwards)} afterwards, {whole} in all"


def _name(session: Session) -> str:
    """Return what `play` finds the session by: short where it is in output/ and an MP3."""
    path = session.path
    return path.stem if path.parent == OUTPUT and path.suffix == f".{USUAL_FORMAT}" else str(path)


def _left_out(request: Request, session: Session) -> list[str]:
    """Return what was left out to fit the length, and what one more minute would bring back."""
    if not session.left_out:
        return []
    from audioguide.rendering.speak import speak  # noqa: PLC0415 - where nothing was left out, nothing more is loaded

    clips = speak(request, spoken_cues())
    return fit_report(request, clips, timeline_of(request, clips))
