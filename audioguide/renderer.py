"""From a request to a session: the one place where the stages meet.

narrate -> plan -> mix -> encode -> keep
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from audioguide import plugins
from audioguide.audio import Block, Clip
from audioguide.cache import Cache
from audioguide.errors import LengthError, ShelfError
from audioguide.loudness import Meter
from audioguide.manifest import session_document
from audioguide.mixer import mix
from audioguide.narrator import narrate
from audioguide.planner import plan
from audioguide.plugins import Encoder
from audioguide.request import Request, instead_of
from audioguide.session import Session, Tags
from audioguide.shelf import Shelf, publish, session_at, write_sound
from audioguide.timeline import Timeline
from audioguide.tones.stroke import stroke_tone
from audioguide.units import Samples, format_duration, seconds

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it, and of how much: ``("speaking", 3, 58)``."""

VERSION = importlib.metadata.version("audioguide")


def identity_of(request: Request) -> str:
    """Return a hash of everything that the session is made from."""
    made_from = (
        VERSION,
        request.script,
        request.routine.pronounce,
        request.voice.identity,
        request.bed,
        request.wanted,
    )
    return hashlib.sha256(repr(made_from).encode()).hexdigest()


def speak(request: Request, cache: Cache, progress: Progress | None = None) -> Mapping[str, Clip]:
    """Speak every cue that the session may need, or take it from the cache."""
    return narrate(
        request.script.cues,
        request.voice,
        cache,
        language=request.script.language,
        pronounce=request.routine.pronounce,
        progress=(lambda done, total, _text: progress("speaking", done, total)) if progress else None,
    )


def timeline_of(request: Request, clips: Mapping[str, Clip]) -> Timeline:
    """Place everything on the timeline.

    Raises:
        LengthError: the asked length is not possible; it names what else can last so long.
    """
    lengths = {text: clip.length for text, clip in clips.items()}
    try:
        return plan(request.script, lengths, request.wanted)
    except LengthError as error:
        raise LengthError(request.routine.id, error.wanted, error.below, error.above, instead_of(request)) from None


def render(
    request: Request,
    cache: Cache,
    shelf: Shelf,
    *,
    output: Path | None = None,
    format_name: str = "mp3",
    force: bool = False,
    fresh: bool = False,
    progress: Progress | None = None,
) -> Session:
    """Make the session, or find it where it has been made before.

    Args:
        request: what to make.
        cache: keeps the spoken cues.
        shelf: keeps the session, under a name of the routine and the length.
        output: where to put it instead.
        format_name: the name of an encoder.
        force: write over a file that is something else.
        fresh: make it again although it is here.
        progress: called while something is going on.

    Raises:
        AudioguideError: whatever went wrong.
    """
    encoder: Encoder = plugins.find("encoders", format_name)()
    shelf.sweep()
    if output is None:
        length = format_duration(request.wanted) if request.wanted is not None else ""
        stem = "-".join(filter(None, (request.routine.id, length, _unless(request.script.guidance, "practised"))))
        output = shelf.place(stem, encoder.suffix, identity_of(request))
    known = session_at(output)
    if known is not None and known.identity == identity_of(request):
        if not fresh:
            return known
    elif not force and (taken := _taken(output)):
        msg = f"'{taken}' exists and is something else; take another name, or --force to write over it"
        raise ShelfError(msg)
    clips = speak(request, cache, progress)
    timeline = timeline_of(request, clips)
    return _make(request, timeline, clips, encoder=encoder, output=output, progress=progress)


def _make(
    request: Request,
    timeline: Timeline,
    clips: Mapping[str, Clip],
    *,
    encoder: Encoder,
    output: Path,
    progress: Progress | None,
) -> Session:
    """Mix, encode and publish."""
    meter = Meter()
    bed = plugins.find("beds", request.bed)(timeline.pulse)
    with Shelf(output.parent).workshop() as workshop:
        pieces = []
        for span in encoder.pieces(timeline):
            blocks = mix(timeline, clips, stroke_tone, bed, span=span)
            pieces.append(encoder.encode(span, _watched(blocks, meter, timeline, progress), workshop))
        tags = _tags(request)
        sound = workshop / f"session{encoder.suffix}"
        digest = write_sound(sound, encoder.join(timeline, pieces, tags))
        session = Session(
            path=output,
            title=request.script.title,
            routine=request.routine.id,
            guidance=request.script.guidance,
            language=request.script.language,
            voice=request.voice.identity,
            bed=request.bed,
            identity=identity_of(request),
            digest=digest,
            length=timeline.length,
            chapters=timeline.chapters,
            left_out=timeline.left_out,
            loudness=meter.loudness,
            true_peak=meter.true_peak,
        )
        publish(sound, session_document(session, timeline, {"audioguide": VERSION}), output)
    return session


def _watched(blocks: Iterable[Block], meter: Meter, timeline: Timeline, progress: Progress | None) -> Iterator[Block]:
    """Let the meter and the person see what goes by."""
    for block in blocks:
        meter.add(block.sound)
        yield block
        if progress:
            done = Samples(block.start + len(block.sound))
            progress("mixing", round(seconds(done)), round(seconds(timeline.length)))


def _tags(request: Request) -> Tags:
    safety = [cue.text for cue in request.script.cues if cue.role == "safety"]
    return Tags(
        title=request.script.title,
        artist="audioguide",
        album=request.routine.title.say(request.script.language),
        language=request.script.language,
        comment=" ".join(safety),
    )


def _taken(output: Path) -> Path | None:
    """Whichever of the two files of a session stands there already."""
    return next((path for path in (output, output.with_suffix(".json")) if path.exists()), None)


def _unless(word: str, usual: str) -> str:
    return "" if word == usual else word
