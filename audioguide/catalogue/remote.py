"""Sessions at an address that fsspec knows: a bucket of S3 or Google, a server, ..."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from audioguide.catalogue.destination import Standing
from audioguide.errors import PluginError, ShelfError
from audioguide.model.session import CAPTIONS, MANIFEST, beside
from audioguide.rendering.json_values import as_object
from audioguide.rendering.manifest import MAKER, Document, read_document, read_session
from audioguide.state.scratch import scratch_folder

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_AT_ONCE = 200
"""Manifests that are asked for together: enough to keep a connection busy, few enough for the memory."""


@dataclass(frozen=True, slots=True)
class RemoteFolder:
    """A folder at an address, ``s3://bucket/sessions``; see `destination.Destination`.

    Nothing can be locked there. Every file is sent as a transaction of fsspec, so it is there whole or not at all; the
    sound goes first and comes last, as in `rendering.publishing`.
    """

    address: str

    def full(self, file: str) -> str:
        """Return the address of a file."""
        return f"{public(self.address).rstrip('/')}/{file}"

    def look(self, files: Sequence[str]) -> Sequence[Standing]:
        """Return what stands there, by the manifests."""
        return [self._standing(*found) for found in self._found(files)]

    def _found(self, files: Sequence[str]) -> Iterator[tuple[str, str, Mapping[str, int], bytes | None]]:
        """Yield each file with the path of the folder, the sizes of what is there, and the file's manifest."""
        with self._opened() as (system, base):
            sizes = self._sizes(system, base, files)
            waiting = iter(files)
            while some := tuple(islice(waiting, _AT_ONCE)):
                manifests = {file: f"{base}/{_beside(file, MANIFEST)}" for file in some}
                there = [path for path in manifests.values() if path in sizes]
                contents = system.cat(there, on_error="return") if there else {}
                for failure in (one for one in contents.values() if isinstance(one, Exception)):
                    if not isinstance(failure, FileNotFoundError):
                        raise failure
                yield from ((file, base, sizes, contents.get(path)) for file, path in manifests.items())

    def _sizes(self, system: AbstractFileSystem, base: str, files: Sequence[str]) -> Mapping[str, int]:
        """Return how many bytes the files there have, by their path: of one session, or of all that is there."""
        sizes: dict[str, int] = {}
        if len(files) > 1:
            with suppress(FileNotFoundError):
                sizes = {path: info["size"] for path, info in system.find(base, detail=True).items()}
            return sizes
        for path in (f"{base}/{name}" for file in files for name in _all_of(file)):
            with suppress(FileNotFoundError):
                sizes[path] = system.info(path)["size"]
        return sizes

    def _standing(self, file: str, base: str, sizes: Mapping[str, int], manifest: bytes | None) -> Standing:
        others = [self.full(name) for name in _all_of(file) if f"{base}/{name}" in sizes]
        taken, size = next(iter(others), ""), sizes.get(f"{base}/{file}")
        document = _document(manifest, file)
        if document is None:
            return Standing(taken=taken)
        if size is None:
            return Standing()  # a crash has left a manifest without a sound
        try:
            session = read_session(document, Path(file))
        except ValueError:
            return Standing(taken=taken)
        return Standing(session=session, whole=size == session.size, taken=taken)

    def exists(self, file: str) -> bool:
        """Return whether there is such a file."""
        with self._opened() as (system, base):
            return bool(system.exists(f"{base}/{file}"))

    def sweep(self, files: Sequence[str]) -> None:
        """Do nothing: what has not been sent whole is not there."""

    @contextmanager
    def receives(self, file: str) -> Iterator[Path]:
        """Lend a path of this computer; what is published there is sent when the context is left."""
        with scratch_folder() as folder:
            sound = folder / Path(file).name
            yield sound
            with self._opened() as (system, base):
                if _is_there(sound, system, f"{base}/{file}"):
                    return  # another program has made it meanwhile
                with suppress(FileNotFoundError):
                    system.rm_file(f"{base}/{file}")
                for name in (*_all_of(file)[1:], file):
                    with (sound.parent / Path(name).name).open("rb") as source:
                        _send(source, system, f"{base}/{name}")

    def beginning(self, file: str, most: int) -> bytes | None:
        """Return the first bytes of a file, or None where there is none."""
        with self._opened() as (system, base):
            try:
                return bytes(system.cat_file(f"{base}/{file}", start=0, end=most))
            except FileNotFoundError:
                return None

    def remove(self, file: str) -> None:
        """Remove a file, if it is there."""
        with self._opened() as (system, base), suppress(FileNotFoundError):
            system.rm_file(f"{base}/{file}")

    def write(self, file: str, content: bytes) -> None:
        """Write a file, whole or not at all."""
        with self._opened() as (system, base):
            _send(BytesIO(content), system, f"{base}/{file}")

    @contextmanager
    def _opened(self) -> Iterator[tuple[AbstractFileSystem, str]]:
        """Lend the file system, as it is now, and the path of the folder in it.

        Raises:
            PluginError: fsspec, or what it needs for this address, is not installed.
            ShelfError: there is no such kind of address, or something went wrong there.
        """
        try:
            from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra
        except ImportError as error:
            msg = "an address needs fsspec, which is not installed; install it with: audioguide add catalogue"
            raise PluginError(msg) from error
        try:
            system, base = url_to_fs(self.address)
            system.invalidate_cache()  # others are at work there, too
            yield system, base.rstrip("/")
        except ImportError as error:
            missing = getattr(error.__cause__, "name", None) or error.name
            cure = f"install it with: {sys.executable} -m pip install {missing}"
            msg = f"'{public(self.address)}' needs {missing}, which is not installed; {cure}"
            raise PluginError(msg) from error
        except Exception as error:  # each file system raises its own
            msg = f"'{public(self.address)}' cannot be read or written: {str(error) or type(error).__name__}"
            raise ShelfError(msg) from error


def public(address: str) -> str:
    """Return an address without a name and a password in it."""
    return re.sub(r"(?<=://)[^/]*@", "", address)


def _is_there(sound: Path, system: AbstractFileSystem, path: str) -> bool:
    """Whether a session is at an address already, by its manifest and by the size of its sound."""
    try:
        same = system.cat_file(_beside(path, MANIFEST)) == beside(sound, MANIFEST).read_bytes()
        return bool(same and system.info(path)["size"] == sound.stat().st_size)
    except FileNotFoundError:
        return False


def _send(source: IO[bytes], system: AbstractFileSystem, path: str) -> None:
    """Write a file at an address, so that it appears when all of it has arrived."""
    system.makedirs(path.rpartition("/")[0], exist_ok=True)
    with system.transaction, system.open(path, "wb") as file:
        shutil.copyfileobj(source, file)


def _beside(file: str, suffix: str) -> str:
    return beside(Path(file), suffix).as_posix()


def _all_of(file: str) -> tuple[str, str, str]:
    """Name the files of a session: sound, manifest and captions."""
    return file, _beside(file, MANIFEST), _beside(file, CAPTIONS)


def _document(content: bytes | None, file: str) -> Document | None:
    """Read the manifest of a sound file; None where there is none of ours."""
    try:
        document = as_object(read_document((content or b"").decode()))
    except ValueError:
        return None
    return document if (document.get("maker"), document.get("file")) == (MAKER, Path(file).name) else None
