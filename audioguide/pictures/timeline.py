"""A session as a picture: a row a minute, with chapters, cues, the contour of every stroke, and the ducking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from math import log2
from textwrap import wrap

from audioguide.model.geometry import Landmark
from audioguide.model.timeline import Beat, Chapter, Pause, Say, Timeline
from audioguide.sound.automation import DUCK_DB, ducking, fading
from audioguide.sound.tones.contour import contours
from audioguide.units import SAMPLE_RATE, Samples, gain, samples, seconds

ROW_SAMPLES = samples(60)
"""The time in a row."""
UNITS_PER_SECOND = 20.0
"""Horizontal scale of the drawing."""
LEFT_MARGIN, TOP_MARGIN, ROW_HEIGHT = 64.0, 64.0, 128.0
"""The top left corner of the rows, and the height of each, in units of the drawing."""
TITLE_Y, CUE_Y, CONTOUR_Y, NAME_Y, BED_Y = 14.0, 30.0, 60.0, 100.0, 118.0
"""From the top of a row: chapters, cues, the middle of the contours, names of strokes, the bottom of the bed."""
OCTAVE_HEIGHT = 38.0
"""Height of an octave."""
CENTRE_LOG2_HZ = log2(392.0)
"""The pitch that is drawn at `CONTOUR_Y`."""
BED_HEIGHT = 14.0
"""Height of the bed at full level."""
CONTOUR_POINTS = 24
"""Segments of the polyline of a contour."""
LETTER_WIDTH = 5.4
"""Average width of a letter of a cue."""

STYLE = """
svg { font-family: system-ui, sans-serif } .paper { fill: #fffdf8 }
text { fill: #403a34; font-size: 10px }
.title { font-size: 20px; font-weight: 600 } .clock { font-size: 11px; fill: #8a8178; text-anchor: end }
.chapter { font-size: 11px; font-weight: 600 } .rest { fill: #a39a90 }
.row { fill: #f6f1e7 } .start { stroke: #b9ae9f; stroke-width: 1.5 } .second { stroke: #e6ded1; stroke-width: 1 }
.say { fill: #f3d9a4 } .bed { fill: #d8dfe6 }
.hand { fill: none; stroke-linecap: round; stroke-linejoin: round; stroke-width: 2.5 }
.right { stroke: #b4593f } .left { stroke: #3f6fb4 } .both, .midline { stroke: #4d8a57 }
.end { fill: #403a34 } .name { fill: #6c645b }
"""

KEY = (
    "Words are yellow. Lines are hands, higher where the tone is higher: the baby's right red, left blue, "
    "both and the middle green. Grey is the background, lower under words."
)


def timeline_svg(title: str, timeline: Timeline, landmarks: Mapping[str, Landmark], *, language: str) -> str:
    """Draw a timeline as SVG.

    Args:
        title: of the session.
        timeline: what is heard when.
        landmarks: by ``view.name``, for the contours of the strokes.
        language: of the strokes' names.

    Returns:
        An SVG document.
    """
    rows = -(-timeline.length // ROW_SAMPLES)
    width, height = LEFT_MARGIN + seconds(ROW_SAMPLES) * UNITS_PER_SECOND + 20.0, TOP_MARGIN + rows * ROW_HEIGHT + 12.0
    body = [
        *_rows(timeline, rows),
        *_bed(timeline),
        *(mark for chapter in timeline.chapters for mark in _chapter(chapter)),
        *(mark for say in timeline.says for mark in _cue(say)),
        *(mark for beat in timeline.beats for mark in _stroke(beat, landmarks, language)),
        *(_pause(event) for event in timeline.events if isinstance(event, Pause)),
    ]
    size = f'width="{width:g}" height="{height:g}"'
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" {size}>',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" {size}/>',
            f'<text class="title" x="{LEFT_MARGIN:g}" y="30">{escape(title)}</text>',
            f'<text class="name" x="{LEFT_MARGIN:g}" y="48">{KEY}</text>',
            *body,
            "</svg>\n",
        )
    )


def _at(position: float) -> tuple[float, float]:
    """Return x of a position in samples, and y of the top of its row."""
    row = int(position // ROW_SAMPLES)
    return LEFT_MARGIN + (position - row * ROW_SAMPLES) / SAMPLE_RATE * UNITS_PER_SECOND, TOP_MARGIN + row * ROW_HEIGHT


def _rows(timeline: Timeline, rows: int) -> Iterator[str]:
    for row in range(rows):
        until = min(ROW_SAMPLES, timeline.length - row * ROW_SAMPLES)
        wide, top = until / SAMPLE_RATE * UNITS_PER_SECOND, TOP_MARGIN + row * ROW_HEIGHT
        yield f'<rect class="row" x="{LEFT_MARGIN:g}" y="{top:g}" width="{wide:g}" height="{ROW_HEIGHT - 8:g}" rx="4"/>'
        yield f'<text class="clock" x="{LEFT_MARGIN - 8:g}" y="{top + TITLE_Y:g}">{row}:00</text>'
        for second in range(10, int(until / SAMPLE_RATE) + 1, 10):
            x = LEFT_MARGIN + second * UNITS_PER_SECOND
            yield f'<path class="second" d="M{x:g} {top:g}v{ROW_HEIGHT - 8:g}"/>'


def _chapter(chapter: Chapter) -> Iterator[str]:
    x, top = _at(chapter.start)
    yield f'<path class="start" d="M{x:.1f} {top:.1f}v{ROW_HEIGHT - 8:g}"/>'
    yield _text("chapter", chapter.title, x + 4.0, top + TITLE_Y - 2.0)


def _cue(say: Say) -> Iterator[str]:
    """The time that it takes as a box, and as much of its words as fits beside; the whole is its title."""
    for start, end in _in_rows(say.start, say.end):
        x, top = _at(start)
        wide = (end - start) / SAMPLE_RATE * UNITS_PER_SECOND
        yield f'<g><title>{escape(say.text)}</title><rect class="say" x="{x:.1f}" y="{top + CUE_Y - 11:.1f}" '
        yield f'width="{wide:.1f}" height="88" rx="3"/>'
        if start == say.start:
            lines = wrap(say.text, max(8, int((wide - 4) / LETTER_WIDTH)))[:7]
            for number, line in enumerate(lines):
                yield f'<text x="{x + 3:.1f}" y="{top + CUE_Y + 11 * number:.1f}">{escape(line)}</text>'
        yield "</g>"


def _stroke(beat: Beat, landmarks: Mapping[str, Landmark], language: str) -> Iterator[str]:
    length = beat.end - beat.start
    for contour in contours(beat.stroke, beat.side, landmarks, length / SAMPLE_RATE, CONTOUR_POINTS + 1):
        points = []
        for number, pitch in enumerate(contour.pitch):
            # The last point stays in the row of its repetition.
            x, top = _at(beat.start + number / CONTOUR_POINTS * (length - 0.3 * SAMPLE_RATE))
            points.append((x, top, CONTOUR_Y - OCTAVE_HEIGHT * (log2(float(pitch)) - CENTRE_LOG2_HZ)))
        for line in _same_row(points):
            drawn = " ".join(f"{x:.1f},{top + y:.1f}" for x, top, y in line)
            yield f'<polyline class="hand {beat.side}" points="{drawn}"/>'
        x, top, y = points[-1]
        last = beat.index == beat.of - 1
        yield f'<circle class="end" cx="{x:.1f}" cy="{top + y:.1f}" r="{3.2 if last else 1.6}"/>'
    if beat.index == 0:
        x, top = _at(beat.start)
        yield _text("name", f"{beat.of} x {beat.stroke.name.say(language)}", x, top + NAME_Y)


def _pause(pause: Pause) -> str:
    x, top = _at(pause.start)
    return _text("rest", f"… {seconds(Samples(pause.end - pause.start)):.3g} s", x + 2.0, top + CONTOUR_Y + 3.0)


def _text(kind: str, words: str, x: float, y: float) -> str:
    """Write a line; it ends with the row where it would go beyond it."""
    edge = LEFT_MARGIN + seconds(ROW_SAMPLES) * UNITS_PER_SECOND
    late = x + LETTER_WIDTH * len(words) > edge
    anchor = f'x="{edge:.1f}" text-anchor="end"' if late else f'x="{x:.1f}"'
    return f'<text class="{kind}" {anchor} y="{y:.1f}">{escape(words)}</text>'


def _bed(timeline: Timeline) -> Iterator[str]:
    """The background's level: fades and ducking."""
    duck, fade = ducking(timeline.says), fading(timeline)
    places = sorted({*duck.positions, *fade.positions, *range(0, timeline.length + 1, ROW_SAMPLES), timeline.length})
    for row in range(-(-timeline.length // ROW_SAMPLES)):
        start, end = row * ROW_SAMPLES, min((row + 1) * ROW_SAMPLES, timeline.length)
        inside = [place for place in places if start <= place <= end]
        bottom = TOP_MARGIN + row * ROW_HEIGHT + BED_Y
        line = []
        for place in inside:
            x = LEFT_MARGIN + (place - start) / SAMPLE_RATE * UNITS_PER_SECOND
            level = fade.at(place) * (1.0 - (1.0 - gain(DUCK_DB)) * duck.at(place))
            line.append(f"{x:.1f},{bottom - BED_HEIGHT * level:.1f}")
        right = LEFT_MARGIN + (end - start) / SAMPLE_RATE * UNITS_PER_SECOND
        yield f'<polygon class="bed" points="{LEFT_MARGIN:g},{bottom:g} {" ".join(line)} {right:.1f},{bottom:g}"/>'


def _in_rows(start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split a range of samples at the ends of rows."""
    while start < end:
        until = min(end, (start // ROW_SAMPLES + 1) * ROW_SAMPLES)
        yield start, until
        start = until


def _same_row(points: Iterable[tuple[float, float, float]]) -> Iterator[list[tuple[float, float, float]]]:
    line: list[tuple[float, float, float]] = []
    for point in points:
        if line and line[-1][1] != point[1]:
            yield line
            line = []
        line.append(point)
    yield line
