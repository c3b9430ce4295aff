"""A session as a picture."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from fakes.scripts import stroke
from fakes.sessions import TIMELINE

from audioguide import repertoire
from audioguide.model.timeline import Beat, Chapter, Say
from audioguide.pictures.timeline import LEFT_MARGIN, ROW_SAMPLES, UNITS_PER_SECOND, timeline_svg
from audioguide.units import SAMPLE_RATE, samples

LANDMARKS = repertoire.vocabulary().landmarks
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawing() -> ET.Element:
    return ET.fromstring(timeline_svg("Calm & quiet", TIMELINE, LANDMARKS, language="en"))  # noqa: S314 - our own


def of_class(drawing: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in drawing.iter() if name in one.get("class", "").split()]


def test_it_has_a_row_for_each_minute(drawing: ET.Element) -> None:
    assert len(of_class(drawing, "row")) == -(-TIMELINE.length // ROW_SAMPLES)


def test_titles_are_written_as_they_are(drawing: ET.Element) -> None:
    assert [one.text for one in of_class(drawing, "title")] == ["Calm & quiet"]
    assert [one.text for one in of_class(drawing, "chapter")] == [chapter.title for chapter in TIMELINE.chapters]


def test_a_cue_stands_where_it_is_spoken_and_is_as_wide_as_it_is_long(drawing: ET.Element) -> None:
    boxes = of_class(drawing, "say")
    first = TIMELINE.says[0]
    assert len(boxes) >= len(TIMELINE.says)
    assert float(boxes[0].get("x", "")) == pytest.approx(
        LEFT_MARGIN + first.start / SAMPLE_RATE * UNITS_PER_SECOND, abs=0.1
    )
    assert float(boxes[0].get("width", "")) == pytest.approx(
        (first.end - first.start) / SAMPLE_RATE * UNITS_PER_SECOND, abs=0.1
    )
    assert next(one.text for one in drawing.iter(f"{SVG}title")) == first.text


def test_every_repetition_has_its_contour(drawing: ET.Element) -> None:
    assert len(of_class(drawing, "end")) == len(TIMELINE.beats)
    lines = of_class(drawing, "hand")
    heights = [float(y) for y in re.findall(r",([\d.]+)", lines[0].get("points", ""))]
    assert (heights[-1] > heights[0]) == (TIMELINE.beats[0].stroke.toward == "away")  # lower on the page


def test_the_background_goes_down_under_words_and_at_the_end(drawing: ET.Element) -> None:
    beds = of_class(drawing, "bed")
    heights = [float(y) for bed in beds for y in re.findall(r",([\d.]+)", bed.get("points", ""))]
    assert len({round(height) for height in heights}) > 2


def test_what_goes_on_beyond_a_minute_is_drawn_in_both_rows() -> None:
    over = replace(
        TIMELINE,
        length=samples(180),
        events=(
            Say(start=samples(57), end=samples(62), text="From hip to ankle.", role="cue"),
            Beat(start=samples(117), end=samples(122), stroke=stroke(), side="right", index=0, of=1),
        ),
        chapters=(Chapter(start=samples(0), end=samples(180), title="All"),),
    )
    drawn = ET.fromstring(timeline_svg("Two", over, LANDMARKS, language="en"))  # noqa: S314 - our own
    assert [float(box.get("width", "")) for box in of_class(drawn, "say")] == [60.0, 40.0]  # 3 s and 2 s
    assert sum((one.text or "").startswith("From hip") for one in drawn.iter(f"{SVG}text")) == 1
    lines = of_class(drawn, "hand")
    starts = [float(line.get("points", "").split(",")[0]) for line in lines]
    assert len(lines) == 2
    assert starts[0] > starts[1]  # it goes on at the left
