"""The folder of sessions: what is in it, and which names are free. How one gets there: `publishing`."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import shutil
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, count
from pathlib import Path

from audioguide.errors import ShelfError
from audioguide.model.session import CAPTIONS, MANIFEST, Session, beside, sound_names
from audioguide.rendering.files import digest_of, refuse_special, something_else, writing
from audioguide.rendering.json_values import as_object, as_text
from audioguide.rendering.listing import is_index, manifests, peek_field
from audioguide.rendering.manifest import MAKER, read_document, read_session
from audioguide.state.folder_lock import folder_lock
from audioguide.state.scratch import ABANDONED, HIDDEN, UNFINISHED, scratch_folder, sweep
from audioguide.state.shell import command_line

LARGEST_MANIFEST = 32_000_000
"""Bytes: that of three hours has less than one million."""
_BEGINNING = 100
"""Characters within which a manifest of ours says who made it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of sessions."""

    folder: Path

    def sweep(self) -> None:
        """Remove what a crash has left, manifests without a sound, and after a day what was thrown away.

        The folder is listed; no manifest beside a sound is opened, however many there are.
        """
        names = set()
        with contextlib.suppress(OSError), os.scandir(self.folder) as listing:  # there may be none yet
            names = {entry.name for entry in listing}
        if any(name.startswith(UNFINISHED) for name in names):
            sweep(self.folder)
        for name in names:
            if name.startswith(HIDDEN) and not name.startswith(UNFINISHED):
                _remove_old(self.folder / name)
        alone = [
            name
            for name in names
            if name.endswith(MANIFEST) and not sound_names(name) & names and not is_index(name, names)
        ]
        if alone:
            self._remove_orphans(alone)

    def _remove_orphans(self, manifests: Iterable[str]) -> None:
        """Remove those that are ours, unless somebody publishes here, whose manifest has no sound for a moment."""
        with folder_lock(self.folder, wait=False) as locked:
            for path in (self.folder / name for name in manifests if locked):
                with contextlib.suppress(OSError):
                    if _is_orphan(path):
                        path.with_suffix(CAPTIONS).unlink(missing_ok=True)
                        path.unlink()

    def sessions(self, identity: str = "") -> Iterator[Session]:
        """Yield the sessions, the newest first, each read when it is asked for.

        One that is damaged is left out, and the log says so. With an identity only those that have it are read as a
        whole.
        """
        for path in manifests(self.folder):
            if identity and not _may_be(path, identity):
                continue
            session = session_at(path)
            if session is None or (identity and session.identity != identity):
                continue
            if is_whole(session):
                yield session
            else:
                log_damaged(session)

    def place(self, stem: str, suffix: str, identity: str) -> Path:
        """Find the path for a session: its own, where it is here already, or the first free name.

        A name that holds something else is never taken: after ``everyday-10m`` comes ``everyday-10m-2``.

        Raises:
            ShelfError: the folder may not be looked into, or the system knows no such name.
        """
        # Its own may be behind a name that has become free, where another session was deleted.
        own = next((path for path in self._of_one_name(stem, suffix) if _holds(path, identity)), None)
        names = chain((f"{stem}{suffix}",), (f"{stem}-{number}{suffix}" for number in count(2)))
        paths = (self.folder / name for name in names)
        with writing(self.folder):
            return own or next(path for path in paths if obstacle(path) is None or _holds(path, identity))

    def _of_one_name(self, stem: str, suffix: str) -> list[Path]:
        """Return the files called ``everyday-10m``, ``everyday-10m-2`` and so on that are here, in this order."""
        pattern = re.compile(rf"{re.escape(stem)}(?:-([2-9]|[1-9]\d+))?{re.escape(suffix)}")
        with contextlib.suppress(OSError), os.scandir(self.folder) as listing:  # there may be none yet
            found = [(int(named[1] or 1), entry.name) for entry in listing if (named := pattern.fullmatch(entry.name))]
            return [self.folder / name for _, name in sorted(found)]
        return []

    @contextlib.contextmanager
    def staging_dir(self) -> Iterator[Path]:
        """Lend a hidden folder for unfinished files; it is gone afterwards.

        Raises:
            ShelfError: nothing can be written here.
        """
        with contextlib.ExitStack() as staging:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                folder = staging.enter_context(scratch_folder(self.folder))
            except OSError as error:
                msg = f"cannot write in '{self.folder}': {error.strerror}; choose another place with -o"
                raise ShelfError(msg) from error
            try:
                yield folder
            except OSError as error:
                msg = f"cannot write the session in '{self.folder}': {error.strerror}"
                raise ShelfError(msg) from error


def session_at(path: Path) -> Session | None:
    """Read the session whose sound file or manifest is `path`; None where there is none.

    It may be damaged: see `is_whole`.
    """
    manifest = path if path.suffix == MANIFEST else beside(path, MANIFEST)
    written = ""
    try:
        found = manifest.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_MANIFEST:
            return None
        written = manifest.read_text("utf-8")
        document = read_document(written)
        sound = path.with_name(as_text(as_object(document).get("file")))
        if path.suffix != MANIFEST and path.name not in (sound.name, sound.stem):
            return None
        return read_session(document, sound) if sound.is_file() else None
    except OSError:
        return None
    except ValueError:
        if MAKER in written[:_BEGINNING]:
            _tell_unreadable(manifest)
        return None


@cache
def _tell_unreadable(manifest: Path) -> None:
    """Log, once, that a manifest of ours is left out."""
    _log.warning("%s cannot be read and is left out; delete it, and make the session again", manifest)


def is_whole(session: Session, *, thoroughly: bool = False) -> bool:
    """Whether the sound file is the one that was made, by its size; thoroughly: by its hash, so it is read."""
    try:
        if session.size is not None and session.path.stat().st_size != session.size:
            return False
        return not thoroughly or digest_of(session.path) == session.digest
    except OSError:
        return False


def is_as_published(session: Session) -> bool:
    """Whether the sound file is older than its manifest, which was written after it: nobody has changed it since."""
    try:
        changed = session.path.stat().st_mtime_ns
        return session.size is not None and changed < session.manifest.stat().st_mtime_ns
    except OSError:
        return False


def log_damaged(session: Session) -> None:
    """Log that a session is left out."""
    again = command_line([str(session.path)])
    _log.warning("%s is damaged and left out; make it again: audioguide again %s", session.path, again)


def obstacle(sound: Path) -> Path | None:
    """Return whichever file stands in the way of a session.

    What a crash has left of one does not, nor what is there before its sound while another program publishes it.
    """
    manifest = beside(sound, MANIFEST)
    there = [path for path in (sound, manifest, beside(sound, CAPTIONS)) if _is_there(path)]
    if there[:1] == [manifest]:
        with contextlib.suppress(OSError):
            if _is_orphan(manifest):
                return None
    return there[0] if there else None


def _is_there(path: Path) -> bool:
    """Whether a name is taken; from Python 3.14 on `Path.exists` says no of one that is too long, which then fails."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def checked_output_path(sound: Path, identity: str, *, force: bool) -> Path:
    """Return the path that somebody has chosen for a session, if it may be there.

    Raises:
        ShelfError: something else stands there, and is not to be written over; a device, a pipe or a folder never is.
            Or the system knows no such name: it is too long.
    """
    with writing(sound):
        refuse_special(sound, beside(sound, MANIFEST), beside(sound, CAPTIONS))
        other = obstacle(sound)
    if other and not force and not _holds(sound, identity):
        raise something_else(other)
    return sound


def _may_be(manifest: Path, identity: str) -> bool:
    """Whether a manifest is of this session, as far as its beginning says."""
    try:
        return peek_field(manifest, "identity") in (identity, None)
    except OSError:
        return False


def _holds(sound: Path, identity: str) -> bool:
    session = session_at(sound) if _may_be(beside(sound, MANIFEST), identity) else None
    return session is not None and session.identity == identity


def _remove_old(path: Path) -> None:
    """Remove what was thrown away, or made by an audioguide that locked nothing, more than a day ago."""
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > ABANDONED:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _is_orphan(path: Path) -> bool:
    """Whether it is a manifest of ours whose sound file is not there. Anybody else's JSON is left alone."""
    if not path.is_file():  # whoever opens a pipe waits for ever
        return False
    try:
        with path.open(encoding="utf-8") as file:
            beginning = file.read(_BEGINNING)
            if MAKER not in beginning:  # not ours, and perhaps huge
                return False
            document = json.loads(beginning + file.read())
        return document["maker"] == MAKER and not path.with_name(document["file"]).exists()
    except (ValueError, KeyError, TypeError):
        return False
