"""Storing new recordings. A recording that they replace is moved aside, never deleted."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from itertools import chain, count
from pathlib import Path

import soundfile

from audioguide.errors import SoundError
from audioguide.speech.recordings.lines import Line, recordings_in
from audioguide.speech.recordings.takes import Take, listen, takes_in
from audioguide.state.scratch import scratch_folder

ASIDE = "replaced"
"""The subfolder for replaced recordings."""


def keep(folder: Path, line: Line, take: Take) -> Path:
    """Store a recording as FLAC (24 bits) and return its path.

    Raises:
        SoundError: it cannot be written.
    """
    return _place(
        folder,
        line,
        ".flac",
        lambda path: soundfile.write(path, take.sound, take.sample_rate, format="FLAC", subtype="PCM_24"),
    )


def bring(folder: Path, lines: Sequence[Line], source: Path) -> tuple[Line, ...]:
    """Import recordings into the folder.

    Args:
        folder: of the recordings.
        lines: that may be among them, in the order in which they were read.
        source: a folder of recordings that have the number of their line in their name, or one recording of all
            lines, or of all that are still missing, with silence between them.

    Returns:
        The lines that were imported.

    Raises:
        SoundError: recordings cannot be matched to lines, or something cannot be read or written.
    """
    if not source.exists():
        msg = f"there is no '{source}'"
        raise SoundError(msg)
    if not source.is_dir():
        return _bring_one(folder, lines, source)
    found = recordings_in(source)
    came = tuple(line for line in lines if line.number in found)
    if not came:
        msg = f"no recording in '{source}' has the number of a line in its name, as 7.m4a has"
        raise SoundError(msg)
    for line in came:
        _copy(folder, line, found[line.number][0])
    return came


def _bring_one(folder: Path, lines: Sequence[Line], source: Path) -> tuple[Line, ...]:
    takes = takes_in(listen(source))
    here = recordings_in(folder)
    missing = tuple(line for line in lines if line.number not in here)
    number = next((number for number, paths in recordings_in(source.parent).items() if source in paths), None)
    named = next((line for line in lines if line.number == number), None)
    if len(takes) == 1 and named is not None:
        _copy(folder, named, source)
        return (named,)
    read = next((wanted for wanted in (missing, lines) if len(wanted) == len(takes)), None)
    if read is None:
        raise SoundError(_miscounted(source, takes, missing or lines))
    for line, take in zip(read, takes, strict=True):
        keep(folder, line, take)
    return tuple(read)


def _miscounted(source: Path, takes: Sequence[Take], lines: Sequence[Line]) -> str:
    """Return the message for a wrong number of takes, with the first line whose length does not fit."""
    msg = f"'{source.name}' has {len(takes)} pieces with silence between them, where {len(lines)} lines are to be read"
    for line, take in zip(lines, takes, strict=False):
        if not 0.35 * line.usual <= take.seconds <= line.seconds:
            return f"{msg}; it seems to slip at line {line.number}, '{line.text}'"
    return f"{msg}; leave three seconds between two lines, and no long pause inside one"


def _copy(folder: Path, line: Line, source: Path) -> None:
    if source.parent.resolve() != folder.resolve():
        _place(folder, line, source.suffix.lower(), lambda place: shutil.copyfile(source, place))


def _place(folder: Path, line: Line, suffix: str, write: Callable[[Path], object]) -> Path:
    """Write a recording under its line's name; the old one is moved aside once the new one is complete."""
    place = folder / f"{line.file}{suffix}"
    try:
        with scratch_folder(folder) as unfinished:
            new = unfinished / place.name
            write(new)
            for old in recordings_in(folder).get(line.number, ()):
                (folder / ASIDE).mkdir(exist_ok=True)
                old.replace(_free_name(folder / ASIDE / old.name))
            new.replace(place)
    except (OSError, soundfile.SoundFileError) as error:
        msg = f"cannot write '{place}': {error}"
        raise SoundError(msg) from error
    return place


def _free_name(path: Path) -> Path:
    """Return the path, or ``007 hold-2.flac`` and so on where it is taken."""
    names = chain((path,), (path.with_stem(f"{path.stem}-{number}") for number in count(2)))
    return next(name for name in names if not name.exists())
