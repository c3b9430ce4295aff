"""Which manifests a folder has, by its listing alone: none is opened, however many there are."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import time
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from audioguide.model.session import INDEX, MANIFEST, sound_names

_SETTLED_NS = 1_000_000_000
"""Age of the last change of a folder from which on the next one has another time, on any file system but FAT."""
_BEGINNING_BYTES = 4096
"""Within which a manifest of ours says which session it is of."""


def manifests(folder: Path) -> Iterator[Path]:
    """Yield the JSON files of a folder, the newest first."""
    return (folder / name for name in _names(folder))


def _names(folder: Path) -> list[str]:
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as listing:  # there may be none yet
        entries = {entry.name: entry for entry in listing}
        for name, entry in entries.items():
            if name.endswith(MANIFEST) and not is_index(name, entries.keys()):
                with contextlib.suppress(OSError):  # removed meanwhile
                    found.append((entry.stat().st_mtime_ns, name))
    return [name for _, name in sorted(found, reverse=True)]


def is_index(name: str, others: AbstractSet[str]) -> bool:
    """Whether a file is the list of a catalogue's sessions, which may be long, and not the manifest of an index.mp3."""
    return name == f"{INDEX}{MANIFEST}" and not sound_names(name) & others


class Listing:
    """The manifests of a folder, the newest first; it is listed again when something has come or gone."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it may not be there yet."""
        self._folder = folder
        self._known: tuple[int | None, Sequence[str]] = (None, ())
        """When the folder was changed last, None where it may have been since, and what was in it."""

    def __call__(self) -> Iterator[Path]:
        """Yield their paths, as they are now."""
        return (self._folder / name for name in self._current())

    def _current(self) -> Sequence[str]:
        try:
            changed, now = self._folder.stat().st_mtime_ns, time.time_ns()
        except OSError:
            return ()
        if self._known[0] == changed:
            return self._known[1]
        found = _names(self._folder)
        # A change in the same moment would have the same time.
        self._known = (changed if now - changed > _SETTLED_NS else None, found)
        return found


def peek_field(manifest: Path, field: str) -> str | None:
    """Return a text in a manifest of ours by its beginning alone; None where that does not say.

    Raises:
        OSError: it cannot be read.
    """
    if not stat.S_ISREG(manifest.stat().st_mode):  # whoever opens a pipe waits for ever
        return None
    with manifest.open("rb") as file:
        beginning = file.read(_BEGINNING_BYTES)
    found = re.search(rb'^ "%s": "([^"\\]*)"' % field.encode(), beginning, re.MULTILINE)
    return found[1].decode("ascii", "replace") if found else None
