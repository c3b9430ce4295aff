"""Sessions published without being made, and what a folder says of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from audioguide.rendering.manifest import session_document
from audioguide.rendering.publishing import publish, write_synced
from audioguide.rendering.shelf import Shelf
from fakes.sessions import TIMELINE, session

OLD, NEW = b"old sound", b"new sound"
"""Of one size, as sessions of one length are."""


def published(folder: Path, sound: bytes, place: Callable[[], Path]) -> Path:
    """Publish a session whose identity is its sound."""
    with Shelf(folder).staging_dir() as staging:
        draft = staging / "session.mp3"
        digest = write_synced(draft, [sound])
        made = replace(session(folder / "x.mp3"), identity=sound.decode(), digest=digest, size=len(sound))
        return publish(draft, session_document(made, TIMELINE, {}), f"WEBVTT {sound.decode()}\n", folder, place)


def numbered(folder: Path, sound: bytes) -> Path:
    return published(folder, sound, partial(Shelf(folder).place, "tiny-1m40s", ".mp3", sound.decode()))


def true_sounds(folder: Path) -> list[bytes]:
    """Return the sound of every session, and see that manifest and captions tell of this very one."""
    sounds = []
    for one in Shelf(folder).sessions():
        sound = one.path.read_bytes()
        document = json.loads(one.manifest.read_text("utf-8"))
        assert document["file"] == one.path.name
        assert document["sha256"] == hashlib.sha256(sound).hexdigest()
        assert document["size_bytes"] == len(sound)
        assert one.captions.read_text("utf-8") == f"WEBVTT {sound.decode()}\n"
        sounds.append(sound)
    return sounds
