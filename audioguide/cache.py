"""A content-addressed cache: files named by a hash of what they were made from, in a folder of bounded size.

Several processes may share a folder: files appear atomically, and a truncated or damaged one counts as missing. Where
nothing can be written (a full disk, a read-only folder), the cache is bypassed.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from audioguide.errors import ShelfError
from audioguide.state.places import user_folder

DEFAULT_LIMIT_BYTES = 2_000_000_000
_COMPILED_LIMIT_BYTES = 20_000_000
"""Of a few versions of the repertoire, each one or two megabytes."""

_SEAL_BYTES, _DIGEST_BYTES = 32, 24
"""The trailer of a file, and its share for a truncated SHA-256; the rest is the length of the content."""
_WRITERS = 8
"""Processes that may write at once without exceeding the limit together."""
_UNFINISHED = ".unfinished"
_ABANDONED_SECONDS = 3600.0
"""Age at which the process that wrote an unfinished file must be gone."""

_log = logging.getLogger(__name__)


def cache_folder() -> Path:
    """Return ``$AUDIOGUIDE_CACHE``, or the user's cache folder.

    Raises:
        ShelfError: there is no home.
    """
    chosen = os.environ.get("AUDIOGUIDE_CACHE")
    return Path(chosen) if chosen else user_folder("cache")


def compiled_cache() -> Cache:
    """Return where is kept what was found out before and can be found out again: within the folder of spoken cues.

    Where nobody knows the user's home, nothing is: it is found out each time.
    """
    try:
        folder = cache_folder()
    except ShelfError:
        folder = Path(os.devnull)  # which is no folder
    return Cache(folder / "compiled", _COMPILED_LIMIT_BYTES, complains=False)


class Cache:
    """A folder of at most `limit` bytes; the least recently used files are evicted first."""

    def __init__(self, folder: Path, limit: int = DEFAULT_LIMIT_BYTES, *, complains: bool = True) -> None:
        self._folder = folder
        self._limit = limit
        self._room = 0  # bytes that this program may write before it has to look again; the first file looks
        self._complains = complains  # once, where nothing can be kept

    def with_room(self, more: int) -> Cache:
        """Return the same folder with so many bytes more, for those who need all of it at once."""
        return Cache(self._folder, self._limit + more, complains=self._complains)

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key, or None.

        Args:
            key: hexadecimal, from a hash.
        """
        path = self._path(key)
        try:
            sealed = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._complain(error)
            return None
        content, seal = sealed[:-_SEAL_BYTES], sealed[-_SEAL_BYTES:]
        if _seal(content) != seal:
            _log.info("a kept file was damaged and is made again: %s", path)
            return None
        with suppress(OSError):  # in a folder that may only be read, ages do not matter
            os.utime(path)
        return content

    def length(self, key: str) -> int | None:
        """Return how many bytes are kept under a key, or None.

        They are not read: what was cut short counts as missing here too, other damage is found only by `get`.
        """
        try:
            with self._path(key).open("rb") as file:
                length = file.seek(0, os.SEEK_END) - _SEAL_BYTES
                file.seek(max(0, length))
                written = int.from_bytes(file.read(_SEAL_BYTES - _DIGEST_BYTES), "little")
        except OSError:
            return None
        return length if length == written else None

    def put(self, key: str, content: bytes) -> bytes | None:
        """Keep something under a key, as far as there is room for it.

        Returns:
            What is kept now: what another program put there meanwhile, if it was first. None where nothing is kept.
        """
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self._write_unfinished(path.parent, content)
            try:
                if not _put_if_absent(unfinished, path):
                    other = self.get(key)
                    if other is not None:
                        return other
                    unfinished.replace(path)  # what is there is damaged
            finally:
                _remove(unfinished)
        except OSError as error:
            self._complain(error)
            return None
        self._room -= len(content) + _SEAL_BYTES
        if self._room < 0:
            self._make_room()
        return content

    def count(self) -> int:
        """Return how many files are kept."""
        return sum(1 for _ in self._files())

    def damaged(self) -> int:
        """Return how many files were cut short; they are not read, so other damage is not counted."""
        kept = [path.name for _, _, path in self._files() if not path.name.endswith(_UNFINISHED)]
        return sum(1 for key in kept if self.length(key) is None)

    def size(self) -> int:
        """Return how many bytes are kept."""
        return sum(size for _, size, _ in self._files())

    def clean(self) -> int:
        """Remove everything and return how many bytes were freed."""
        return sum(size for _, size, path in self._files() if _remove(path))

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key

    def _write_unfinished(self, folder: Path, content: bytes) -> Path:
        import tempfile  # noqa: PLC0415 - imported late: mostly everything is kept already

        handle, name = tempfile.mkstemp(dir=folder, suffix=_UNFINISHED)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.write(_seal(content))
        except BaseException:
            _remove(Path(name))
            raise
        return Path(name)

    def _make_room(self) -> None:
        """Remove the files that were not used for the longest time, until a tenth of the limit is free."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        for used, size, path in files:
            abandoned = path.name.endswith(_UNFINISHED) and used < time.time() - _ABANDONED_SECONDS
            if (abandoned or total > 0.9 * self._limit) and _remove(path):
                total -= size
        self._room = (self._limit - total) // _WRITERS

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """Yield when each file was last used, its size in bytes and its path."""
        for path in self._folder.glob("??/*"):
            with suppress(OSError):  # another program may have removed it meanwhile
                status = path.stat()
                yield status.st_mtime, status.st_size, path

    def _complain(self, error: OSError) -> None:
        if self._complains:
            self._complains = False
            _log.warning("cannot keep clips in %s (%s); they are made again next time", self._folder, error.strerror)


def _seal(content: bytes) -> bytes:
    return len(content).to_bytes(_SEAL_BYTES - _DIGEST_BYTES, "little") + sha256(content).digest()[:_DIGEST_BYTES]


def _put_if_absent(unfinished: Path, place: Path) -> bool:
    """Put a file in its place, unless there is one already."""
    try:
        os.link(unfinished, place)  # a rename would replace
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        unfinished.replace(place)
    return True


def _remove(path: Path) -> bool:
    with suppress(OSError):  # gone already, or being read on a system that forbids removing it then
        path.unlink()
        return True
    return False
