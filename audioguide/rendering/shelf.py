"""The folder of sessions. A session exists when its sound file does.

Files appear whole or not at all: everything is written under a hidden name, then the manifest is renamed into place,
and the sound file last. Whatever a crash has left behind is swept away at the next start.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from audioguide.errors import ShelfError
from audioguide.model.session import CAPTIONS, MANIFEST, Session, beside
from audioguide.rendering.manifest import MAKER, Document, read_document, read_session

HIDDEN = ".audioguide-"
"""What the names of unfinished files and folders begin with."""
ABANDONED = 24 * 3600
"""Seconds after which something unfinished belongs to nobody: another audioguide may be at work in the same folder."""
ORPHANED = 60
"""Seconds after which a manifest without a sound file is an orphan."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of sessions."""

    folder: Path

    def sweep(self) -> None:
        """Remove what a crash has left: unfinished files, and manifests without a session."""
        now = time.time()
        for path in self.folder.glob(f"{HIDDEN}*"):
            with contextlib.suppress(OSError):
                if now - path.stat().st_mtime > ABANDONED:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in self.folder.glob("*.json"):
            with contextlib.suppress(OSError):
                if now - path.stat().st_mtime > ORPHANED and _is_orphan(path):
                    path.with_suffix(CAPTIONS).unlink(missing_ok=True)
                    path.unlink()

    def sessions(self) -> Iterator[Session]:
        """Yield every session, by name."""
        for path in sorted(self.folder.glob("*.json")):
            if (session := session_at(path)) is not None:
                yield session

    def place(self, stem: str, suffix: str, identity: str) -> Path:
        """Find the path for a session: its own, where it is here already, or the first free name.

        A name that holds something else is never taken: after ``everyday-10m`` comes ``everyday-10m-2``.
        """
        number = 1
        while True:
            path = self.folder / f"{stem}{'' if number == 1 else f'-{number}'}{suffix}"
            session = session_at(path)
            if session is not None and session.identity == identity:
                return path
            if taken(path) is None:
                return path
            number += 1

    @contextlib.contextmanager
    def workshop(self) -> Iterator[Path]:
        """Lend a hidden folder for unfinished files; it is gone afterwards.

        Raises:
            ShelfError: nothing can be written here.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            folder = Path(tempfile.mkdtemp(prefix=HIDDEN, dir=self.folder))
        except OSError as error:
            msg = f"cannot write in '{self.folder}': {error.strerror}; choose another place with -o"
            raise ShelfError(msg) from error
        try:
            yield folder
        except OSError as error:
            msg = f"cannot write the session in '{self.folder}': {error.strerror}"
            raise ShelfError(msg) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def session_at(path: Path) -> Session | None:
    """Read the session whose sound file or manifest is `path`; None where there is none."""
    try:
        manifest = path if path.suffix == MANIFEST else beside(path, MANIFEST)
        document = read_document(manifest.read_text("utf-8"))
        sound = path.with_name(document["file"])
        return read_session(document, sound) if sound.is_file() else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_sound(path: Path, pieces: Iterable[bytes]) -> str:
    """Write a file and return its sha256."""
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def taken(sound: Path) -> Path | None:
    """Return whichever file of a session stands there already."""
    files = (sound, *(beside(sound, suffix) for suffix in (MANIFEST, CAPTIONS)))
    return next((path for path in files if path.exists()), None)


def publish(sound: Path, document: Document, captions: str, target: Path) -> None:
    """Rename a finished sound file to `target`, its manifest and its captions just before."""
    companions = (
        (MANIFEST, json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"),
        (CAPTIONS, captions),
    )
    for suffix, text in companions:
        sound.with_suffix(suffix).write_bytes(text.encode())
    for suffix, _ in companions:
        sound.with_suffix(suffix).replace(beside(target, suffix))
    sound.replace(target)


def _is_orphan(path: Path) -> bool:
    """Whether it is a manifest of ours whose sound file is not there. Anybody else's JSON is left alone."""
    try:
        document = json.loads(path.read_text("utf-8"))
        return document["maker"] == MAKER and not path.with_name(document["file"]).exists()
    except (ValueError, KeyError, TypeError):
        return False
