"""What was read before is kept in the user's cache, as Python keeps what it has compiled.

To read and check every word of the repertoire takes longer than to find a session that is there. The key is a hash of
every file that was read and of the code that reads them, so nothing is ever taken from a cache that has changed since.
Of our own hundreds of files the hash is kept, too, for as long as none has another size or time than it had then.
"""

from __future__ import annotations

import importlib
import io
import os
import pickle
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from audioguide.cache import compiled_cache

T = TypeVar("T")

_VALUES = "audioguide.model."
"""Where every class lives that may be in what is kept; nothing else is ever made from it."""
_PACKAGE = Path(__file__).parents[1]
_OURS = ("errors.py", "units.py", "model", "reader", "repertoire")
_SETTLED_NS = 2_000_000_000
"""Age of the last change of a file from which on the next one has another time, on any file system."""


def compiled(name: str, read: Callable[[], T], places: Iterable[Path]) -> T:
    """Return what `read` returned before, where nothing in `places` and in our own code has changed; else call it.

    Args:
        name: of what is read, as nothing else is called.
        read: makes values of `audioguide.model` from files.
        places: where those files are, besides the repertoire: each a file or a folder.
    """
    places = tuple(places)
    try:
        key = _key(name, _our_state(), places)
    except OSError:  # a package in an archive, a file that may not be read: `read` knows what to say of it
        return read()
    kept = compiled_cache()
    values = kept.get(key)
    with suppress(Exception):  # whatever is wrong with what is kept, it can be read anew
        if values is not None:
            known: T = _Unpickler(io.BytesIO(values)).load()
            return known
    found, written = read(), io.BytesIO()
    _Pickler(written, pickle.HIGHEST_PROTOCOL).dump(found)
    with suppress(OSError):
        # A contributor may have edited something while this program runs, and what was read is not of the key then.
        if _key(name, _hashed_state(), places) == key:
            kept.put(key, written.getvalue())
    return found


def _key(name: str, ours: str, places: Iterable[Path]) -> str:
    """Return under what it is kept."""
    return sha256(f"{ours} {_state(places)} {name}".encode()).hexdigest()


@cache
def _our_state() -> str:
    """Return what `_hashed_state` returned before, where all files look as they did then; a program asks once."""
    looks, changed = [sys.version], 0
    for path in _files(_our_places()):
        status = os.stat(path)  # noqa: PTH116 - quicker, and there are hundreds
        looks.append(f"{path} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}")
        changed = max(changed, status.st_mtime_ns, status.st_ctime_ns)
    if time.time_ns() - changed < _SETTLED_NS:
        return _hashed_state()
    kept, key = compiled_cache(), sha256("\n".join(looks).encode(errors="surrogateescape")).hexdigest()
    known = kept.get(key)
    if known is not None:
        return known.decode(errors="replace")
    state = _hashed_state()
    kept.put(key, state.encode())
    return state


def _hashed_state() -> str:
    """Return a hash of the Python that runs, and of our own code and repertoire."""
    return f"{sys.version} {_state(_our_places())}"


def _our_places() -> Iterator[Path]:
    return (_PACKAGE / name for name in _OURS)


def _state(places: Iterable[Path]) -> str:
    """Return a hash of the names and contents of all files in these places."""
    state = sha256()
    for path in _files(places):
        with open(path, "rb") as file:  # noqa: PTH123 - quicker, and there are hundreds
            content = file.read()
        state.update(f"{path} {len(content)}\n".encode(errors="surrogateescape"))
        state.update(content)
    return state.hexdigest()


def _files(places: Iterable[Path]) -> Iterator[str]:
    """Yield every file in these places, in order."""
    for place in places:
        yield from _files_in(str(place)) if place.is_dir() else (str(place),)


def _files_in(folder: str) -> Iterator[str]:
    """Yield every file in a folder and in those within it, in order, but what Python keeps for itself."""
    with os.scandir(folder) as found:
        for one in sorted(found, key=lambda one: one.name):
            if one.is_dir(follow_symlinks=False):
                if one.name != "__pycache__":
                    yield from _files_in(one.path)
            elif one.is_file():
                yield one.path


class _Pickler(pickle.Pickler):
    """Writes values, also read-only mappings, which pickle does not know."""

    def reducer_override(self, value: object) -> Any:  # noqa: ANN401 - as pickle has it
        """Write a read-only mapping as the one that it shows, and a value as its fields."""
        if isinstance(value, MappingProxyType):
            return read_only, (dict(value),)
        if is_dataclass(value) and not isinstance(value, type):
            return value_of, (type(value), *(getattr(value, name) for name in _names(type(value))))
        return NotImplemented


class _Unpickler(pickle.Unpickler):
    """Reads values of our model alone: whoever can write to the cache cannot have anything else run."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - likewise
        """Return a class of our model.

        Raises:
            UnpicklingError: it is something else.
        """
        if module == __name__ and name in (read_only.__name__, value_of.__name__):
            return globals()[name]
        found = getattr(importlib.import_module(module), name) if module.startswith(_VALUES) else None
        if not isinstance(found, type) or found.__module__ != module:
            msg = f"{module}.{name} has no place in what is kept of the repertoire"
            raise pickle.UnpicklingError(msg)
        return found


def read_only(values: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """Return a mapping that cannot be changed."""
    return MappingProxyType(values)


def value_of(kind: Any, *values: object) -> Any:  # noqa: ANN401 - of any of our classes
    """Return a value of one of our classes, frozen or not, as it was: it was checked when it was first made."""
    made = object.__new__(kind)
    for setter, value in zip(_setters(kind), values, strict=True):
        setter(made, value)
    return made


@cache
def _setters(kind: Any) -> tuple[Callable[[object, object], None], ...]:  # noqa: ANN401 - likewise
    """Return what sets each field of a class, whose values have slots."""
    return tuple(getattr(kind, name).__set__ for name in _names(kind))


@cache
def _names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - likewise
    """Name the fields of a class."""
    return tuple(field.name for field in fields(kind))
