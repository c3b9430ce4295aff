"""What has been read once is kept in the user's cache, as Python keeps what it has compiled.

To read and check every word of the repertoire takes longer than to find a session that is there. What is kept is taken
only where nothing has changed since: none of the files that it was read from, and none of those that read it.
"""

from __future__ import annotations

import importlib
import io
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import platformdirs

T = TypeVar("T")

_FILE = "repertoire.pickle"
_DIGEST_BYTES = 32
_VALUES = "audioguide.model."
"""Where every class lives that may be in a kept file; nothing else is ever made from one."""
_PACKAGE = Path(__file__).parents[1]
_READERS = (_PACKAGE / "model", _PACKAGE / "reader", _PACKAGE / "repertoire")


def kept(read: Callable[[], T], folders: Iterable[Path]) -> T:
    """Return what `read` returned before, where nothing in `folders` and in our own code has changed; else call it.

    Args:
        read: makes values of `audioguide.model` from files.
        folders: where those files are, besides our own.
    """
    now = _state_of((*_READERS, *folders))
    file = _folder() / _FILE
    with suppress(Exception):  # whatever is wrong with what is kept, it can be read anew
        content = file.read_bytes()
        state, digest, values = content[:_DIGEST_BYTES], content[_DIGEST_BYTES : 2 * _DIGEST_BYTES], content[64:]
        if state == now and digest == sha256(values).digest():
            known: T = _Values(io.BytesIO(values)).load()
            return known
    found = read()
    with suppress(OSError):  # a full disk, a folder that may only be read
        _keep(file, now, found)
    return found


def _keep(file: Path, state: bytes, found: object) -> None:
    values = io.BytesIO()
    _Keeper(values, 5).dump(found)
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".unfinished")
    try:
        with os.fdopen(handle, "wb") as unfinished:
            unfinished.write(state + sha256(values.getvalue()).digest() + values.getvalue())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _folder() -> Path:
    """Return where spoken cues are kept too."""
    chosen = os.environ.get("AUDIOGUIDE_CACHE")
    return Path(chosen) if chosen else platformdirs.user_cache_path("audioguide", appauthor=False)


def _state_of(folders: Iterable[Path]) -> bytes:
    """Return a hash of the names, sizes and times of all files in folders, and of the Python that runs."""
    state = sha256(f"{sys.version} {_PACKAGE}".encode())
    for folder in folders:
        for path, status in _files(str(folder)):
            state.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode(errors="surrogateescape"))
    return state.digest()


def _files(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield every file in a folder and in those within it, in order, but what Python keeps for itself."""
    with suppress(FileNotFoundError), os.scandir(folder) as found:
        for one in sorted(found, key=lambda one: one.name):
            if one.is_dir():
                if one.name != "__pycache__":
                    yield from _files(one.path)
            else:
                yield one.path, one.stat()


class _Keeper(pickle.Pickler):
    """Writes values, also read-only mappings, which pickle does not know."""

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as pickle has it
        """Write a read-only mapping as the one that it shows."""
        return (read_only, (dict(value),)) if isinstance(value, MappingProxyType) else NotImplemented


class _Values(pickle.Unpickler):
    """Reads values of our model alone: whoever can write to the cache cannot have anything else run."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - likewise
        """Return a class of our model.

        Raises:
            UnpicklingError: it is something else.
        """
        if (module, name) == (__name__, read_only.__name__):
            return read_only
        found = getattr(importlib.import_module(module), name) if module.startswith(_VALUES) else None
        if not isinstance(found, type) or found.__module__ != module:
            msg = f"{module}.{name} has no place in what is kept of the repertoire"
            raise pickle.UnpicklingError(msg)
        return found


def read_only(values: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return a mapping that cannot be changed."""
    return MappingProxyType(values)
