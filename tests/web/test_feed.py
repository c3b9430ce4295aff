"""A private podcast, as two real podcast programs read it."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import jsonschema
import podcastparser
import pytest
from fakes.sessions import session
from hypothesis import given
from hypothesis import strategies as st

from audioguide.units import samples
from audioguide.web.feed import Episode, chapters, feed, media_type

ADDRESS = "http://10.0.0.5:8765/token/"
TUESDAY, WEDNESDAY = 1_800_000_000.0, 1_800_086_400.0


def episode(digest: str = "a" * 64, made: float = TUESDAY, title: str = "Everyday") -> Episode:
    return Episode(
        session=replace(session(Path("everyday.mp3")), digest=digest, title=title),
        size=4_800_123,
        made=made,
        captioned=True,
    )


def test_two_podcast_programs_read_the_same() -> None:
    rss = feed([episode()], ADDRESS)
    ours = podcastparser.parse(ADDRESS + "feed.xml", BytesIO(rss))
    (heard,) = ours["episodes"]
    assert (heard["title"], heard["guid"], heard["total_time"]) == ("Everyday", "audioguide:" + "a" * 32, 40)
    assert heard["published"] == TUESDAY
    assert heard["enclosures"] == [
        {"url": f"{ADDRESS}{'a' * 32}.mp3", "file_size": 4_800_123, "mime_type": "audio/mpeg"}
    ]
    theirs = feedparser.parse(rss)
    assert not theirs.bozo
    assert theirs.feed.itunes_block == 1
    assert theirs.feed.image.href == ADDRESS + "cover.png"
    assert theirs.entries[0].id == heard["guid"]
    assert theirs.entries[0].enclosures[0].length == "4800123"
    assert theirs.entries[0].podcast_chapters["url"] == f"{ADDRESS}{'a' * 32}.chapters.json"
    assert theirs.entries[0].podcast_transcript["url"] == f"{ADDRESS}{'a' * 32}.vtt"


def test_where_there_are_no_captions_none_are_offered() -> None:
    (entry,) = feedparser.parse(feed([replace(episode(), captioned=False)], ADDRESS)).entries
    assert "podcast_transcript" not in entry
    assert "podcast_chapters" in entry


def test_the_newest_comes_first_and_dates_the_feed() -> None:
    rss = feed([episode("a" * 64, TUESDAY), episode("b" * 64, WEDNESDAY)], ADDRESS)
    read = feedparser.parse(rss)
    assert [entry.id[-1] for entry in read.entries] == ["b", "a"]
    assert ET.fromstring(rss).findtext("channel/lastBuildDate") == read.entries[0].published  # noqa: S314 - our own


def test_it_changes_only_with_what_is_in_it() -> None:
    both = [episode("a" * 64), episode("b" * 64)]
    assert feed(both, ADDRESS) == feed(both[::-1], ADDRESS)
    assert feed(both, ADDRESS) != feed(both[:1], ADDRESS)


def test_an_empty_shelf_is_a_feed_too() -> None:
    read = feedparser.parse(feed([], ADDRESS))
    assert (read.bozo, read.entries) == (False, [])


def test_an_item_is_told_from_the_others() -> None:
    mine = episode()
    text = feed([replace(mine, session=replace(mine.session, baby="Mia", date="2027-03-01"))], ADDRESS)
    item = ET.fromstring(text)  # noqa: S314 - our own
    assert item.findtext("channel/item/title") == "Everyday · Mia"
    facts = "1 minute · short cues · Heartbeat · 2027-03-01 · Right leg · Goodbye · spoken by hibari"
    assert item.findtext("channel/item/description") == facts


def test_a_german_family_has_a_german_podcast() -> None:
    mine = episode()
    german = replace(mine.session, language="de", length=samples(600), bed="none")
    text = feed([replace(mine, session=german)], ADDRESS)
    channel = ET.fromstring(text)  # noqa: S314 - our own
    assert channel.findtext("channel/title") == "Massage zu Hause"
    facts = "10 Minuten · kurze Ansagen · Right leg · Goodbye · gesprochen von hibari"
    assert channel.findtext("channel/item/description") == facts
    other = feed([replace(mine, session=replace(german, language="ca"))], ADDRESS)  # words of one's own
    assert ET.fromstring(other).findtext("channel/title") == "Massage at home"  # noqa: S314 - likewise


@given(title=st.text(st.characters(exclude_categories=["C"]), min_size=1))
def test_any_title_comes_through(title: str) -> None:
    assert ET.fromstring(feed([episode(title=title)], ADDRESS)).findtext("channel/item/title") == title  # noqa: S314 - our own


TIME = {"type": "number", "minimum": 0}
TEXT = {"type": "string", "minLength": 1}
CHAPTERS = {
    "type": "object",
    "required": ["version", "chapters"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "1.2.0"},
        **dict.fromkeys(("author", "title", "podcastName", "description", "fileName"), TEXT),
        "waypoints": {"type": "boolean"},
        "chapters": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["startTime"],
                "additionalProperties": False,
                "properties": {
                    "startTime": TIME,
                    "endTime": TIME,
                    "toc": {"type": "boolean"},
                    "location": {"type": "object"},
                    **dict.fromkeys(("title", "img", "url"), TEXT),
                },
            },
        },
    },
}
"""docs/examples/chapters/jsonChapters.md of https://github.com/Podcastindex-org/podcast-namespace, as a schema."""


def test_chapters_are_as_the_namespace_documents_them() -> None:
    document = json.loads(json.dumps(chapters(session(Path("everyday.mp3")))))
    jsonschema.validate(document, CHAPTERS)
    starts = [one["startTime"] for one in document["chapters"]]
    assert starts == sorted(starts)
    assert all(one["startTime"] < one["endTime"] for one in document["chapters"])
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "chapters": [{"title": "No time"}]}, CHAPTERS)


def test_chapters_are_in_seconds() -> None:
    assert chapters(session(Path("everyday.mp3")))["chapters"] == [
        {"startTime": 0.0, "endTime": 16.0, "title": "Right leg"},
        {"startTime": 16.0, "endTime": 40.0, "title": "Goodbye"},
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mp3", "audio/mpeg"),
        ("a.flac", "audio/flac"),
        ("a.m4b", "audio/mp4"),
        ("a.opus", "audio/ogg"),
        ("a.wav", "audio/wav"),
        ("a.unheard", "application/octet-stream"),
    ],
)
def test_a_file_says_what_it_is(name: str, kind: str) -> None:
    assert media_type(name) == kind


def test_our_formats_are_called_the_same_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mimetypes.guess_type", lambda _: ("application/odd", None))
    assert [media_type("a.mp3"), media_type("a.wav")] == ["audio/mpeg", "audio/wav"]
