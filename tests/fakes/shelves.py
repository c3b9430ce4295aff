"""A folder of many sessions, without making any."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from fakes.sessions import put_session


def fill(folder: Path, count: int, stem: str = "many") -> list[str]:
    """Put so many sessions into a folder, each a second older than the one before, and return their keys."""
    model = put_session(folder / f"{stem}-0.mp3", b"sound 0")
    document = json.loads(model.manifest.read_text("utf-8"))
    keys = []
    for number in range(count):
        sound = folder / f"{stem}-{number}.mp3"
        content = f"sound {number}".encode()
        sound.write_bytes(content)
        document |= {"file": sound.name, "identity": f"{number}", "size_bytes": len(content)}
        document["sha256"] = hashlib.sha256(content).hexdigest()
        keys.append(document["sha256"][:32])
        manifest = sound.with_suffix(".json")
        manifest.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")
        for file in (sound, manifest):
            os.utime(file, (1_700_000_000 - number,) * 2)
    return keys
