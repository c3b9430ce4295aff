"""What the drawing of a session (``plan --svg``) shows, measured in the SVG itself."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from audioguide import repertoire
from audioguide.model.timeline import Beat, Chapter, Pause, Pulse, Say, Timeline
from audioguide.pictures.timeline import timeline_svg
from audioguide.units import Samples

RATE = 44_100
SVG = "{http://www.w3.org/2000/svg}"


def at(second: float) -> Samples:
    return Samples(round(second * RATE))


TIMELINE = Timeline(
    length=at(60),
    pulse=Pulse(tempo=60.0),
    events=(
        Say(start=at(20), end=at(24), text="From hip to ankle.", role="cue"),
        Pause(start=at(25), end=at(32.5)),
    ),
    chapters=(Chapter(start=at(0), end=at(60), title="All"),),
    lead_in=at(2),
    fade_in=at(6),
    fade_out=at(15),
    silence=at(1.5),
)


@pytest.fixture(scope="module")
def drawing() -> ET.Element:
    landmarks = repertoire.vocabulary().landmarks
    return ET.fromstring(timeline_svg("A minute", TIMELINE, landmarks, language="en"))  # noqa: S314 - our own


@pytest.fixture(scope="module")
def bed(drawing: ET.Element) -> dict[float, float]:
    """How high the bed stands, as a share of its full height, by the second."""
    [shape] = (one for one in drawing.iter(f"{SVG}polygon") if one.get("class") == "bed")
    points = [(float(x), float(y)) for x, y in re.findall(r"([\d.]+),([\d.]+)", shape.get("points", ""))]
    [row] = (one for one in drawing.iter(f"{SVG}rect") if one.get("class") == "row")
    left, wide = float(row.get("x", "")), float(row.get("width", ""))
    bottom, top = max(y for _, y in points), min(y for _, y in points)
    return {round((x - left) / wide * 60, 1): (bottom - y) / (bottom - top) for x, y in points[1:-1]}


def test_under_words_the_bed_is_drawn_4_db_lower(bed: dict[float, float]) -> None:
    for second in (20.0, 24.0):
        assert bed[second] == pytest.approx(10 ** (-4 / 20), abs=0.01)
    for second in (19.6, 26.5):
        assert bed[second] == 1.0


def test_its_fades_are_drawn_over_8_and_15_seconds(bed: dict[float, float]) -> None:
    assert (bed[0.0], bed[8.0], bed[43.5]) == (0.0, 1.0, 1.0)
    assert bed[58.5] < 0.02
    assert bed[60.0] == 0.0


def test_a_pause_says_how_many_seconds_it_lasts(drawing: ET.Element) -> None:
    assert [one.text for one in drawing.iter(f"{SVG}text") if one.get("class") == "rest"] == ["… 7.5 s"]


def test_the_hands_of_every_stroke_are_drawn_within_their_row() -> None:
    vocabulary = repertoire.vocabulary()
    beats = tuple(
        Beat(
            start=at(12 * number),
            end=at(12 * number + 6),
            stroke=stroke,
            side="left" if stroke.sides == "each" else stroke.sides,
            index=0,
            of=1,
        )
        for number, stroke in enumerate(vocabulary.strokes.values())
    )
    length = at(12 * len(beats))
    timeline = replace(TIMELINE, events=beats, length=length, chapters=(Chapter(start=at(0), end=length, title="All"),))
    drawn = ET.fromstring(timeline_svg("All", timeline, vocabulary.landmarks, language="en"))  # noqa: S314 - our own
    rows = [
        (float(one.get("y", "")), float(one.get("height", "")))
        for one in drawn.iter(f"{SVG}rect")
        if one.get("class") == "row"
    ]
    lines = [one for one in drawn.iter(f"{SVG}polyline") if "hand" in one.get("class", "").split()]
    assert len(lines) >= len(beats)
    for line in lines:
        heights = [float(y) for _, y in re.findall(r"([\d.]+),([\d.]+)", line.get("points", ""))]
        assert any(top < min(heights) and max(heights) < top + high for top, high in rows)
