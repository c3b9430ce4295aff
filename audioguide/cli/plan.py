"""``audioguide plan``."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

import click

from audioguide.cli.called import show, show_json, tell
from audioguide.cli.choices import build_request, session_choices
from audioguide.cli.grouped import Grouped
from audioguide.cli.messages import fit_report
from audioguide.cli.options import OutputPath, option
from audioguide.cli.paths import spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.model.choices import Choices
from audioguide.model.timeline import Beat, Pause, Say, Timeline
from audioguide.pictures.timeline import timeline_svg
from audioguide.rendering.cards import album
from audioguide.rendering.files import refuse_existing, write_file
from audioguide.rendering.manifest import timeline_document
from audioguide.rendering.render import timeline_of
from audioguide.rendering.speak import speak
from audioguide.units import Samples, seconds


@click.command("plan", cls=Grouped, others="The output")
@click.argument("routine", required=False)
@session_choices
@option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@option("--svg", verb="plan", type=OutputPath(), help="Draw it into a file.")
@option("--force", is_flag=True, help="Draw over a file that is there.")
def command(
    routine: str | None,
    *,
    as_json: bool,
    svg: Path | None,
    force: bool,
    **choices: Unpack[Choices],
) -> None:
    """Show the timeline of ROUTINE: when each thing is said and done. No MP3 is made.

    Without ROUTINE it is what fits --aim and --age, or else everyday.
    """
    if svg is not None:
        refuse_existing(svg, force=force)
    request = build_request(routine, **choices)
    with ProgressLine() as progress:
        clips = speak(request, spoken_cues(), progress)
    timeline = timeline_of(request, clips)
    if svg is not None:
        pictures = album(request.routine.id)
        drawing = timeline_svg(request.script.title, timeline, pictures, language=request.script.language)
        write_file(svg, drawing.encode(), force=True)
        show(str(svg), err=as_json)
    if as_json:
        show_json(timeline_document(timeline))
    elif svg is None:
        show("\n".join(_lines(timeline)))
        for line in fit_report(request, clips, timeline):
            tell(line, err=False)


def _lines(timeline: Timeline) -> list[str]:
    """Return a line for each cue, stroke with its repetitions, and pause, below headings for the chapters."""
    lines: list[str] = []
    chapters = list(timeline.chapters)
    for event in timeline.events:
        while chapters and chapters[0].start <= event.start:
            lines += ["", f"{_timestamp(chapters[0].start)}  {chapters.pop(0).title.upper()}"]
        match event:
            case Say():
                lines.append(f"{_timestamp(event.start)}    “{event.text}”")
            case Beat(index=0):
                each = seconds(Samples(event.end - event.start))
                side = f", {event.side}" if event.side in ("right", "left") else ""
                lines.append(f"{_timestamp(event.start)}    {event.stroke.id}{side}: {event.of} x {each:.3g} s")
            case Pause():
                lines.append(f"{_timestamp(event.start)}    … {seconds(Samples(event.end - event.start)):.3g} s")
    lines += [line for one in chapters for line in ("", f"{_timestamp(one.start)}  {one.title.upper()}")]
    spoken = sum(say.end - say.start for say in timeline.says)
    what = "the massage" if timeline.afterwards else "it"
    lines += ["", f"{_timestamp(timeline.length)}  end; {100 * spoken / timeline.massage:.0f} % of {what} is spoken"]
    return lines[1:]


def _timestamp(position: Samples) -> str:
    minutes, rest = divmod(round(seconds(position)), 60)
    return f"{minutes:3d}:{rest:02d}"
