"""A session as a picture."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from fakes.browser import DRIVER, Browser
from fakes.scripts import stroke
from fakes.sessions import TIMELINE

from audioguide import repertoire
from audioguide.model.chapters import Chapter
from audioguide.model.stroke import Text
from audioguide.model.timeline import Beat, Say
from audioguide.pictures.timeline import timeline_svg
from audioguide.planning.finder import estimated
from audioguide.planning.planner import lengths_of, plan
from audioguide.planning.scriptwriter import write_script
from audioguide.rendering.cards import album
from audioguide.units import samples

SVG = "{http://www.w3.org/2000/svg}"
HEAD = '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
LONG = "Beckenbodenübergangsgeschwindigkeitsmessung"


@pytest.fixture(scope="module")
def drawing() -> ET.Element:
    return ET.fromstring(timeline_svg("Calm & quiet", TIMELINE, album(), language="en"))  # noqa: S314 - our own


def of_class(drawing: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in drawing if one.get("class") == name]


def texts(drawing: ET.Element, name: str) -> list[str | None]:
    return [one.text for one in of_class(drawing, name)]


def test_it_is_as_large_as_the_page_and_knows_day_and_night(drawing: ET.Element) -> None:
    assert drawing.get("width") is None
    assert drawing.get("height") is None
    assert drawing.get("viewBox", "").startswith("0 0 400 ")
    assert "prefers-color-scheme: dark" in (drawing.findtext(f"{SVG}style") or "")


def test_titles_and_times_are_written_as_they_are(drawing: ET.Element) -> None:
    assert texts(drawing, "title") == ["Calm & quiet"]
    assert texts(drawing, "chapter") == ["Right leg", "Goodbye"]
    assert texts(drawing, "clock") == ["0:40", "0:00", "0:16"]


def test_a_stroke_has_its_picture_its_name_how_often_and_its_words(drawing: ET.Element) -> None:
    (small,) = of_class(drawing, "picture")
    assert small.findtext(f"{SVG}title") == stroke().name.say("en")
    assert texts(drawing, "name") == [f"{stroke().name.say('en')} · 2 ×"]  # noqa: RUF001 - times
    assert texts(drawing, "words") == ["From hip to ankle."]


def test_words_stand_by_themselves_where_no_stroke_follows() -> None:
    events = (*TIMELINE.events, Say(start=samples(21), end=samples(23), text="Thank you.", role="line"))
    drawn = ET.fromstring(timeline_svg("Two", replace(TIMELINE, events=events), album(), language="en"))  # noqa: S314
    assert texts(drawn, "words") == ["From hip to ankle.", "Thank you."]
    assert len(of_class(drawn, "picture")) == 1


def test_another_side_is_another_row() -> None:
    sides = [replace(one, side="left") if isinstance(one, Beat) and one.index else one for one in TIMELINE.events]
    drawn = ET.fromstring(timeline_svg("Two", replace(TIMELINE, events=tuple(sides)), album(), language="en"))  # noqa: S314
    assert len(of_class(drawn, "picture")) == 2


def test_a_session_of_nothing_has_its_title() -> None:
    drawn = timeline_svg("Nothing", replace(TIMELINE, events=()), album(), language="en")
    assert "Nothing" in drawn


def german() -> str:
    """A session in long German words."""
    named = replace(stroke(), name=Text(by_language=(("de", f"Streichung {LONG} vom Oberschenkel abwärts"),)))
    words = (
        f"Von der Hüfte bis zum Knöchel, Hand um Hand, {LONG} WWWWWW MMMMMM, ganz ruhig und ohne Eile, wie es passt."
    )
    events = [
        replace(one, stroke=named)
        if isinstance(one, Beat)
        else replace(one, text=words)
        if isinstance(one, Say)
        else one
        for one in TIMELINE.events
    ]
    chapters = tuple(replace(one, title=f"Bein rechts und {LONG}") for one in TIMELINE.chapters)
    timeline = replace(TIMELINE, events=tuple(events), chapters=chapters)
    return timeline_svg(f"Abendmassage mit {LONG}", timeline, album(), language="de")


def everyday(language: str) -> str:
    """The picture of a built-in session in a language."""
    routine = repertoire.routine("everyday")
    script = write_script(routine, repertoire.vocabulary().phrases[language], language=language)
    clips = estimated(script)
    timeline = plan(script, clips, lengths_of(script, clips)[1])
    return timeline_svg(routine.title.say(language), timeline, album(), language=language)


@pytest.mark.real
@pytest.mark.skipif(not DRIVER, reason="needs chromium-driver")
def test_no_text_runs_out_of_the_picture_or_into_another(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "plan.html"
    languages = repertoire.routine("everyday").title.languages
    assert {"de", "en", "es", "fr", "it", "pt"} <= set(languages)
    for text in (german(), timeline_svg("Calm", TIMELINE, album(), language="en"), *map(everyday, languages)):
        file.write_text(f'{HEAD}<body style="margin: 0">{text}', "utf-8")
        browser.screen(360)
        browser.open(file.as_uri())
        browser.until("return document.fonts.status == 'loaded'")
        script = """return [...document.querySelectorAll('text')].map(one => {
          const r = one.getBoundingClientRect(); return [one.textContent, r.left, r.top, r.right, r.bottom]; })"""
        boxes = browser.run(script)
        assert boxes
        for words, left, top, right, bottom in boxes:
            assert left >= 0, words
            assert right <= 360, words
            others = [box for box in boxes if box[0] != words and box[1] < right - 1 and left + 1 < box[3]]
            assert not [box[0] for box in others if box[2] < bottom - 4 and top + 4 < box[4]], words


def test_a_word_that_is_longer_than_a_line_is_cut() -> None:
    lines = re.findall(r'class="title"[^>]*>([^<]*)<', german())
    assert lines[0] == "Abendmassage mit"
    assert "".join(line.removesuffix("-") for line in lines[1:]) == LONG


def test_chapters_tile_it() -> None:
    chapters = tuple(Chapter(start=samples(10 * n), end=samples(10 * n + 10), title=f"Part {n}") for n in range(4))
    drawn = ET.fromstring(timeline_svg("Four", replace(TIMELINE, chapters=chapters), album(), language="en"))  # noqa: S314
    heights = [float(one.get("y", "")) for one in of_class(drawn, "chapter")]
    assert len(heights) == 4
    assert heights == sorted(heights)
