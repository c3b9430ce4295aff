"""What the drawing of a session (``plan --svg``) shows, measured in the SVG itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from audioguide import repertoire
from audioguide.model.chapters import Chapter
from audioguide.model.timeline import Beat, Pause, Pulse, Say, Timeline
from audioguide.pictures.timeline import timeline_svg
from audioguide.rendering.cards import album
from audioguide.units import Samples

RATE = 44_100
SVG = "{http://www.w3.org/2000/svg}"


def at(second: float) -> Samples:
    return Samples(round(second * RATE))


def beat(start: float, end: float, index: int = 0, of: int = 1) -> Beat:
    stroke = repertoire.vocabulary().strokes["leg_indian_milk"]
    return Beat(start=at(start), end=at(end), stroke=stroke, side="right", index=index, of=of)


TIMELINE = Timeline(
    length=at(80),
    pulse=Pulse(tempo=60.0),
    events=(
        Say(start=at(10), end=at(14), text="From hip to ankle.", role="cue"),
        beat(15, 20, 0, 2),
        beat(20, 25, 1, 2),
        Pause(start=at(25), end=at(32.5)),
        Say(start=at(40), end=at(44), text="Eyes on you?", role="check"),
    ),
    chapters=(
        Chapter(start=at(0), end=at(35), title="Right leg"),
        Chapter(start=at(35), end=at(80), title="Left leg"),
    ),
    lead_in=at(2),
    fade_in=at(6),
    fade_out=at(15),
    silence=at(1.5),
)


@pytest.fixture(scope="module")
def drawing() -> ET.Element:
    return ET.fromstring(timeline_svg("A minute", TIMELINE, album(), language="en"))  # noqa: S314 - our own


def bars(drawing: ET.Element, name: str) -> list[tuple[float, float]]:
    """Where each bar begins, and how wide it is."""
    return [
        (float(one.get("x", "")), float(one.get("width", "")))
        for one in drawing.iter(f"{SVG}rect")
        if one.get("class") == name
    ]


def test_length_is_width_and_the_same_scale_holds_for_the_whole_picture(drawing: ET.Element) -> None:
    (cue, check), (first, second) = bars(drawing, "say"), bars(drawing, "beat")
    unit = (second[0] - first[0]) / 5  # a second
    assert first[0] - cue[0] == pytest.approx(5 * unit, abs=0.2)
    assert cue[1] == pytest.approx(4 * unit, abs=1.0)  # a hair is free between two bars
    assert check[1] == pytest.approx(cue[1], abs=0.2)
    assert first[1] == pytest.approx(5 * unit, abs=1.0)


def test_the_longest_row_fills_the_picture(drawing: ET.Element) -> None:
    first, second = bars(drawing, "beat")
    unit = (second[0] - first[0]) / 5
    assert bars(drawing, "say")[0][0] + 22.5 * unit == pytest.approx(386, abs=1)  # of 400, with a margin of 14


def test_a_pause_is_a_line_of_dots(drawing: ET.Element) -> None:
    (rest,) = [one.get("d", "") for one in drawing.iter(f"{SVG}path") if one.get("class") == "rest"]
    start, end = float(rest[1:].split()[0]), float(rest.partition("H")[2])
    first, second = bars(drawing, "beat")
    assert (end - start) / ((second[0] - first[0]) / 5) == pytest.approx(7.5, abs=0.5)


def test_every_stroke_can_be_drawn_within_its_row() -> None:
    strokes = repertoire.vocabulary().strokes.values()
    beats = tuple(
        replace(
            beat(12 * number, 12 * number + 6), stroke=stroke, side="left" if stroke.sides == "each" else stroke.sides
        )
        for number, stroke in enumerate(strokes)
    )
    length = at(12 * len(beats))
    timeline = replace(TIMELINE, events=beats, length=length, chapters=(Chapter(start=at(0), end=length, title="All"),))
    drawn = ET.fromstring(timeline_svg("All", timeline, album(), language="en"))  # noqa: S314 - our own
    tops = [float(one.get("y", "")) for one in drawn.findall(f"{SVG}svg")]
    assert len(tops) == len(beats)
    assert min(after - before for before, after in pairwise(tops)) >= 51  # a picture's height
