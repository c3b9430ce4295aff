"""Vorbis comments and covers: what FLAC and Ogg files say about themselves. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from mutagen.flac import Picture
from mutagen.id3 import PictureType

from audioguide.encoders.tags import iso_639_2
from audioguide.model.session import Tags
from audioguide.model.timeline import Timeline
from audioguide.units import format_clock


def vorbis_comments(tags: Tags, timeline: Timeline) -> Iterator[tuple[str, str]]:
    """Yield names and what they hold: xiph.org's *Ogg Vorbis I comment field recommendations*, and its chapters."""
    yield "TITLE", tags.title
    yield "ARTIST", tags.artist
    yield "ALBUM", tags.album
    yield "TRACKNUMBER", str(tags.track[0])
    yield "TRACKTOTAL", str(tags.track[1])
    yield "GENRE", "Speech"
    yield "LANGUAGE", iso_639_2(tags.language)
    yield "COMMENT", tags.comment
    if tags.date:
        yield "DATE", tags.date
    for index, chapter in enumerate(timeline.chapters):
        yield f"CHAPTER{index:03d}", format_clock(chapter.start)
        yield f"CHAPTER{index:03d}NAME", chapter.title
    if timeline.says:
        yield "LYRICS", "\n".join(say.text for say in timeline.says)


def front_cover(png: bytes) -> Picture:
    """Return the block of a cover, as FLAC and Ogg files have it."""
    picture = Picture()
    picture.type, picture.mime, picture.data = PictureType.COVER_FRONT, "image/png", png
    return picture
