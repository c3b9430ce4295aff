"""Where the sessions of a catalogue are to be: what every such place can do, and a folder of this computer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audioguide.errors import ShelfError
from audioguide.model.session import Session
from audioguide.rendering.files import write_file
from audioguide.rendering.shelf import Shelf, is_whole, obstacle, session_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands in the place of a session."""

    session: Session | None = None
    """A session of ours, by its manifest, where its sound is there."""
    whole: bool = False
    """Whether its sound has the size that it was made with."""
    taken: str = ""
    """The path of a file that is there; empty: none is, or only what a crash has left."""


class Destination(Protocol):
    """A place for sessions; files are named in it by their path, with ``/``. It can be sent to other processes.

    Every method raises a `ShelfError` where the place cannot be read or written.
    """

    def full(self, file: str) -> str:
        """Return the whole path or address of a file, for messages."""

    def look(self, files: Sequence[str]) -> Sequence[Standing]:
        """Return what stands in the places of sound files, in their order."""

    def exists(self, file: str) -> bool:
        """Return whether there is such a file."""

    def sweep(self, files: Sequence[str]) -> None:
        """Remove what a crash has left where these are to be."""

    def receives(self, file: str) -> AbstractContextManager[Path]:
        """Lend the path at which to publish a session; it is in its place, whole, when the context is left.

        Whoever leaves it by an exception has published nothing.
        """

    def beginning(self, file: str, most: int) -> bytes | None:
        """Return the first bytes of a file, or None where there is none."""

    def remove(self, file: str) -> None:
        """Remove a file, if it is there."""

    def write(self, file: str, content: bytes) -> None:
        """Write a file, whole or not at all, over whatever is there."""


@dataclass(frozen=True, slots=True)
class LocalFolder:
    """A folder of this computer, or one that it shares; see `Destination`."""

    folder: Path

    def full(self, file: str) -> str:
        """Return the path of a file."""
        return str(self.folder / file)

    def look(self, files: Sequence[str]) -> Sequence[Standing]:
        """Return what stands there, by the manifests."""
        return tuple(map(self._standing, files))

    def _standing(self, file: str) -> Standing:
        path = self.folder / file
        try:
            taken = obstacle(path)  # before it is read: it may be published meanwhile
        except OSError as error:
            msg = f"'{path}' cannot be looked at: {error.strerror}"
            raise ShelfError(msg) from error
        session = session_at(path)
        if session is None:
            return Standing(taken=str(taken or ""))
        return Standing(session=session, whole=is_whole(session), taken=str(path))

    def exists(self, file: str) -> bool:
        """Return whether there is such a file."""
        return (self.folder / file).is_file()

    def sweep(self, files: Sequence[str]) -> None:
        """Remove what a crash has left in the folders of these files."""
        for folder in {(self.folder / file).parent for file in files}:
            Shelf(folder).sweep()

    @contextmanager
    def receives(self, file: str) -> Iterator[Path]:
        """Lend the path itself: what is published there appears at once."""
        yield self.folder / file

    def beginning(self, file: str, most: int) -> bytes | None:
        """Return the first bytes of a file, or None where there is none."""
        path = self.folder / file
        try:
            with path.open("rb") as opened:
                return opened.read(most)
        except FileNotFoundError:
            return None
        except OSError as error:
            msg = f"'{path}' cannot be read: {error.strerror}"
            raise ShelfError(msg) from error

    def remove(self, file: str) -> None:
        """Remove a file, if it is there."""
        path = self.folder / file
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            msg = f"'{path}' cannot be removed: {error.strerror}"
            raise ShelfError(msg) from error

    def write(self, file: str, content: bytes) -> None:
        """Write a file, whole or not at all."""
        write_file(self.folder / file, content, force=True)
