"""The sessions to serve, as they are on disk at the time of each request."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, islice
from pathlib import Path
from typing import Any

from audioguide.rendering.listing import peek_field
from audioguide.rendering.shelf import is_whole, log_damaged, session_at
from audioguide.web.feed import PAGE_EPISODES, Episode, key_of_digest, media_type


class NoSuchEpisodeError(LookupError):
    """No session has that key; the answer is 404."""


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
        self._checked: dict[Path, tuple[Episode, bool]] = {}
        """By its manifest, whether each is whole whose sound has been read. One that changes is another episode."""
        self._reported: set[str] = set()

    def episodes(self, page: int = 1) -> tuple[Episode, ...]:
        """Return a page of the sessions, the newest first: `PAGE_EPISODES`, and one more where another page follows."""
        first = (page - 1) * PAGE_EPISODES
        return tuple(islice(self._episodes_at(self._manifests()), first, first + PAGE_EPISODES + 1))

    def older(self, key: str) -> tuple[Episode, ...]:
        """Return the page that follows the session with this key, whatever has come or gone before it.

        Raises:
            NoSuchEpisodeError: there is none with this key.
        """
        self.require(key)
        place = self._places.get(key)
        following = dropwhile(lambda manifest: manifest != place, self._manifests())
        return tuple(islice(self._episodes_at(islice(following, 1, None)), PAGE_EPISODES + 1))

    def episode(self, key: str) -> Episode | None:
        """Return the session with this key, or None."""
        return next(iter(self.with_keys([key])), None)

    def require(self, key: str) -> Episode:
        """Return the session with this key; like all here it looks at the disk, so an endpoint calls it in a thread.

        Raises:
            NoSuchEpisodeError: there is none.
        """
        episode = self.episode(key)
        if episode is None:
            raise NoSuchEpisodeError(key)
        return episode

    def with_keys(self, keys: Sequence[str]) -> list[Episode]:
        """Return the sessions with these keys, those that there are; the folder is gone through once at most."""
        places = [place for place in map(self._places.get, keys) if place is not None]
        found = {one.key: one for one in self._episodes_at(places)}
        if missing := {*keys} - found.keys():
            found |= self._search(missing)
        return [found[key] for key in dict.fromkeys(keys) if key in found]

    def _search(self, missing: set[str]) -> dict[str, Episode]:
        """Return the sessions with these keys by going through the folder; each manifest is looked into once."""
        found: dict[str, Episode] = {}
        looked_into, there = {*missing, ""}, set()
        for path in self._manifests():
            there.add(path)
            if self._key(path) not in looked_into:
                continue
            for episode in self._episodes_at([path]):
                if episode.key in missing:
                    found[episode.key] = episode
            if len(found) == len(missing):
                return found
        self._forget(there)
        return found

    def _forget(self, there: set[Path]) -> None:
        """Forget the manifests that are not there any more."""
        known: dict[Path, Any]
        for known in (self._known, self._keys, self._checked):
            for path in [*known]:  # a copy: other threads look, too
                if path not in there:
                    known.pop(path, None)
        for key, path in [*self._places.items()]:
            if path not in there:
                self._places.pop(key, None)

    def _key(self, path: Path) -> str | None:
        """Return the key of a manifest's session by its beginning; "" where that does not say, None without one."""
        try:
            stamp, known = path.stat().st_mtime_ns, self._keys.get(path)
            if known is None or known[0] != stamp:
                digest = peek_field(path, "sha256")
                known = self._keys[path] = stamp, key_of_digest(digest) if digest else ""
        except OSError:  # removed meanwhile
            return None
        return known[1]

    def _episodes_at(self, manifests: Iterable[Path]) -> Iterator[Episode]:
        return (one for one in map(self._episode_at, manifests) if one is not None and self._is_offered(one))

    def _episode_at(self, manifest: Path) -> Episode | None:
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

    def is_whole(self, episode: Episode) -> bool:
        """Whether its sound is the one that was made. It is read once."""
        manifest = episode.session.manifest
        if self._checked.get(manifest, (None,))[0] != episode:
            self._checked[manifest] = episode, is_whole(episode.session, thoroughly=True)
        return self._is_offered(episode)

    def _is_offered(self, episode: Episode) -> bool:
        damaged = self._checked.get(episode.session.manifest) == (episode, False)
        whole = episode.session.size in (None, episode.size) and not damaged
        if not whole and episode.key not in self._reported:
            self._reported.add(episode.key)
            log_damaged(episode.session)
        return whole


def _read(manifest: Path) -> Episode | None:
    session = session_at(manifest)
    return None if session is None else Episode(session=session, size=0, made=0.0, captioned=False)
