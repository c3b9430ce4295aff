"""``audioguide show``."""

from __future__ import annotations

from typing import Unpack

import click

from audioguide.cli.called import tell
from audioguide.cli.choices import build_request, session_choices
from audioguide.cli.grouped import Grouped
from audioguide.cli.messages import fit_report
from audioguide.cli.paths import spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.cli.tables import print_table
from audioguide.model.choices import Choices
from audioguide.model.routine import Routine, StrokeStep
from audioguide.planning.good import good_lengths
from audioguide.planning.planner import lengths_of
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import goes_with_afterwards
from audioguide.rendering.speak import speak
from audioguide.units import Samples, format_age, format_duration


@click.command("show", cls=Grouped, others="Help")
@click.argument("routine", required=False)
@session_choices
def command(
    routine: str | None,
    **choices: Unpack[Choices],
) -> None:
    """Show what is in ROUTINE, for whom it is, and how long it can last.

    Without ROUTINE it is what fits --aim and --age, or else everyday.
    """
    request = build_request(routine, **choices)
    with ProgressLine() as progress:
        clips = speak(request, spoken_cues(), progress)
    lengths = lengths_of(request.script, clips.lengths)
    shortest, own, longest = (format_duration(length) for length in lengths)
    for line in _head(request.routine, request.script.language):
        tell(line, err=False)
    print_table(_parts(request.routine, request.script.language), indent="  ")
    for line in fit_report(request, clips, timeline_of(request, clips)) if request.length is not None else ():
        tell(f"  {line}", err=False)
    tell(f"  lasts from {shortest} to {longest}, by itself {own}, with this voice and guidance", err=False)
    if goes_on := request.script.afterwards:
        whole = format_duration(Samples((request.length or lengths[1]) + goes_on.length))
        tell(f"  then {goes_on.name} alone for {format_duration(goes_on.length)}: {whole} in all", err=False)
    elif goes_with_afterwards(request.routine):
        tell("  with --afterwards ocean:30m the background goes on after it, and fades out", err=False)
    if good := good_lengths(request.script, clips.lengths):
        least, most = (format_duration(length) for length in good)
        tell(f"  good from {least} to {most}: every part is in it, and at most a quarter is pauses", err=False)


def _head(routine: Routine, language: str) -> list[str]:
    lines = [f"{routine.id}: {routine.title.say(language)}"]
    if routine.note:
        lines.append(f"  {routine.note.say(language)}")
    if routine.aims:
        lines.append(f"  for {', '.join(routine.aims)}")
    if routine.from_age:
        lines.append(f"  from {format_age(routine.from_age)}, counted from the due date")
    return lines


def _parts(routine: Routine, language: str) -> list[dict[str, str]]:
    """Return a row of `print_table` for each section."""
    rows = []
    for section in routine.sections:
        names = [step.stroke.name.say(language) for step in section.steps if isinstance(step, StrokeStep)]
        title = section.title.say(language).replace("{side}", "right, left")
        rows.append({"part": title, "strokes": ", ".join(names) + (" (may be left out)" if section.optional else "")})
    return rows
