"""The file of a catalogue, and the groups of its sessions that say the same."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from audioguide.errors import AudioguideError
from audioguide.model.catalogue import Catalogue, Filter, Option, Row
from audioguide.model.choices import check
from audioguide.reader import read_catalogue
from audioguide.rendering.find import is_file, text_of
from audioguide.repertoire import beds

_PATH_IN = {
    "routine": re.compile(r"(.+?)(?::\d{1,4})?"),
    "bed": re.compile(r"(.+)"),
    "afterwards": re.compile(r"(.+):[^:]*"),
    "voice": re.compile(r"recorded:([^+]+)(?:\+.*)?"),
}
"""Where the choices that may name a file or a folder have its path: a routine before the number of an evening, ..."""
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
    """Return options in which what lies beside the catalogue is named by its whole path."""
    return {name: tuple(_beside(name, one, folder) for one in those) for name, those in options.items()}


def _beside(name: str, option: Option, folder: Path) -> Option:
    found = _PATH_IN[name].fullmatch(option.text) if name in _PATH_IN else None
    is_there = os.path.isdir if name == "voice" else is_file  # of a name that is too long, a path's own questions raise
    if found is None or not is_there(path := folder / found[1]):
        return option
    start, end = found.span(1)
    text = f"{option.text[:start]}{path.resolve()}{option.text[end:]}"
    return replace(option, value=_value(name, text))


def written(row: Row) -> Mapping[str, str]:
    """Return what the catalogue itself says, by the choice, where `open_catalogue` has found a file."""
    options = row.options.items()
    return {name: one.text for name, one in options if name in _PATH_IN and one.value != _value(name, one.text)}


def _value(name: str, text: str) -> object:
    return text if name == "routine" else check(name, text)


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
