"""The tag, read by mutagen and, where it is installed, by ffprobe."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fakes.sessions import TIMELINE
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3, CTOCFlags

from audioguide.encoders.tags import id3, iso_639_2
from audioguide.model.chapters import Chapter
from audioguide.model.session import Tags
from audioguide.model.timeline import Timeline
from audioguide.units import Samples, milliseconds, samples

TAGS = Tags(
    title="Вечер · 晚安",
    artist="hibari",
    album="audioguide",
    language="de",
    comment="Öl: nie auf Wunden.",
    track=(2, 5),
)
TITLES = ("Préparation", "右脚", "Tummy", "A title that is longer than all the others", "👣", "Good night") * 3
LENGTH = samples(600.0)


def tiled(titles: tuple[str, ...], length: Samples = LENGTH) -> tuple[Chapter, ...]:
    edges = [Samples(length * index // max(len(titles), 1)) for index in range(len(titles) + 1)]
    return tuple(
        Chapter(start=start, end=end, title=title) for start, end, title in zip(edges, edges[1:], titles, strict=False)
    )


def chaptered(chapters: tuple[Chapter, ...]) -> Timeline:
    return replace(TIMELINE, chapters=chapters, length=LENGTH, events=())


def read(tag: bytes) -> Any:
    return ID3(BytesIO(tag))


def test_mutagen_reads_every_frame() -> None:
    tag = read(id3(TAGS, chaptered(tiled(TITLES))))
    assert tag.version == (2, 3, 0)
    texts = {
        name: str(tag[name]) for name in ("TIT2", "TRCK", "TPE1", "TALB", "TLAN", "TLEN", "TCON", "TSSE", "COMM::deu")
    }
    assert texts == {
        "TIT2": TAGS.title,
        "TRCK": "2/5",
        "TPE1": "hibari",
        "TALB": "audioguide",
        "TLAN": "deu",
        "TLEN": "600000",
        "TCON": "Speech",
        "TSSE": "audioguide",
        "COMM::deu": TAGS.comment,
    }


def test_every_cue_is_there_with_its_time_and_as_text() -> None:
    tag = read(id3(TAGS, TIMELINE))
    (timed,), (text,) = tag.getall("SYLT"), tag.getall("USLT")
    assert (timed.text, timed.format, timed.type, timed.lang) == ([("From hip to ankle.", 4000)], 2, 1, "deu")
    assert (str(text), text.lang) == ("From hip to ankle.", "deu")


def test_the_day_and_the_picture_are_shown() -> None:
    tag = read(id3(replace(TAGS, date="2027-03-01", cover=b"\x89PNG"), TIMELINE))
    assert str(tag["TDRC"]) == "2027-03-01"
    (picture,) = tag.getall("APIC")
    assert (picture.mime, picture.type, picture.data) == ("image/png", 3, b"\x89PNG")


def test_what_is_not_known_is_left_out() -> None:
    tag = read(id3(TAGS, chaptered(())))
    assert not {"TDRC", "APIC", "SYLT", "USLT"} & {frame[:4] for frame in tag}


def test_chapters_tile_the_session_in_order() -> None:
    chapters = tiled(TITLES)
    frames = read(id3(TAGS, chaptered(chapters))).getall("CHAP")
    assert [str(frame.sub_frames["TIT2"]) for frame in frames] == list(TITLES)
    assert [(frame.start_time, frame.end_time) for frame in frames] == [
        (milliseconds(chapter.start), milliseconds(chapter.end)) for chapter in chapters
    ]
    assert frames[0].start_time == 0
    assert frames[-1].end_time == milliseconds(LENGTH)
    assert {(frame.start_offset, frame.end_offset) for frame in frames} == {(0xFFFF_FFFF, 0xFFFF_FFFF)}


def test_the_table_of_contents_lists_them_in_order() -> None:
    tag = read(id3(TAGS, chaptered(tiled(TITLES))))
    (contents,) = tag.getall("CTOC")
    assert contents.flags == CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    assert contents.child_element_ids == [frame.element_id for frame in tag.getall("CHAP")]


@given(
    titles=st.lists(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40), max_size=30).map(tuple)
)
def test_chapters_stand_in_order_whatever_they_are_called(titles: tuple[str, ...]) -> None:
    # By where they stand in the bytes: mutagen's own reading would sort them out.
    tag = id3(TAGS, chaptered(tiled(titles)))
    starts = [frame.start_time for frame in read(tag).getall("CHAP")]
    places = [tag.index(b"\0" + start.to_bytes(4, "big")) for start in starts[1:]]
    assert len(starts) == len(titles)
    assert places == sorted(places)


def test_without_chapters_there_is_no_table_of_contents() -> None:
    assert not read(id3(TAGS, chaptered(()))).getall("CTOC")


def test_the_tag_has_no_spare_room() -> None:
    tag = id3(TAGS, chaptered(tiled(TITLES)))
    size = sum(byte << shift for byte, shift in zip(tag[6:10], (21, 14, 7, 0), strict=True))
    assert len(tag) == 10 + size
    assert not tag.endswith(b"\0" * 8)


@pytest.mark.parametrize(
    ("language", "letters"),
    [("en", "eng"), ("en-GB", "eng"), ("pt_BR", "por"), ("DE", "deu"), ("yue", "yue"), ("xx", "und"), ("", "und")],
)
def test_languages_have_three_letters(language: str, letters: str) -> None:
    assert iso_639_2(language) == letters


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
def test_ffprobe_reads_the_same(tmp_path: Path) -> None:
    chapters = tiled(TITLES)
    silence = b"\xff\xfb\x90\x64".ljust(417, b"\0") * 20
    (tmp_path / "session.mp3").write_bytes(id3(TAGS, chaptered(chapters)) + silence)
    show = ["ffprobe", "-v", "error", "-show_chapters", "-show_format", "-of", "json", "session.mp3"]
    found = json.loads(subprocess.run(show, capture_output=True, check=True, cwd=tmp_path).stdout)
    assert [(each["tags"]["title"], each["start"], each["end"]) for each in found["chapters"]] == [
        (chapter.title, milliseconds(chapter.start), milliseconds(chapter.end)) for chapter in chapters
    ]
    told = found["format"]["tags"]
    assert (told["title"], told["language"], told["comment"]) == (TAGS.title, "deu", TAGS.comment)
