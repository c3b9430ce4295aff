"""What there is to be served, as it lies on the disk at this moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from audioguide.rendering.shelf import session_at
from audioguide.web.feed import Episode


class Library:
    """The sessions of a folder, or a single one. A manifest is read again only after it has changed."""

    def __init__(self, manifests: Callable[[], Iterable[Path]]) -> None:
        """Take what names the manifests; it is called whenever somebody asks."""
        self._manifests = manifests
        self._known: dict[tuple[Path, int], Episode] = {}

    def episodes(self) -> tuple[Episode, ...]:
        """Return every session that exists, by the name of its file."""
        known = {}
        for path in sorted(self._manifests()):
            try:
                stamp = (path, path.stat().st_mtime_ns)
                if (episode := self._known.get(stamp) or _read(path)) is not None:
                    found = episode.session.path.stat()
                    known[stamp] = replace(
                        episode,
                        size=found.st_size,
                        made=found.st_mtime,
                        captioned=episode.session.captions.is_file(),
                    )
            except OSError:  # it has gone in between
                continue
        self._known = known
        return tuple(known.values())

    def episode(self, key: str) -> Episode | None:
        """Return the session that is served under a key."""
        return next((one for one in self.episodes() if one.key == key), None)


def _read(manifest: Path) -> Episode | None:
    session = session_at(manifest)
    return None if session is None else Episode(session=session, size=0, made=0.0, captioned=False)
