"""The sessions to serve, as they are on disk at the time of each request."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from starlette.exceptions import HTTPException

from audioguide.rendering.shelf import is_whole, session_at, tell_damaged
from audioguide.web.feed import Episode, media_type


class Library:
    """The sessions of a folder, or a single one. A manifest is parsed again only when its mtime changes.

    A damaged session is not offered, and the log says so once: one of the wrong size never, and one whose bytes have
    changed from the moment at which somebody asks for them.
    """

    def __init__(self, manifests: Callable[[], Iterable[Path]]) -> None:
        """Take a function that lists the manifests; it is called at every request."""
        self._manifests = manifests
        self._known: dict[tuple[Path, int], Episode] = {}
        self._checked: dict[Episode, bool] = {}
        """Whether each is whole whose sound has been read. One that changes is another episode."""
        self._reported: set[str] = set()

    def episodes(self) -> tuple[Episode, ...]:
        """Return all sessions, in the order of their manifests' paths."""
        current = {}
        for path in sorted(self._manifests()):
            try:
                stamp = (path, path.stat().st_mtime_ns)
                if (episode := self._known.get(stamp) or _read(path)) is not None:
                    session, status = episode.session, episode.session.path.lstat()
                    if not stat.S_ISREG(status.st_mode) or not media_type(session.path.name).startswith("audio/"):
                        continue  # whatever a manifest calls a sound, and a link to something elsewhere
                    captioned = session.captions.is_file() and not session.captions.is_symlink()
                    current[stamp] = replace(episode, size=status.st_size, made=status.st_mtime, captioned=captioned)
            except OSError:  # removed meanwhile
                continue
        self._known = current
        return tuple(episode for episode in current.values() if self._is_offered(episode))

    def episode(self, key: str) -> Episode | None:
        """Return the session with this key, or None."""
        return next((one for one in self.episodes() if one.key == key), None)

    def found(self, key: str) -> Episode:
        """Return the session with this key; like all here it looks at the disk, so an endpoint calls it in a thread.

        Raises:
            HTTPException: 404, there is none.
        """
        episode = self.episode(key)
        if episode is None:
            raise HTTPException(404)
        return episode

    def is_whole(self, episode: Episode) -> bool:
        """Whether its sound is the one that was made. It is read once."""
        if episode not in self._checked:
            self._checked[episode] = is_whole(episode.session, thoroughly=True)
        return self._is_offered(episode)

    def _is_offered(self, episode: Episode) -> bool:
        whole = episode.session.size in (None, episode.size) and self._checked.get(episode, True)
        if not whole and episode.key not in self._reported:
            self._reported.add(episode.key)
            tell_damaged(episode.session)
        return whole


def _read(manifest: Path) -> Episode | None:
    session = session_at(manifest)
    return None if session is None else Episode(session=session, size=0, made=0.0, captioned=False)
