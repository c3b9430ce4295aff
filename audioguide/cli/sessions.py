"""Finding a session that was made, as `play` and `again` name it."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from audioguide import plugins
from audioguide.cli.paths import OUTPUT
from audioguide.model.session import Session
from audioguide.rendering.listing import manifests
from audioguide.rendering.shelf import session_at


def find_session(name: str) -> Session | None:
    """Find a session by its file, or by its name in output/; it may be damaged."""
    if (session := session_at(Path(name))) is not None:
        return session
    sounds = [OUTPUT / name, *(OUTPUT / f"{name}.{suffix}" for suffix in plugins.names("encoders"))]
    return next((one for one in map(session_at, sounds) if one is not None), None)


def no_session(name: str) -> str:
    """Return the sentence for a name that is no session's, with the name in output/ that was probably meant."""
    close = get_close_matches(name, [manifest.stem for manifest in manifests(OUTPUT)], n=1)
    cure = f"did you mean '{close[0]}'? " if close else ""
    return f"there is no session '{name}'; {cure}see 'audioguide list sessions'"
