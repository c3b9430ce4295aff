"""The packages that audioguide needs: which are missing or of another version, and the commands that mend it.

Any of them may be missing where this is imported: neither it nor what it stands on needs one.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path

from audioguide.errors import PluginError
from audioguide.state.shell import command_line

FOR_CONTRIBUTORS = "dev"
"""The extra that is not for users."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A package that is not here, or not in a version that does."""

    requirement: str
    """In the form of pip: ``click>=8.4``."""
    installed: str
    """The version that is here; empty: none."""

    def __str__(self) -> str:
        name = re.split("[^A-Za-z0-9._-]", self.requirement, maxsplit=1)[0]
        found = f"{name} {self.installed} is installed" if self.installed else f"{name} is not installed"
        return f"{found}, and audioguide needs {self.requirement}"


def extras() -> tuple[str, ...]:
    """Name what can be added, as our own metadata names it."""
    return tuple(name for name in metadata("audioguide").get_all("Provides-Extra", []) if name != FOR_CONTRIBUTORS)


def unmet_requirements() -> tuple[Unmet, ...]:
    """Return what is missing or of a version that does not do, also for the extras of which everything is here."""
    try:
        from packaging.requirements import Requirement  # noqa: PLC0415 - it may be what is missing
    except ImportError:
        return (Unmet(requirement="packaging", installed=""),)
    needed = [Requirement(text) for text in requires("audioguide") or ()]
    versions = {one.name: _installed(one.name) for one in needed}
    found: dict[str, Unmet] = {}
    for extra in ("", *extras()):
        wanted = [one for one in needed if not one.marker or one.marker.evaluate({"extra": extra})]
        if not extra or all(versions[one.name] for one in wanted):
            for one in wanted:
                here = versions[one.name]
                if not here or not one.specifier.contains(here, prereleases=True):
                    requirement = f"{one.name}{one.specifier}"
                    found[requirement] = Unmet(requirement=requirement, installed=here)
    return tuple(found.values())


def _installed(name: str) -> str:
    """Return the version of a package that is here; empty: none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def install_command(wanted: Sequence[str]) -> list[str]:
    """Return the command that installs into this very installation, whatever made it.

    Raises:
        PluginError: there is none; the sentence says what to do instead.
    """
    if _is_pipx():
        return ["pipx", "inject", Path(sys.prefix).name, *wanted]
    into_system = sys.prefix == sys.base_prefix
    if into_system and (Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED").is_file():
        msg = f"this Python belongs to the system, and pip may not add to it: {command_line(wanted)}"
        cure = "set audioguide up in a place of its own, with pipx or with python3 scripts/audioguide, and add it there"
        msg = f"{msg}; {cure}"
        raise PluginError(msg)
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", *wanted]
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--python", sys.executable, *wanted]
    msg = f"there is no pip in {sys.prefix}; get it with: {command_line([sys.executable, '-m', 'ensurepip'])}"
    cure = f"call this again then, or let the program that made this place install: {command_line(wanted)}"
    msg = f"{msg}; {cure}"
    raise PluginError(msg)


def uninstall_command(*packages: str) -> str:
    """Return the command that removes packages from this very installation, as it is typed."""
    if _is_pipx():
        return command_line(["pipx", "runpip", Path(sys.prefix).name, "uninstall", *packages])
    if not importlib.util.find_spec("pip") and shutil.which("uv"):
        return command_line(["uv", "pip", "uninstall", "--python", sys.executable, *packages])
    return command_line([sys.executable, "-m", "pip", "uninstall", *packages])


def mending(unmet: Sequence[Unmet]) -> str:
    """Return the command that installs what is missing, as it is typed; or what to do where there is none."""
    try:
        return command_line(install_command([one.requirement for one in unmet]))
    except PluginError as error:
        return str(error)


def _is_pipx() -> bool:
    return (Path(sys.prefix) / "pipx_metadata.json").is_file() and shutil.which("pipx") is not None
