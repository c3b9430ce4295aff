"""Finding a session that was made, as `play` and `again` name it."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from audioguide.cli.paths import OUTPUT
from audioguide.model.session import Session
from audioguide.rendering.shelf import session_at


def find_session(name: str) -> Session | None:
    """Find a session by its file, or by its name in output/; it may be damaged."""
    if (session := session_at(Path(name))) is not None:
        return session
    for manifest in sorted(OUTPUT.glob("*.json")):
        session = session_at(manifest)
        if session is not None and name in (session.path.name, session.path.stem):
            return session
    return None


def no_session(name: str) -> str:
    """Return the sentence for a name that is no session's, with the name in output/ that was probably meant."""
    close = get_close_matches(name, [manifest.stem for manifest in OUTPUT.glob("*.json")], n=1)
    cure = f"did you mean '{close[0]}'? " if close else ""
    return f"there is no session '{name}'; {cure}see 'audioguide list sessions'"
