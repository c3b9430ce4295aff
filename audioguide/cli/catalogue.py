"""``audioguide catalogue``."""

from __future__ import annotations

import os

import click

from audioguide.catalogue.build import build_catalogue, states_of
from audioguide.catalogue.check import Extent, check_catalogue
from audioguide.catalogue.index import JSON
from audioguide.catalogue.making import STATES
from audioguide.catalogue.remote import public
from audioguide.cli.called import show, show_json
from audioguide.cli.options import option
from audioguide.cli.paths import spoken_cues
from audioguide.cli.progress import ProgressLine
from audioguide.rendering.render import MOST_WORKERS, worker_count
from audioguide.units import format_duration, samples


class _Destination(click.Path):
    """A folder, or an address, which is nothing on this computer to be looked at."""

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Refuse what is a file."""
        return str(value if "://" in str(value) else super().convert(value, param, ctx))


TO = option(
    "--to",
    verb="catalogue",
    required=True,
    type=_Destination(file_okay=False),
    metavar="DIR",
    help="The folder of the sessions, or an address: s3://bucket/sessions.",
)
WORKERS = option(
    "--workers", type=click.IntRange(1, MOST_WORKERS), help="Processes at work. Default: one for each processor."
)


FILE = click.argument("file", metavar="FILE", type=click.Path())


class _Verbs(click.Group):
    """Says what there is in place of a verb that there is not."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a verb.

        Raises:
            click.UsageError: there is none of this name.
        """
        known = super().get_command(ctx, cmd_name)
        if known is None:
            msg = f"there is no verb 'catalogue {cmd_name}'; there are {', '.join(self.list_commands(ctx))}"
            raise click.UsageError(msg, ctx)
        return known


@click.group("catalogue", cls=_Verbs)
def command() -> None:
    """Make thousands of sessions from one FILE: every combination of routines, languages, lengths, names, ..."""


@command.command("check")
@FILE
@WORKERS
def check(file: str, *, workers: int | None) -> None:
    """See whether every session of FILE can be made, and what all of them will take.

    A mistake reads ``file:line: what is wrong; what is possible``. Nothing is spoken: where not all words have been
    spoken before, lengths are estimated, and those that are clearly impossible are told.
    """
    with ProgressLine() as line:
        catalogue, extent = check_catalogue(file, spoken_cues(), workers=worker_count(workers), progress=line)
    show(f"{file}: {_extent(extent, catalogue.format_name)}")


@command.command("build")
@FILE
@TO
@WORKERS
@option(
    "--scheduler",
    metavar="ADDRESS",
    default="",
    help="The scheduler of a Dask cluster that makes the sessions: tcp://host:8786.",
)
@option("--force", is_flag=True, help="Overwrite different files of the same name.")
def build(file: str, *, to: str, workers: int | None, scheduler: str, force: bool) -> None:
    """Make every session of FILE that is not in DIR yet; index.json and index.csv, which list them, come last.

    Ctrl-C stops it, and the same command goes on from there. Each session is made by one process, so its bytes are the
    same with any number of them, in any order and on any day.
    """
    with ProgressLine() as line:
        states = build_catalogue(
            file,
            to,
            spoken_cues(),
            workers=worker_count(workers),
            scheduler=scheduler,
            force=force,
            progress=line,
        )
    there = f", {states['made']} {'were' if states['made'] > 1 else 'was'} there" if states["made"] else ""
    show(f"{public(to).rstrip('/')}/{JSON}  {_sessions(states['missing'] + states['stale'])} made{there}")


@command.command("status")
@FILE
@TO
@WORKERS
@option("--json", "as_json", is_flag=True, help="Print the names.")
def status(file: str, *, to: str, workers: int | None, as_json: bool) -> None:
    """Tell how many sessions of FILE are in DIR: made, missing, or stale.

    A stale one is of another request, release or day, or a file of somebody else's.
    """
    with ProgressLine() as line:
        found = states_of(file, to, spoken_cues(), workers=worker_count(workers), progress=line)
    names = {state: [name for name, its in found.items() if its == state] for state in STATES}
    if as_json:
        show_json(names)
    else:
        show(", ".join(f"{len(those)} {state}" for state, those in names.items()))


def _extent(extent: Extent, format_name: str) -> str:
    """Return what all sessions are together."""
    size = f", about {_gigabytes(extent.size)} as {format_name}" if extent.size is not None else ""
    work = f", about {_hours(extent.work)} of one processor" if extent.work is not None else ""
    return f"{_sessions(extent.rows)}, {format_duration(extent.length)} of sound{size}{work}"


def _sessions(count: int) -> str:
    return f"{count} session{'' if count == 1 else 's'}"


def _gigabytes(size: float) -> str:
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _hours(work: float) -> str:
    return format_duration(samples(work if work < 60 else 60 * round(work / 60)))
