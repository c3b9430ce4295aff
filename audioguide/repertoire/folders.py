"""Where the files of the repertoire lie."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def package_folder() -> Traversable:
    """Return the folder of audioguide, or what stands for it where it is in an archive: that is slower to look into."""
    folder = Path(__file__).parents[1]
    if folder.is_dir():
        return folder
    from importlib.resources import files  # noqa: PLC0415 - imported late: mostly it is a folder

    return files("audioguide")


def repertoire_folder() -> Traversable:
    """Return the folder of this room."""
    return package_folder().joinpath("repertoire")
