"""From a request to a session: the one place where the stages meet.

narrate -> plan -> mix -> encode -> keep
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from audioguide import plugins, repertoire
from audioguide.audio import Clip
from audioguide.cache import Cache
from audioguide.captions import webvtt
from audioguide.cover import cover
from audioguide.errors import LengthError, ShelfError
from audioguide.manifest import session_document
from audioguide.mixer import mix, stems
from audioguide.narrator import Clips, narrate
from audioguide.planner import plan
from audioguide.plugins import Encoder
from audioguide.recorder import STEMS, record, write_stems
from audioguide.request import VOICE, Request, instead_of
from audioguide.session import Session, Tags
from audioguide.shelf import Shelf, publish, session_at, taken, write_sound
from audioguide.timeline import Timeline
from audioguide.tones import beds
from audioguide.tones.stroke import tones_for
from audioguide.units import Samples, format_duration, seconds

Progress = Callable[[str, int, int, str], None]
"""Called with what is being done, how much of it, of how much, and on what: ``("speaking", 3, 58, "Hold.")``."""

USUAL_FORMAT = "mp3"
VERSION = importlib.metadata.version("audioguide")


def identity_of(request: Request) -> str:
    """Return a hash of everything that the session is made from."""
    made_from = (
        VERSION,
        request.script,
        request.routine.pronounce,
        request.routine.series,
        request.voice.identity,
        beds.identity_of(request.bed),
        request.tones,
        request.loudness,
        request.wanted,
    )
    return hashlib.sha256(repr(made_from).encode()).hexdigest()


def speak(request: Request, cache: Cache, progress: Progress | None = None) -> Clips:
    """Speak every cue that the session may need, or take it from the cache."""
    return narrate(
        request.script.cues,
        request.voice,
        cache,
        language=request.script.language,
        pronounce=request.routine.pronounce,
        progress=partial(progress, "speaking") if progress else None,
    )


def timeline_of(request: Request, clips: Clips) -> Timeline:
    """Place everything on the timeline.

    Raises:
        LengthError: the asked length is not possible; it names what else can last so long.
    """
    try:
        return plan(request.script, clips.lengths, request.wanted)
    except LengthError as error:
        raise LengthError(request.routine.id, error.wanted, error.below, error.above, instead_of(request)) from None


def render(
    request: Request,
    cache: Cache,
    shelf: Shelf,
    *,
    output: Path | None = None,
    format_name: str | None = None,
    force: bool = False,
    fresh: bool = False,
    stems_in: Path | None = None,
    workers: int | None = None,
    asked: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> Session:
    """Make the session, or find it where it has been made before.

    Args:
        request: what to make.
        cache: keeps the spoken cues.
        shelf: keeps the session, under a name of the routine and the length.
        output: where to put it instead.
        format_name: the name of an encoder; what the suffix of `output` says where left out, else mp3.
        force: write over a file that is something else.
        fresh: make it again although it is here.
        stems_in: a folder for what it is mixed from, speech.wav, tones.wav and bed.wav; they are always made again.
        workers: how many pieces are mixed and encoded at a time; as many as there are processors where left out. The
            session is the same with any number.
        asked: how the request came about, as JSON can hold it: kept in the manifest, to make it again with a change.
        progress: called while something is going on.

    Raises:
        AudioguideError: whatever went wrong.
    """
    encoder: Encoder = plugins.find("encoders", format_name or _format_of(output))()
    shelf.sweep()
    if output is None:
        length = format_duration(request.wanted) if request.wanted is not None else ""
        stem = "-".join(
            filter(None, (request.routine.id, length, _unless(request.script.guidance, request.routine.guidance)))
        )
        output = shelf.place(stem, encoder.suffix, identity_of(request))
    known = made_before(request, output, force=force)
    if known is not None and not fresh and stems_in is None:
        return known
    if stems_in is not None and not force and (earlier := _taken_stem(stems_in)):
        msg = f"'{earlier}' exists; name another folder, or --force to write over it"
        raise ShelfError(msg)
    clips = speak(request, cache, progress)
    timeline = timeline_of(request, clips)
    return _make(
        request,
        timeline,
        clips,
        encoder=encoder,
        output=output,
        stems_in=stems_in,
        workers=workers or os.cpu_count() or 1,
        asked=asked or {},
        # Made again, a session keeps its day, and so its bytes.
        date=(known.date if known else "") or datetime.now(tz=UTC).date().isoformat(),
        progress=progress,
    )


def made_before(request: Request, output: Path, *, force: bool) -> Session | None:
    """Return the session where `output` holds it already; None where it has to be made.

    Raises:
        ShelfError: something else stands there, and is not to be written over.
    """
    known = session_at(output)
    if known is not None and known.identity == identity_of(request):
        return known
    if not force and (other := taken(output)):
        msg = f"'{other}' exists and is something else; take another name, or --force to write over it"
        raise ShelfError(msg)
    return None


def _make(
    request: Request,
    timeline: Timeline,
    clips: Mapping[str, Clip],
    *,
    encoder: Encoder,
    output: Path,
    stems_in: Path | None,
    workers: int,
    asked: Mapping[str, object],
    date: str,
    progress: Progress | None,
) -> Session:
    """Mix, encode and publish."""
    parts = (
        timeline,
        clips,
        tones_for(request.tones, repertoire.vocabulary().landmarks, kept=workers + 2),
        beds.bed(request.bed, timeline.pulse),
    )
    louder = request.loudness - VOICE
    if stems_in is not None:
        write_stems(stems_in, stems(*parts, louder=louder))
    with Shelf(output.parent).workshop() as workshop:
        pieces, meter = record(
            timeline,
            partial(mix, *parts, louder=louder),
            encoder,
            workshop,
            workers=workers,
            progress=partial(_mixed, progress) if progress else None,
        )
        tags = _tags(request, timeline, date)
        sound = workshop / f"session{encoder.suffix}"
        digest = write_sound(sound, encoder.join(timeline, pieces, tags))
        session = Session(
            path=output,
            title=request.script.title,
            routine=request.routine.id,
            guidance=request.script.guidance,
            language=request.script.language,
            voice=request.voice.identity,
            bed=Path(request.bed).name,
            identity=identity_of(request),
            digest=digest,
            length=timeline.length,
            chapters=timeline.chapters,
            left_out=timeline.left_out,
            loudness=meter.loudness,
            true_peak=meter.true_peak,
            date=date,
        )
        document = session_document(session, timeline, {"audioguide": VERSION}, asked)
        publish(sound, document, webvtt(timeline), output)
    return session


def _format_of(output: Path | None) -> str:
    """The name of the encoder that a file's suffix asks for."""
    return (output.suffix.removeprefix(".").lower() if output is not None else "") or USUAL_FORMAT


def _taken_stem(folder: Path) -> Path | None:
    return next((path for name in STEMS if (path := folder / f"{name}.wav").exists()), None)


def _mixed(progress: Progress, done: int, total: int) -> None:
    progress("mixing", round(seconds(Samples(done))), round(seconds(Samples(total))), "")


def _tags(request: Request, timeline: Timeline, date: str) -> Tags:
    series, language = request.routine.series, request.script.language
    safety = [cue.text for cue in request.script.cues if cue.role == "safety"]
    return Tags(
        title=request.script.title,
        artist="audioguide",
        album=(series or request.routine).title.say(language),
        language=language,
        comment=" ".join(safety),
        date=date,
        track=(series.number, series.of) if series else (1, 1),
        cover=cover(request.routine.id, len(timeline.chapters)),
    )


def _unless(word: str, usual: str) -> str:
    return "" if word == usual else word
