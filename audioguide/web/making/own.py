"""A family's own routine files and recorded voices, in one folder: the page has ids of them, and sends no path."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from audioguide.errors import AudioguideError, SoundError
from audioguide.rendering.find import find_routine, is_file
from audioguide.speech.recordings import LIST, recordings_in
from audioguide.voices.choose import AUTO

MOST_OWN = 50
"""Files, and folders of recordings, that are looked at."""
_VOICE = "own:"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnRoutine:
    """A routine file that has no mistakes."""

    file: Path
    stamp: int
    """When it was changed: what was planned for it before is of no use."""
    title: str

    def speaks(self, language: str) -> bool:
        """Whether all its texts are there in a language."""
        try:
            find_routine(str(self.file), language)
        except AudioguideError:
            return False
        return True


class OwnFiles:
    """What is in the folder at the time of each question."""

    def __init__(self, folder: Path | None) -> None:
        """Take the folder; None: there is none."""
        self._folder = folder
        self._known: dict[tuple[Path, int], OwnRoutine | None] = {}

    def routines(self) -> Mapping[str, OwnRoutine]:
        """Return the routines by their ids, the names of their files; the log says once what is wrong with another."""
        known = {}
        for path in islice(self._files("*.y*ml"), MOST_OWN):
            try:
                place = (path, path.stat().st_mtime_ns)
            except OSError:  # removed meanwhile
                continue
            known[place] = self._known[place] if place in self._known else _read(*place)
        self._known = known
        return {one.file.name: one for one in known.values() if one}

    def voices(self) -> Mapping[str, str]:
        """Return the recorded voices by their ids, as `voices.choose` takes them; another says what they lack."""
        lists = islice(self._files(f"*/{LIST}"), MOST_OWN)
        folders = (path.parent for path in lists if _is_recorded(path.parent) and "+" not in str(path))
        return {f"{_VOICE}{folder.name}": f"recorded:{folder}+{AUTO}" for folder in folders}

    def _files(self, pattern: str) -> Iterator[Path]:
        return iter(sorted(filter(is_file, self._folder.glob(pattern))) if self._folder else ())


def _read(path: Path, stamp: int) -> OwnRoutine | None:
    try:
        routine = find_routine(str(path))
    except AudioguideError as error:
        if _may_be_routine(path):
            _log.warning("not on the page: %s", str(error).splitlines()[0])
        return None
    return OwnRoutine(file=path, stamp=stamp, title=routine.title.say(routine.language))


def _may_be_routine(path: Path) -> bool:
    """Whether it has sections, or cannot be read."""
    try:
        return "sections:" in path.read_text("utf-8", "replace")
    except OSError:
        return True


def _is_recorded(folder: Path) -> bool:
    """Whether there are recordings in a folder that may be looked into."""
    try:
        return bool(recordings_in(folder))
    except SoundError:
        return False
