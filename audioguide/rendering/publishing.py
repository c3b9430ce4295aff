"""How a session appears in its folder: whole or not at all, whoever else is at work there and whenever it is cut short.

The sound file decides whether there is a session, so it goes first and comes last:

    write everything under hidden names -> lock the folder -> choose the name
    -> remove the old sound -> manifest and captions -> the new sound

Every step reaches the disk before the next one begins. After any of them the folder holds the old session, none, or the
new one; never a manifest over a sound that it does not describe. A manifest without a sound is nothing, and its name
is free.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from audioguide.model.session import CAPTIONS, MANIFEST, beside
from audioguide.rendering.files import refuse_special
from audioguide.rendering.manifest import Document
from audioguide.state.folder_lock import folder_lock, sync_folder


def write_synced(path: Path, pieces: Iterable[bytes]) -> str:
    """Write a file to the disk and return its sha256."""
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def publish(sound: Path, document: Document, captions: str, folder: Path, choose: Callable[[], Path]) -> Path:
    """Move a finished sound file to its place, with a manifest and captions beside it.

    Args:
        sound: from `write_synced`, under a hidden name on the same disk; no other program knows its folder.
        document: the manifest; it is given the name that is chosen.
        captions: WebVTT.
        folder: where the session is to be.
        choose: called while no other program publishes in `folder`; returns a path in it, and raises where there is
            none to be had. Whatever stands there is replaced.

    Returns:
        The path that was chosen.

    Raises:
        ShelfError: a device, a pipe or a folder stands there.
    """
    with folder_lock(folder):
        target = choose()
        refuse_special(target, beside(target, MANIFEST), beside(target, CAPTIONS))
        document = {**document, "file": target.name}
        companions = (
            (MANIFEST, json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"),
            (CAPTIONS, captions),
        )
        for suffix, text in companions:
            write_synced(sound.with_suffix(suffix), [text.encode()])
        if target.exists():
            target.unlink()
            sync_folder(folder)
        for suffix, _ in companions:
            sound.with_suffix(suffix).replace(beside(target, suffix))
        sync_folder(folder)
        sound.replace(target)
        sync_folder(folder)
    return target
