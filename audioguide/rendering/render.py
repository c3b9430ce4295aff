"""From a request to a session, found where it has been made before: the one place where the stages meet.

narrate -> plan -> mix -> encode -> keep

What makes sound is loaded only where something has to be made.
"""

from __future__ import annotations

import logging
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from audioguide import plugins
from audioguide.cache import Cache
from audioguide.errors import ChoiceError, LengthError, ShelfError
from audioguide.model.choice import shown
from audioguide.model.session import Session
from audioguide.plugins import Encoder
from audioguide.rendering.files import writing
from audioguide.rendering.identity import identity_of
from audioguide.rendering.request import Request
from audioguide.rendering.shelf import Shelf, checked_output_path, is_as_published, is_whole, session_at
from audioguide.rendering.today import today
from audioguide.units import format_duration

if TYPE_CHECKING:
    from audioguide.model.timeline import Timeline
    from audioguide.rendering.speak import Progress
    from audioguide.speech.narrator import Clips

USUAL_FORMAT = "mp3"
MOST_WORKERS = 256
LONGEST_NAME_BYTES = 150
"""Of a routine's name in that of its sessions: no file system takes more than 255, length and endings and all."""

_log = logging.getLogger(__name__)


def worker_count(asked: int | None) -> int:
    """Return how many pieces are made at a time: as asked, else one for each processor.

    Raises:
        ChoiceError: it is not from 1 to 256.
    """
    if asked is None:
        return os.cpu_count() or 1
    if type(asked) is int and 1 <= asked <= MOST_WORKERS:
        return asked
    raise ChoiceError("workers", shown(asked), f"it goes from 1 to {MOST_WORKERS}")


def timeline_of(request: Request, clips: Clips) -> Timeline:
    """Place everything on the timeline.

    Raises:
        LengthError: the asked length is not possible; it names what else can last so long.
    """
    from audioguide.planning.planner import plan  # noqa: PLC0415 - imported late: a session that is there must not pay for it

    try:
        return plan(request.script, clips.lengths, request.length)
    except LengthError as error:
        from audioguide.rendering.matching import others_as_long  # noqa: PLC0415 - imported late: for a mistake only

        others = others_as_long(request.routine, request.script, request.length)
        raise LengthError(request.routine.id, error.wanted, error.below, error.above, others) from None


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
    progress: Progress | None = None,
) -> Session:
    """Make the session, or find it where it has been made before.

    One that is damaged is made again, and the log says so.

    Args:
        request: what to make.
        cache: keeps the spoken cues.
        shelf: keeps the session, under a name of the routine and the length.
        output: where to put it instead.
        format_name: the name of an encoder; what the suffix of `output` says where left out, else mp3.
        force: write over a file that is something else.
        fresh: make it again although it is here.
        stems_in: a folder for what it is mixed from, bed.wav, tones.wav, room.wav and speech.wav; always made again.
        workers: how many pieces are mixed and encoded at a time; as many as there are processors where left out. The
            session is the same with any number.
        progress: called while something is going on.

    Raises:
        AudioguideError: whatever went wrong.
    """
    workers = worker_count(workers)
    if output is not None:
        with writing(output):
            if not output.name or output.is_dir():
                raise ChoiceError("output", shown(str(output)), "it is the name of a file")
    format_name = format_name or format_of(output)
    encoder: Encoder = plugins.find("encoders", format_name)()
    (shelf if output is None else Shelf(output.parent)).sweep()
    identity = identity_of(request)
    if output is None:
        place = partial(shelf.place, name_of(request), encoder.suffix, identity)
    else:
        place = partial(checked_output_path, output, identity, force=force)
    known = session_on_disk(identity, place())
    if known is not None and known.format == format_name and not fresh and stems_in is None:
        if _is_good(known):
            return known
        _log.warning("%s is damaged; it is made again", known.path)
    from audioguide.rendering.make import make, taken_stem  # noqa: PLC0415 - imported late: only where a session is made
    from audioguide.rendering.speak import speak  # noqa: PLC0415 - likewise

    if stems_in is not None and not force and (earlier := taken_stem(stems_in)):
        msg = f"'{earlier}' exists; name another folder, or --force to write over it"
        raise ShelfError(msg)
    clips = speak(request, cache, progress)
    timeline = timeline_of(request, clips)
    return make(
        request,
        timeline,
        clips,
        encoder=encoder,
        format_name=format_name,
        place=place,
        stems_in=stems_in,
        workers=workers,
        # Made again, a session keeps its day, and so its bytes.
        date=(known.date if known else "") or today().isoformat(),
        identity=identity,
        progress=progress,
    )


def session_on_disk(identity: str, sound: Path) -> Session | None:
    """Return the session of this identity where a place holds it already, damaged or not; None where it does not."""
    known = session_at(sound)
    return known if known is not None and known.identity == identity else None


def whole_session(request: Request, shelf: Shelf, format_name: str = USUAL_FORMAT) -> Session | None:
    """Return the session where it is on the shelf and whole; None where it has to be made."""
    encoder: Encoder = plugins.find("encoders", format_name)()
    identity = identity_of(request)
    known = session_on_disk(identity, shelf.place(name_of(request), encoder.suffix, identity))
    return known if known is not None and _is_good(known) else None


def _is_good(known: Session) -> bool:
    """Whether a session may be taken as it is: its sound is read only where somebody may have changed it."""
    return is_whole(known, thoroughly=not is_as_published(known))


def name_of(request: Request) -> str:
    """Return the name of a session: ``everyday-10m``, and ``everyday-10m-tones`` at another guidance than usual.

    Where a bed goes on, that is in it too: ``bedtime-15m-afterwards-30m``.
    """
    length = format_duration(request.length) if request.length is not None else ""
    guidance = request.script.guidance if request.script.guidance != request.routine.guidance else ""
    goes_on = request.script.afterwards
    afterwards = f"afterwards-{format_duration(goes_on.length)}" if goes_on else ""
    routine = request.routine.id.encode()[:LONGEST_NAME_BYTES].decode(errors="ignore")
    return "-".join(filter(None, (routine, length, guidance, afterwards)))


def format_of(output: Path | None) -> str:
    """Return the name of the encoder that a file's suffix asks for; where it has none, that of the usual one."""
    return (output.suffix.removeprefix(".").lower() if output is not None else "") or USUAL_FORMAT
