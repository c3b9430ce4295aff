"""A small timeline with one of everything, and a session made of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audioguide.model.chapters import Chapter, LeftOut
from audioguide.model.session import Session
from audioguide.model.timeline import Beat, Pause, Pulse, Say, Timeline
from audioguide.rendering.manifest import session_document
from audioguide.rendering.publishing import publish, write_synced
from audioguide.units import samples
from fakes.scripts import stroke

TIMELINE = Timeline(
    length=samples(40),
    pulse=Pulse(tempo=60.0),
    events=(
        Say(start=samples(4), end=samples(5.5), text="From hip to ankle.", role="cue"),
        Beat(start=samples(6), end=samples(11), stroke=stroke(), side="right", index=0, of=2),
        Beat(start=samples(11), end=samples(16), stroke=stroke(), side="right", index=1, of=2),
        Pause(start=samples(16), end=samples(20)),
    ),
    chapters=(
        Chapter(start=samples(0), end=samples(16), title="Right leg"),
        Chapter(start=samples(16), end=samples(40), title="Goodbye"),
    ),
    lead_in=samples(2),
    fade_in=samples(6),
    fade_out=samples(15),
    silence=samples(1.5),
    left_out=(LeftOut(kind="part", name="Face"),),
)


def session(path: Path) -> Session:
    return Session(
        path=path,
        title="Everyday",
        routine="everyday",
        guidance="practised",
        format=path.suffix[1:],
        language="en",
        voice="hibari/0.2.1/heart/en",
        bed="heartbeat",
        identity="abc",
        digest="0" * 64,
        size=5,
        length=TIMELINE.length,
        chapters=TIMELINE.chapters,
        left_out=TIMELINE.left_out,
        loudness=-23.45,
        true_peak=-4.12,
    )


def put_session(target: Path, sound: bytes, made: Session | None = None, timeline: Timeline = TIMELINE) -> Session:
    """Put a session with this sound where there is nothing else."""
    draft = target.with_name("draft.sound")
    digest = write_synced(draft, [sound])
    made = replace(made or session(target), path=target, digest=digest, size=len(sound))
    publish(draft, session_document(made, timeline, {}), "WEBVTT\n", target.parent, lambda: target)
    return made
