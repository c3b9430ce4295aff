"""The file of a catalogue, and the groups of its sessions that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from audioguide.errors import AudioguideError
from audioguide.model.catalogue import Catalogue, Filter, Option, Row
from audioguide.reader import read_catalogue
from audioguide.rendering.find import is_file, text_of
from audioguide.repertoire import beds

_FILES = ("routine", "bed")
"""The choices that may name a file."""
_UNSAID = ("length", "bed", "loudness")
"""The choices that change nothing of what may be said; but a bed may change the tempo."""


def open_catalogue(file: str) -> Catalogue:
    """Read a catalogue; the files beside it that it names are found wherever one is.

    Raises:
        RoutineError: with every mistake.
        AudioguideError: there is no such file.
    """
    found = read_catalogue(text_of(file), source=file)
    folder = Path(file).parent
    return replace(
        found,
        vary=_found(found.vary, folder),
        only=tuple(_found(one, folder) for one in found.only),
        exclude=tuple(_found(one, folder) for one in found.exclude),
    )


def _found(options: Filter, folder: Path) -> Filter:
    """Return options in which the files that lie beside the catalogue are named by their whole path."""
    return {
        name: tuple(_beside(one, folder) if name in _FILES else one for one in those) for name, those in options.items()
    }


def _beside(option: Option, folder: Path) -> Option:
    path = folder / option.text
    return replace(option, value=str(path.resolve())) if is_file(path) else option


def grouped(rows: Iterable[Row]) -> tuple[tuple[Row, ...], ...]:
    """Return the rows in groups of one script each: they differ in length, bed and loudness at most."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        said = (option.value for name, option in row.options.items() if name not in _UNSAID)
        groups.setdefault((_tempo(row.options), *said), []).append(row)
    return tuple(map(tuple, groups.values()))


def _tempo(options: Mapping[str, Option]) -> object:
    return _tempo_of(str(options["bed"].value)) if "bed" in options else None


@cache
def _tempo_of(bed: str) -> object:
    """Return the pulses a minute of a bed; of one that is not there its name, so that it is alone."""
    try:
        return beds.tempo_of(bed)
    except AudioguideError:
        return bed
