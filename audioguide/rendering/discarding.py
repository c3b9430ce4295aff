"""A session that is thrown away, for a day: until then it can be had back, and then `Shelf.sweep` removes it."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from audioguide.errors import ShelfError
from audioguide.model.session import Session
from audioguide.rendering.shelf import session_at
from audioguide.state.folder_lock import folder_lock
from audioguide.state.scratch import HIDDEN


def discard(session: Session) -> None:
    """Throw a session away.

    Raises:
        ShelfError: its files cannot be moved.
    """
    shelf = session.path.parent
    with folder_lock(shelf):
        bin_folder = _bin(shelf, session.digest)
        try:
            bin_folder.mkdir(exist_ok=True)
            session.path.replace(bin_folder / session.path.name)  # first: what is left then is swept away
            for companion in (session.manifest, session.captions):
                with contextlib.suppress(FileNotFoundError):
                    companion.replace(bin_folder / companion.name)
        except OSError as error:
            msg = f"cannot delete '{session.path}': {error.strerror}"
            raise ShelfError(msg) from error


def restore(shelf: Path, key: str) -> Session:
    """Put a session back where it was.

    Args:
        shelf: the folder.
        key: the first 32 digits of the file's hash.

    Raises:
        ShelfError: it is gone, or another one has its name by now.
    """
    with folder_lock(shelf):
        bin_folder = _bin(shelf, key)
        discarded = next((one for one in map(session_at, bin_folder.glob("*.json")) if one is not None), None)
        if discarded is None:
            raise ShelfError("it is deleted for good; it can be made again")
        if any((shelf / file.name).exists() for file in bin_folder.iterdir()):
            msg = f"another session is called '{discarded.path.name}' by now"
            raise ShelfError(msg)
        try:
            for file in sorted(bin_folder.iterdir(), key=lambda file: file.name == discarded.path.name):
                file.replace(shelf / file.name)  # the sound last, as a session is published
        except OSError as error:
            msg = f"cannot restore '{discarded.path.name}': {error.strerror}"
            raise ShelfError(msg) from error
        shutil.rmtree(bin_folder, ignore_errors=True)
        found = session_at(shelf / discarded.manifest.name)
    if found is None:
        raise ShelfError("it is deleted for good; it can be made again")
    return found


def _bin(shelf: Path, digest: str) -> Path:
    return shelf / f"{HIDDEN}deleted-{digest[:32]}"
