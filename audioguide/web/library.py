"""The sessions to serve, as they are on disk at the time of each request."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from audioguide.rendering.listing import noted
from audioguide.rendering.shelf import is_whole, session_at, tell_damaged
from audioguide.web.feed import PAGE_EPISODES, Episode, key_of_digest, media_type

if TYPE_CHECKING:
    import starlette.requests


class Library:
    """The sessions of a folder, or a single one. A manifest is read when its page or its session is asked for.

    It is read again only when its mtime changes. A damaged session is not offered, and the log says so once: one of the
    wrong size never, and one whose bytes have changed from the moment at which somebody asks for them.
    """

    def __init__(self, manifests: Callable[[], Iterable[Path]]) -> None:
        """Take a function that lists the manifests, the newest first; it is called at every request."""
        self._manifests = manifests
        self._known: dict[Path, tuple[int, Episode | None]] = {}
        """What was read, and the mtime of its manifest."""
        self._keys: dict[Path, tuple[int, str]] = {}
        """Likewise, the key of each that was passed in search of another."""
        self._places: dict[str, Path] = {}
        """The manifest of each key that was found."""
        self._checked: dict[Episode, bool] = {}
        """Whether each is whole whose sound has been read. One that changes is another episode."""
        self._reported: set[str] = set()

    def episodes(self, page: int = 1) -> tuple[Episode, ...]:
        """Return a page of the sessions, the newest first: `PAGE_EPISODES`, and one more where another page follows."""
        first = (page - 1) * PAGE_EPISODES
        offered = (one for one in map(self._at, self._manifests()) if one is not None and self._is_offered(one))
        return tuple(islice(offered, first, first + PAGE_EPISODES + 1))

    def episode(self, key: str) -> Episode | None:
        """Return the session with this key, or None."""
        known = self._places.get(key)
        for path in chain(() if known is None else (known,), self._called(key)):
            episode = self._at(path)
            if episode is not None and episode.key == key and self._is_offered(episode):
                return episode
        return None

    def _called(self, key: str) -> Iterator[Path]:
        """Yield the manifests that seem to be of the session with this key; each is looked into once."""
        for path in self._manifests():
            with suppress(OSError):  # removed meanwhile
                stamp, known = path.stat().st_mtime_ns, self._keys.get(path)
                if known is None or known[0] != stamp:
                    digest = noted(path, "sha256")
                    known = self._keys[path] = stamp, key_of_digest(digest) if digest else ""
                if known[1] in (key, ""):
                    yield path

    def _at(self, manifest: Path) -> Episode | None:
        """Return the session of a manifest, as it is now."""
        try:
            stamp, known = manifest.stat().st_mtime_ns, self._known.get(manifest)
            if known is None or known[0] != stamp:
                known = self._known[manifest] = stamp, _read(manifest)
            episode = known[1]
            if episode is None:
                # Its sound may come later, under the same manifest.
                self._known.pop(manifest, None)
                return None
            session, status = episode.session, episode.session.path.lstat()
            if not stat.S_ISREG(status.st_mode) or not media_type(session.path.name).startswith("audio/"):
                return None  # whatever a manifest calls a sound, and a link to something elsewhere
            captioned = session.captions.is_file() and not session.captions.is_symlink()
        except OSError:  # removed meanwhile
            return None
        self._places[episode.key] = manifest
        return replace(episode, size=status.st_size, made=status.st_mtime, captioned=captioned)

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


def page_of(request: starlette.requests.Request) -> int:
    """Return which page of the sessions a request asks for.

    Raises:
        HTTPException: 404, there is no such page.
    """
    asked = request.query_params.get("page", "1")
    if not re.fullmatch("[1-9][0-9]{0,5}", asked):
        raise HTTPException(404)
    return int(asked)
