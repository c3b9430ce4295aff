"""``audioguide catalogue``."""

from __future__ import annotations

import click

from audioguide.catalogue.check import Extent, check_catalogue
from audioguide.cli.options import option
from audioguide.cli.paths import spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.rendering.render import MOST_WORKERS, worker_count
from audioguide.units import format_duration, samples

WORKERS = option(
    "--workers", type=click.IntRange(1, MOST_WORKERS), help="Processes at work. Else as many as processors."
)


@click.group("catalogue")
def command() -> None:
    """Make thousands of sessions from one FILE: every combination of routines, languages, lengths, names, ..."""


@command.command("check")
@click.argument("file", metavar="FILE")
@WORKERS
def check(file: str, *, workers: int | None) -> None:
    """See whether every session of FILE can be made, and what all of them will take.

    A mistake reads ``file:line: what is wrong; what is possible``. Nothing is spoken: where not all words have been
    spoken before, lengths are estimated, and those that are clearly impossible are told.
    """
    with ProgressLine() as line:
        catalogue, extent = check_catalogue(file, spoken_cues(), workers=worker_count(workers), progress=line)
    click.echo(f"{file}: {_extent(extent, catalogue.format_name)}")


def _extent(extent: Extent, format_name: str) -> str:
    """Return what all sessions are together."""
    count = f"{extent.rows} session{'s' if extent.rows > 1 else ''}"
    size = f", about {_gigabytes(extent.size)} as {format_name}" if extent.size is not None else ""
    work = f", about {_hours(extent.work)} of one processor" if extent.work is not None else ""
    return f"{count}, {format_duration(extent.length)} of sound{size}{work}"


def _gigabytes(size: float) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _hours(work: float) -> str:
    return format_duration(samples(work if work < 60 else 60 * round(work / 60)))
