"""Sessions as a private podcast: RSS and chapters. Values in, text out.

Pure but for the words of the page, and for what the system calls a format of somebody else's plug-in.

What the elements mean: https://help.apple.com/itc/podcasts_connect/#/itcb54353390 for ``itunes:``,
https://podcasting2.org/docs/podcast-namespace for ``podcast:``.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from audioguide.model.session import Session
from audioguide.rendering.manifest import Document
from audioguide.rendering.request import SILENT_BED
from audioguide.units import milliseconds, seconds
from audioguide.voices import engine_of
from audioguide.web.assets import words_for

_MEDIA_TYPES = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "m4b": "audio/mp4",
    "opus": "audio/ogg",
    "flac": "audio/flac",
    "wav": "audio/wav",
}
"""Of our own formats, as browsers know them: each system calls them as it likes."""
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_ATOM = "http://www.w3.org/2005/Atom"
register_namespace("itunes", _ITUNES)
register_namespace("podcast", _PODCAST)
register_namespace("atom", _ATOM)

FEED_FILE, COVER_FILE = "feed.xml", "cover.png"
"""File names below the base URL."""
CHAPTERS_SUFFIX, TRANSCRIPT_SUFFIX = ".chapters.json", ".vtt"
"""Suffixes that follow an episode's key in a URL."""
PAGE_EPISODES = 100
"""On a page of the feed, as RFC 5005 has them; programs that know no pages show the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A session on the shelf, as it is served."""

    session: Session
    size: int
    """Of the sound file, in bytes."""
    made: float
    """Modification time of the sound file, in seconds since 1970."""
    captioned: bool
    """Whether its WebVTT file exists."""

    @property
    def key(self) -> str:
        """Identifies the session in URLs; see `key_of`."""
        return key_of(self.session)

    @property
    def name(self) -> str:
        """The name of the sound file below the base URL."""
        return self.key + self.session.path.suffix


def key_of(session: Session) -> str:
    """Return the first 32 hex digits of the file's hash: other bytes have another key."""
    return key_of_digest(session.digest)


def key_of_digest(digest: str) -> str:
    """Return the first 32 hex digits of a file's hash."""
    return digest[:32]


def media_type(name: str) -> str:
    """Return the media type of a sound file, from the suffix of its name: ``audio/mpeg``."""
    ours = _MEDIA_TYPES.get(name.rpartition(".")[2].lower())
    return ours or mimetypes.guess_type(name)[0] or "application/octet-stream"


def feed(episodes: Sequence[Episode], address: str, page: int = 1) -> bytes:
    """Return a page of the RSS feed, the newest episode first.

    The same episodes give the same bytes, so that the ETag stays valid.

    Args:
        episodes: what is on the page, and one more where another page follows.
        address: the base URL, with a trailing slash.
        page: which it is.
    """
    episodes, goes_on = episodes[:PAGE_EPISODES], len(episodes) > PAGE_EPISODES
    rss = Element("rss", {"version": "2.0"})
    channel = SubElement(rss, "channel")
    language = episodes[0].session.language if episodes else "en"
    _, said = words_for(language)
    _add(channel, "title", said["podcast"])
    _add(channel, "link", address)
    _add(channel, "description", said["podcast_about"])
    _add(channel, "language", language)
    _add(channel, "generator", "audioguide")
    if episodes:
        _add(channel, "lastBuildDate", formatdate(max(one.made for one in episodes), usegmt=True))
    for relation, number in (("self", page), *([("next", page + 1)] if goes_on else [])):
        href = address + FEED_FILE + (f"?page={number}" if number > 1 else "")
        _add(channel, f"{{{_ATOM}}}link", href=href, rel=relation, type="application/rss+xml")
    _add(channel, f"{{{_ITUNES}}}author", "audioguide")
    _add(channel, f"{{{_ITUNES}}}block", "Yes")  # private: no directory may list it
    _add(channel, f"{{{_ITUNES}}}explicit", "false")
    _add(channel, f"{{{_ITUNES}}}image", href=address + COVER_FILE)
    for episode in sorted(episodes, key=lambda one: (-one.made, one.key)):
        _item(channel, episode, address)
    text: bytes = tostring(rss, encoding="utf-8", xml_declaration=True)
    return text


def chapters(session: Session) -> Document:
    """Return the chapters in the JSON format of ``podcast:chapters``, with times in seconds."""
    return {
        "version": "1.2.0",
        "title": session.title,
        "chapters": [
            {
                "startTime": milliseconds(chapter.start) / 1000,
                "endTime": milliseconds(chapter.end) / 1000,
                "title": chapter.title,
            }
            for chapter in session.chapters
        ],
    }


def _item(channel: Element, episode: Episode, address: str) -> None:
    session = episode.session
    item = SubElement(channel, "item")
    _add(item, "title", session.full_title)
    _add(item, "guid", f"audioguide:{episode.key}", isPermaLink="false")
    _add(item, "pubDate", formatdate(episode.made, usegmt=True))
    _add(item, "description", " · ".join(filter(None, _facts(session))))
    _add(item, "enclosure", url=address + episode.name, length=str(episode.size), type=media_type(episode.name))
    _add(item, f"{{{_ITUNES}}}duration", str(round(seconds(session.length))))
    _add(item, f"{{{_PODCAST}}}chapters", url=address + episode.key + CHAPTERS_SUFFIX, type="application/json+chapters")
    if episode.captioned:
        words = address + episode.key + TRANSCRIPT_SUFFIX
        _add(item, f"{{{_PODCAST}}}transcript", url=words, type="text/vtt", language=session.language)


def _facts(session: Session) -> Iterator[str]:
    """Yield what tells a session from the others, in its own language."""
    _, said = words_for(session.language)
    minutes = round(seconds(session.length) / 60)
    yield said["fact_minutes_1"] if minutes == 1 else said["fact_minutes"].format(minutes=minutes)
    yield said[f"guidance_{session.guidance}_fact"]
    yield "" if session.bed == SILENT_BED else said.get(f"bed_{session.bed}", session.bed)
    yield session.date
    yield from (chapter.title for chapter in session.chapters)
    yield said["spoken_by"].format(voice=engine_of(session.voice))


def _add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = text
