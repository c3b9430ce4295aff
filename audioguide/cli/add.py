"""``audioguide add``."""

from __future__ import annotations

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from importlib.metadata import metadata, requires
from pathlib import Path

import click

from audioguide.cli.called import show, tell
from audioguide.cli.options import Words, option
from audioguide.errors import PluginError

FOR_CONTRIBUTORS = "dev"
STAMP = "audioguide-stamp"
"""The file in which `scripts/environment.py` keeps what the environment that it made holds."""

_EXTRA = re.compile(r"""(?: and )?\bextra == ['"]([\w-]+)['"]""")


def extras() -> tuple[str, ...]:
    """Name what can be added, as our own metadata names it."""
    return tuple(name for name in metadata("audioguide").get_all("Provides-Extra", []) if name != FOR_CONTRIBUTORS)


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
    """Add what this installation lacks: speakers, hass, pdf, formats, kokoro, piper, pico, record; see `doctor`.

    It is fetched from where your pip is set to look. The command is shown first, and nothing is done before you agree.
    """
    wanted = list(dict.fromkeys(requirement for name in names for requirement in requirements_of(name)))
    installer = [*_installer(wanted), *wanted]
    show(f"this runs: {shlex.join(installer)}", err=True)
    if not yes:
        if not sys.stdin.isatty():
            raise click.UsageError("nobody is here to be asked; say --yes to agree")
        if not click.confirm("do it?", default=True, err=True):
            tell("nothing was added")
            return
    if subprocess.run(installer, check=False).returncode:  # noqa: S603 - what was shown
        raise PluginError("it could not be installed; the lines above say why")
    _remember(names)
    tell(f"added {', '.join(names)}; see: audioguide doctor")


def _installer(wanted: Sequence[str]) -> list[str]:
    """Return the command that installs into this very installation, whatever made it.

    Raises:
        PluginError: there is none; the sentence says what to do instead.
    """
    if (Path(sys.prefix) / "pipx_metadata.json").is_file() and shutil.which("pipx"):
        return ["pipx", "inject", Path(sys.prefix).name]
    into_system = sys.prefix == sys.base_prefix
    if into_system and (Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED").is_file():
        msg = f"this Python belongs to the system, and pip may not add to it: {shlex.join(wanted)}"
        cure = "set audioguide up in a place of its own, with pipx or with python3 scripts/audioguide, and add it there"
        msg = f"{msg}; {cure}"
        raise PluginError(msg)
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "install", "--disable-pip-version-check"]
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--python", sys.executable]
    msg = f"there is no pip in {sys.prefix}; get it with: {shlex.join([sys.executable, '-m', 'ensurepip'])}"
    cure = f"call this again then, or let the program that made this place install: {shlex.join(wanted)}"
    msg = f"{msg}; {cure}"
    raise PluginError(msg)


def _remember(names: Sequence[str]) -> None:
    """Tell the set-up, which makes its environment anew where pyproject.toml has changed, to add it again then."""
    stamp = Path(sys.prefix) / STAMP
    if stamp.is_file():
        kept = stamp.read_text("utf-8").split()
        stamp.write_text(" ".join([*kept, *(name for name in names if name not in kept)]), "utf-8")
