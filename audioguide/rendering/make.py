"""From a request to a session that is kept: what takes its time.

mix -> encode -> keep
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from audioguide import repertoire
from audioguide.model.choices import SPEECH_LUFS
from audioguide.model.session import Session, Tags, titled
from audioguide.model.timeline import Timeline
from audioguide.pictures.cover import cover
from audioguide.plugins import Encoder
from audioguide.rendering.bed import open_beds
from audioguide.rendering.captions import webvtt
from audioguide.rendering.encode import STEMS, encode, write_stems
from audioguide.rendering.identity import VERSION
from audioguide.rendering.manifest import session_document
from audioguide.rendering.peaks import held_down, refuse_too_loud
from audioguide.rendering.publishing import publish, write_synced
from audioguide.rendering.request import Request
from audioguide.rendering.shelf import Shelf
from audioguide.rendering.speak import Progress
from audioguide.sound.mixer import mix, stems
from audioguide.sound.tones.stroke import tones_for
from audioguide.speech.narrator import Clips
from audioguide.units import Samples


def make(
    request: Request,
    timeline: Timeline,
    clips: Clips,
    *,
    encoder: Encoder,
    format_name: str,
    place: Callable[[], Path],
    stems_in: Path | None,
    workers: int,
    date: str,
    identity: str,
    progress: Progress | None,
) -> Session:
    """Mix, encode and publish; see `render.render`.

    `place` returns where the session belongs. It is asked again when the session is published: others may have been at
    work in the same folder meanwhile.

    Raises:
        SoundError: it would be too loud.
        AudioguideError: whatever else went wrong.
    """
    gain_db = request.loudness - SPEECH_LUFS
    parts = (
        timeline,
        held_down(clips, gain_db),
        tones_for(request.tones, repertoire.landmarks(), threads=workers),
        *open_beds(request.bed, timeline),
    )
    if stems_in is not None:
        write_stems(stems_in, stems(*parts, gain_db=gain_db))
    tags = _tags(request, clips.credit, date)
    path = place()
    with Shelf(path.parent).staging_dir() as staging:
        pieces, meter = encode(
            timeline,
            partial(mix, *parts, gain_db=gain_db),
            encoder,
            staging,
            workers=workers,
            progress=progress,
        )
        refuse_too_loud(meter.true_peak, loudness=request.loudness, bed=request.bed)
        sound = staging / f"session{encoder.suffix}"
        digest = write_synced(sound, encoder.join(timeline, pieces, tags))
        session = Session(
            path=path,
            title=request.script.title,
            routine=request.routine.id,
            guidance=request.script.guidance,
            language=request.script.language,
            voice=request.voice.identity,
            credit=clips.credit,
            format=format_name,
            bed=Path(request.bed).name,
            identity=identity,
            digest=digest,
            size=sound.stat().st_size,
            length=timeline.length,
            afterwards=Samples(timeline.length - timeline.massage),
            chapters=timeline.chapters,
            left_out=timeline.left_out,
            loudness=meter.loudness,
            true_peak=meter.true_peak,
            date=date,
            baby=str(request.asked.get("baby") or ""),
        )
        document = session_document(session, timeline, {"audioguide": VERSION}, request.asked)
        return replace(session, path=publish(sound, document, webvtt(timeline), path.parent, place))


def taken_stem(folder: Path) -> Path | None:
    """Return a stem that stands in a folder already."""
    return next((path for name in STEMS if (path := folder / f"{name}.wav").exists()), None)


def _tags(request: Request, credit: str, date: str) -> Tags:
    series, language = request.routine.series, request.script.language
    safety = [cue.text for cue in request.script.cues if cue.role == "safety"]
    return Tags(
        title=titled(request.script.title, str(request.asked.get("baby") or "")),
        artist="audioguide",
        album=(series or request.routine).title.say(language),
        language=language,
        comment=" ".join([*safety, credit]).rstrip(),
        date=date,
        track=(series.number, series.of) if series else (1, 1),
        cover=cover(request.routine.id),
    )
