"""A session as a picture: a row for each chapter, in it each stroke with its picture, its words and how long it takes.

It has no size of its own: as wide as a phone, or as a sheet of A3. Everything in it is to scale: one unit of a bar is
the same time in the whole picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from audioguide.model.chapters import Chapter
from audioguide.model.timeline import Beat, Event, Pause, Say, Timeline
from audioguide.pictures.cards.album import Album
from audioguide.pictures.cards.picture import HEIGHT, WIDTH, picture
from audioguide.pictures.fonts import STACK, faces
from audioguide.units import SAMPLE_RATE

PAGE, MARGIN, COLUMN = 400.0, 14.0, 94.0
"""The width of the drawing, what is free at its sides, and where words and bars begin; in its units."""
_ROOM = PAGE - MARGIN - COLUMN
"""For words and bars."""
_PICTURE = (68.0, 68.0 * HEIGHT / WIDTH)
"""Of a stroke."""
_NAME, _WORDS, _LEADING, _BAR = 13.0, 11.0, 14.0, 8.0
"""Sizes of letters, the distance of two lines of words, the height of a bar."""
_GAP = 11.0
"""Between two strokes."""
_BOLD = 1.04
"""How much wider bold letters are."""
_WIDTHS = {"ijIl.,:;'|! ": 0.3, "()[]-/frt": 0.41, "mwM@%": 0.94, "W": 1.12}
"""Of letters, against their size, at most; all others by case."""
_CAPITAL, _SMALL = 0.8, 0.6
_TITLE, _CHAPTER, _CLOCK = 22.0, 16.0, 44.0
"""Sizes of letters, and the room for a time beside them."""

_STYLE = f"""
svg {{ font-family: {STACK} }} .paper {{ fill: #fffdf8 }} text {{ fill: #3b2d27; font-size: {_WORDS:g}px }}
.title {{ font-size: {_TITLE:g}px; font-weight: 700 }} .chapter {{ font-size: {_CHAPTER:g}px; font-weight: 700 }}
.name {{ font-size: {_NAME:g}px; font-weight: 700 }} .clock, .words {{ fill: #6b4f3e }} .clock {{ text-anchor: end }}
.rule {{ stroke: #e6cdb9 }} .say {{ fill: #ad7a1c }} .beat {{ fill: #0f6b74 }}
.rest {{ stroke: #8a7a6c; stroke-width: 2; stroke-linecap: round; stroke-dasharray: 0.1 4 }}
@media (prefers-color-scheme: dark) {{
.paper {{ fill: #1f1a1b }} text {{ fill: #f4ebe2 }} .clock, .words {{ fill: #cbb9ad }} .rule {{ stroke: #463935 }}
.say {{ fill: #e3b65c }} .beat {{ fill: #6cc3c8 }} .rest {{ stroke: #a3948a }} .picture {{ opacity: 0.88 }} }}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A stroke with its words, or words alone."""

    events: tuple[Event, ...]

    @property
    def beat(self) -> Beat | None:
        return next((event for event in self.events if isinstance(event, Beat)), None)

    @property
    def words(self) -> str:
        return " ".join(event.text for event in self.events if isinstance(event, Say))

    @property
    def seconds(self) -> float:
        return (self.events[-1].end - self.events[0].start) / SAMPLE_RATE


def timeline_svg(title: str, timeline: Timeline, album: Album, *, language: str) -> str:
    """Draw a session.

    Args:
        title: of the routine.
        timeline: what will be heard.
        album: what the pictures of the strokes are drawn from.
        language: of the strokes' names.

    Returns:
        An SVG document.
    """
    chapters = [(chapter, tuple(_entries(_within(chapter, timeline.events)))) for chapter in timeline.chapters]
    longest = max((entry.seconds for _, entries in chapters for entry in entries), default=1.0)
    y, body = _headed("title", title, _TITLE, 6.0, timeline.length)
    for chapter, entries in chapters:
        body.append(f'<path class="rule" d="M{MARGIN:g} {y + 8:.1f}H{PAGE - MARGIN:g}"/>')
        y, head = _headed("chapter", chapter.title, _CHAPTER, y + 12, chapter.start)
        body += head
        for entry in entries:
            height, drawn = _drawn(entry, y, _ROOM / longest, album, language)
            body += drawn
            y += height + _GAP
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PAGE:g} {y + MARGIN:.0f}">',
            f"<style>{faces()}{_STYLE}</style>",
            f'<rect class="paper" width="{PAGE:g}" height="{y + MARGIN:.0f}"/>',
            *body,
            "</svg>\n",
        )
    )


def _headed(kind: str, title: str, size: float, top: float, time: int) -> tuple[float, list[str]]:
    """Draw a title with a time beside it: where it ends, and its shapes."""
    lines = wrapped(title, size * _BOLD, PAGE - 2 * MARGIN - _CLOCK)
    shapes = [_text(kind, line, MARGIN, top + size * (1.1 + 1.3 * row)) for row, line in enumerate(lines)]
    return top + size * (0.55 + 1.3 * len(lines)), [*shapes, _clock_label(time, top + size * 1.1)]


def _within(chapter: Chapter, events: Iterable[Event]) -> Iterator[Event]:
    return (event for event in events if chapter.start <= event.start < chapter.end)


def _entries(events: Iterable[Event]) -> Iterator[_Entry]:
    """Gather what belongs to a stroke: the words before it, its repetitions, the pauses after it."""
    gathered: list[Event] = []
    last: Beat | None = None
    for event in events:
        same = isinstance(event, Beat) and last and (event.stroke.id, event.side) == (last.stroke.id, last.side)
        if last and not same and not isinstance(event, Pause):
            yield _Entry(events=tuple(gathered))
            gathered, last = [], None
        gathered.append(event)
        last = event if isinstance(event, Beat) else last
    if gathered:
        yield _Entry(events=tuple(gathered))


def _drawn(entry: _Entry, top: float, scale: float, album: Album, language: str) -> tuple[float, list[str]]:
    """Draw an entry from `top` on, `scale` units a second: its height, and its shapes."""
    shapes, y, beat = [], top, entry.beat
    if beat:
        name = beat.stroke.name.say(language)
        width, height = _PICTURE
        small = picture(beat.stroke, beat.side, album, title=name)
        place = f'<svg class="picture" x="{MARGIN:g}" y="{top:.1f}" width="{width:g}" height="{height:g}"'
        shapes.append(small.replace("<svg", place, 1))
        lines = wrapped(f"{name} · {beat.of} \N{MULTIPLICATION SIGN}", _NAME * _BOLD, _ROOM)
        for line in lines:
            y += _NAME * 1.2
            shapes.append(_text("name", line, COLUMN, y - 3))
    for line in wrapped(entry.words, _WORDS, _ROOM):
        y += _LEADING
        shapes.append(_text("words", line, COLUMN, y - 3))
    y += 4.0
    shapes += (_bar(event, entry.events[0].start, y, scale) for event in entry.events)
    y += _BAR
    return max(y - top, _PICTURE[1] if beat else 0.0), shapes


def _bar(event: Event, start: int, top: float, scale: float) -> str:
    """Draw how long an event takes: words and repetitions as bars, a pause as dots."""
    left = COLUMN + (event.start - start) / SAMPLE_RATE * scale
    width = (event.end - event.start) / SAMPLE_RATE * scale
    if isinstance(event, Pause):
        middle = top + _BAR / 2
        return f'<path class="rest" d="M{left + 2:.1f} {middle:.1f}H{max(left + 2.1, left + width - 2):.1f}"/>'
    kind = "say" if isinstance(event, Say) else "beat"
    return (
        f'<rect class="{kind}" x="{left:.1f}" y="{top:.1f}" width="{max(0.6, width - 0.8):.1f}" height="{_BAR:g}" '
        f'rx="{min(_BAR / 2, width / 3):.1f}"/>'
    )


def wrapped(words: str, size: float, room: float) -> Sequence[str]:
    """Break words into lines that have room in `room` units, in letters of a size."""
    lines: list[str] = []
    for word in (piece for whole in words.split() for piece in _pieces(whole, size, room)):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _pieces(word: str, size: float, room: float) -> Iterator[str]:
    """Cut a word that is longer than a line."""
    while width_of(word, size) > room:
        cut = next(end for end in range(len(word), 0, -1) if end == 1 or width_of(f"{word[:end]}-", size) <= room)
        yield f"{word[:cut]}-"
        word = word[cut:]
    yield word


def width_of(text: str, size: float) -> float:
    """Return how wide letters are, at most."""
    return size * sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    known = (width for letters, width in _WIDTHS.items() if letter in letters)
    return next(known, _CAPITAL if letter.isupper() else _SMALL)


def _clock_label(position: int, y: float) -> str:
    minutes, seconds = divmod(round(position / SAMPLE_RATE), 60)
    return _text("clock", f"{minutes}:{seconds:02}", PAGE - MARGIN, y)


def _text(kind: str, words: str, x: float, y: float) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'
