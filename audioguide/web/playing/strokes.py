"""What hands do when, from a session's manifest: the strokes in order, each with the starts of its repetitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from audioguide import repertoire
from audioguide.model.session import Session
from audioguide.model.stroke import Stroke
from audioguide.pictures.cards import picture, sides_of
from audioguide.pictures.cards.page import plain, seen
from audioguide.rendering.cards import album
from audioguide.rendering.manifest import Document
from audioguide.units import SAMPLE_RATE


def strokes_of(beats: Sequence[Document], language: str) -> Iterator[dict[str, Any]]:
    """Yield the strokes of a session, for JSON; times in seconds, to the millisecond.

    Args:
        beats: as `read_events` reads them. A stroke of the family's own has a name here, but no picture.
        language: of the session.
    """
    starts = [place for place, beat in enumerate(beats) if beat["index"] == 0]
    for first, after in zip(starts, [*starts[1:], len(beats)], strict=True):
        yield _stroke(beats[first:after], language)


def stroke_picture(session: Session, stroke_id: str, side: str, *, moving: bool) -> str | None:
    """Return the picture of a stroke as SVG, in the colours of the session's family; None where there is none."""
    stroke = _known(stroke_id, session.language)
    if stroke is None or side not in sides_of(stroke):
        return None
    title = seen(stroke, repertoire.phrases()[session.language], session.language)
    return picture(stroke, side, album(session.routine), title=title, moving=moving)


def _known(stroke_id: str, language: str) -> Stroke | None:
    """Return a stroke of the repertoire; None where there is none of this id, or no words for it in a language."""
    stroke = repertoire.strokes().get(stroke_id)
    has_words = stroke and language in dict(stroke.name.by_language) and language in repertoire.phrases()
    return stroke if has_words else None


def _stroke(beats: Sequence[Document], language: str) -> dict[str, Any]:
    first = beats[0]
    stroke = _known(first["stroke"], language)
    return {
        "id": first["stroke"],
        "side": first["side"],
        "starts": [round(beat["start"] / SAMPLE_RATE, 3) for beat in beats],
        "end": round(beats[-1]["end"] / SAMPLE_RATE, 3),
        "name": stroke.name.say(language) if stroke else "",
        "cue": plain(stroke.cue.printed(language), repertoire.phrases()[language]) if stroke else "",
        "pictured": stroke is not None and first["side"] in sides_of(stroke),
    }
