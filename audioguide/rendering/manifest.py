"""A timeline and a session as JSON: what ``plan --json`` prints and what lies beside every MP3.

`PLAN_SCHEMA` and `SESSION_SCHEMA` describe the form. Positions are in samples where the name says nothing else, so that
nothing is rounded.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from audioguide.model.chapters import Chapter, Dropped, LeftOut
from audioguide.model.routine import GUIDANCE_LEVELS
from audioguide.model.session import Session
from audioguide.rendering.json_values import as_matching, as_number, as_object, as_objects, as_text, as_whole
from audioguide.units import SAMPLE_RATE, Samples, milliseconds

if TYPE_CHECKING:
    from audioguide.model.timeline import Event, Timeline

MAKER = "audioguide"

Document = dict[str, Any]
"""JSON, ready to be written."""

LONGEST_SECONDS = 24 * 3600
LARGEST_BYTES = 1 << 40
MOST_CHAPTERS = 10_000
MOST_EVENTS = 4 * LONGEST_SECONDS
LOUDEST = 20.0
"""Of a session that is read again: far above what is ever made."""
SILENCE = -70.0
"""LUFS and dBTP that are written where there is less, or nothing at all: the gate under which BS.1770 hears nothing."""


def timeline_document(timeline: Timeline) -> Document:
    """Describe a timeline."""
    return {
        "sample_rate": SAMPLE_RATE,
        "length_samples": timeline.length,
        "afterwards_samples": timeline.length - timeline.massage,
        "tempo": timeline.pulse.tempo,
        "chapters": [
            {"title": chapter.title, "start_ms": milliseconds(chapter.start), "end_ms": milliseconds(chapter.end)}
            for chapter in timeline.chapters
        ],
        "left_out": [{"kind": one.kind, "name": one.name} for one in timeline.left_out],
        "events": [dict(_event(event)) for event in timeline.events],
    }


def session_document(
    session: Session, timeline: Timeline, versions: Mapping[str, str], asked: Mapping[str, object] | None = None
) -> Document:
    """Describe a finished session: what was asked for, how it was made, how it sounds, and its timeline."""
    return {
        "maker": MAKER,
        "versions": dict(versions),
        "asked": dict(asked or {}),
        "title": session.title,
        "routine": session.routine,
        "guidance": session.guidance,
        "language": session.language,
        "voice": session.voice,
        "credit": session.credit,
        "bed": session.bed,
        "date": session.date,
        "identity": session.identity,
        "file": session.path.name,
        "format": session.format,
        "sha256": session.digest,
        "size_bytes": session.size,
        "loudness_lufs": round(max(SILENCE, session.loudness), 2),
        "true_peak_dbtp": round(max(SILENCE, session.true_peak), 2),
        **timeline_document(timeline),
    }


def read_document(words: str) -> Document:
    """Read a manifest; what is no JSON, such as NaN and infinity, is no manifest.

    Raises:
        ValueError: it is none.
    """
    try:
        document: Document = json.loads(words, parse_float=_finite, parse_constant=_finite)
    except RecursionError as error:
        raise ValueError("too deep") from error
    return document


def read_session(document: Document, path: Path) -> Session:
    """Make a session of its manifest.

    Args:
        document: what `session_document` has made.
        path: where the sound file is.

    Raises:
        ValueError: it is not a manifest, or something in it is not what it should be.
    """
    got = as_object(document).get
    if got("maker") != MAKER:
        raise ValueError("no manifest of ours")
    size, length = got("size_bytes"), as_whole(got("length_samples"), 1, LONGEST_SECONDS * SAMPLE_RATE)
    return Session(
        path=path,
        title=as_text(got("title")),
        routine=as_text(got("routine")),
        guidance=as_matching(got("guidance"), "|".join(GUIDANCE_LEVELS)),
        language=as_text(got("language")),
        voice=as_matching(got("voice"), r"[^\s/].*"),  # its name, and whatever tells it from others of that name
        credit=as_text(got("credit") or ""),
        format=as_text(got("format") or path.suffix[1:].lower()),
        bed=as_text(got("bed")),
        identity=as_text(got("identity")),
        digest=as_matching(got("sha256"), "[0-9a-f]{64}"),
        size=None if size is None else as_whole(size, 0, LARGEST_BYTES),
        length=Samples(length),
        afterwards=Samples(as_whole(got("afterwards_samples") or 0, 0, length - 1)),
        chapters=tuple(_chapter(chapter) for chapter in as_objects(got("chapters"), 1, MOST_CHAPTERS)),
        left_out=tuple(_left_out(one) for one in as_objects(got("left_out"), 0, MOST_CHAPTERS)),
        loudness=as_number(got("loudness_lufs"), SILENCE, LOUDEST),
        true_peak=as_number(got("true_peak_dbtp"), SILENCE, LOUDEST),
        date=as_matching(got("date") or "", r"(\d{4}-\d\d-\d\d)?"),
        baby=_baby(got("asked")),
    )


def read_events(document: Document, kind: Literal["say", "beat"]) -> tuple[Document, ...]:
    """Return the events of a kind from a manifest, each with what `_READ` names.

    Raises:
        ValueError: something in them is not what it should be.
    """
    events = as_objects(as_object(document).get("events"), 0, MOST_EVENTS)
    return tuple(
        {key: read(event.get(key)) for key, read in _READ[kind].items()}
        for event in events
        if event.get("kind") == kind
    )


def _place(value: object) -> Samples:
    return Samples(as_whole(value, 0, LONGEST_SECONDS * SAMPLE_RATE))


def _count(value: object) -> int:
    return as_whole(value, 0, MOST_EVENTS)


_READ: Mapping[str, Mapping[str, Callable[[object], object]]] = {
    "say": {"start": _place, "text": as_text},
    "beat": {"start": _place, "end": _place, "stroke": as_text, "side": as_text, "index": _count},
}
"""How the values of an event are read."""


def _baby(asked: object) -> str:
    """Return for whom it was made. What was asked for is judged where it is asked for again: without it, it plays."""
    try:
        return as_text(as_object(asked).get("baby") or "")
    except ValueError:
        return ""


def _chapter(chapter: Document) -> Chapter:
    start, end = (as_whole(chapter.get(key), 0, LONGEST_SECONDS * 1000) for key in ("start_ms", "end_ms"))
    return Chapter(start=_samples(start), end=_samples(end), title=as_text(chapter.get("title")))


def _left_out(one: Document) -> LeftOut:
    kinds: dict[object, Dropped] = {kind: kind for kind in get_args(Dropped)}
    kind = kinds.get(as_text(one.get("kind")))
    if kind is None:
        raise ValueError("no such kind")
    return LeftOut(kind=kind, name=as_text(one.get("name")))


def _event(event: Event) -> Iterator[tuple[str, object]]:
    from audioguide.model.timeline import Beat, Say  # noqa: PLC0415 - imported late: a session is read without events

    yield "kind", type(event).__name__.lower()
    yield "start", event.start
    yield "end", event.end
    if isinstance(event, Say):
        yield "text", event.text
        yield "role", event.role
    elif isinstance(event, Beat):
        yield "stroke", event.stroke.id
        yield "side", event.side
        yield "index", event.index
        yield "of", event.of


def _finite(written: str) -> float:
    found = float(written)
    if not math.isfinite(found):
        raise ValueError(written)
    return found


def _samples(thousandths: int) -> Samples:
    return Samples(round(thousandths * SAMPLE_RATE / 1000))


def _object(*, optional: Collection[str] = (), **properties: object) -> Document:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_NUMBER = {"type": "number"}
_TIMELINE: Document = {
    "sample_rate": {"const": SAMPLE_RATE},
    "length_samples": _COUNT,
    "afterwards_samples": _COUNT,
    "tempo": _NUMBER,
    "chapters": {"type": "array", "items": _object(title=_TEXT, start_ms=_COUNT, end_ms=_COUNT)},
    "left_out": {"type": "array", "items": _object(kind=_TEXT, name=_TEXT)},
    "events": {
        "type": "array",
        "items": {
            "oneOf": [
                _object(kind={"const": "say"}, start=_COUNT, end=_COUNT, text=_TEXT, role=_TEXT),
                _object(
                    kind={"const": "beat"}, start=_COUNT, end=_COUNT, stroke=_TEXT, side=_TEXT, index=_COUNT, of=_COUNT
                ),
                _object(kind={"const": "pause"}, start=_COUNT, end=_COUNT),
            ]
        },
    },
}
_LATER = ("credit", "date", "format", "size_bytes", "afterwards_samples")
"""What manifests of earlier releases do not have."""
PLAN_SCHEMA: Document = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_object(**_TIMELINE)}
"""The form of ``plan --json``."""
SESSION_SCHEMA: Document = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_object(
        optional=_LATER,
        maker={"const": MAKER},
        versions={"type": "object", "additionalProperties": _TEXT},
        asked={"type": "object"},
        **dict.fromkeys(
            (
                "title",
                "routine",
                "guidance",
                "language",
                "voice",
                "credit",
                "bed",
                "date",
                "identity",
                "file",
                "format",
                "sha256",
            ),
            _TEXT,
        ),
        size_bytes=_COUNT,
        loudness_lufs=_NUMBER,
        true_peak_dbtp=_NUMBER,
        **_TIMELINE,
    ),
}
"""The form of the manifest beside a session."""
