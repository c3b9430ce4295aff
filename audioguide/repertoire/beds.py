"""Beds by name: where a bed comes from, its tempo and its identity, without making any sound."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide import plugins, reader
from audioguide.errors import SoundError
from audioguide.model.routine import PULSE_BED
from audioguide.repertoire.compiled import compiled
from audioguide.repertoire.folders import package_folder, read_utf8, repertoire_folder

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from audioguide.model.recipe import Recipe

_SUFFIXES = (".yaml", ".yml")


def names() -> tuple[str, ...]:
    """Name every bed: a recipe in ``sounds/`` each, and what is installed besides."""
    return tuple(sorted({*recipes(), *plugins.names("beds")}))


def bed_file(name: str) -> Path | None:
    """Return the file that a bed is made from, or None where `name` is built in or installed.

    Raises:
        SoundError: it is neither.
    """
    if name in names() or name == PULSE_BED:
        return None
    path = Path(name)
    if not os.path.isfile(path):  # noqa: PTH113 - of a name that is too long, the path's own question raises
        known = ", ".join(names())
        msg = f"there is no bed '{name}', and no such file; there are {known}"
        raise SoundError(msg)
    return path


def tempo_of(name: str) -> float | None:
    """Return the pulses a minute that a bed asks for, or None where it goes with any.

    Raises:
        SoundError: there is no such bed.
        RoutineError: its recipe has mistakes.
    """
    file = bed_file(name)
    if file is not None and is_recipe(file):
        return read_file(file).tempo
    return _tempo(name) if name in recipes() else None


def identity_of(name: str) -> str:
    """Return what identifies a bed in a session's identity: the sha256 of its file, or its name.

    Where a package brings it, its version counts too: another may sound different.
    """
    file = bed_file(name)
    if file is None:
        is_ours = name in recipes() or name == PULSE_BED
        return name if is_ours else f"{name} {plugins.origin_of('beds', name)}".rstrip()
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


@cache
def _tempo(name: str) -> float | None:
    """Return what a built-in recipe says of it, without a look at its sounds where it was read before."""
    return compiled(f"tempo of {name}", lambda: recipe(name).tempo, [Path(str(_file_of(name)))])


@cache
def recipe(name: str) -> Recipe:
    """Return a built-in recipe."""
    file = _file_of(name)
    return compiled(
        f"bed {name}", lambda: reader.read_recipe(file.read_text("utf-8"), source=file.name), [Path(str(file))]
    )


def _file_of(name: str) -> Traversable:
    """Return the file of a built-in recipe."""
    return repertoire_folder() / "pulse.yaml" if name == PULSE_BED else _sounds() / f"{name}.yaml"


def recipes() -> tuple[str, ...]:
    """Name the built-in recipes that can be asked for."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _sounds().iterdir() if file.name.endswith(".yaml")))


def is_recipe(file: Path) -> bool:
    """Whether a file is a recipe; otherwise it is a recording."""
    return file.suffix in _SUFFIXES


def read_file(file: Path) -> Recipe:
    """Read a recipe of one's own.

    Raises:
        RoutineError: it has mistakes, or is no text.
    """
    return reader.read_recipe(read_utf8(file, str(file)), source=str(file))


def _sounds() -> Traversable:
    """The folder of recipes: in the package where it is installed, beside it in a checkout."""
    installed = package_folder() / "sounds"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "sounds"
