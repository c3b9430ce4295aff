"""What is known of sessions before they are made: how long each will be, what it is, and why it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache as cached
from typing import cast

from audioguide.cache import Cache
from audioguide.errors import AudioguideError, LengthError
from audioguide.model.catalogue import Row
from audioguide.planning.finder import estimated
from audioguide.planning.planner import Planner
from audioguide.rendering.identity import identity_of
from audioguide.rendering.impossible import TOLERANCE
from audioguide.rendering.request import Request, prepare
from audioguide.speech.narrator import kept_lengths
from audioguide.units import Samples

NOTHING = Samples(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is known of one session."""

    row: Row
    length: Samples = NOTHING
    """Of the file: exact where everything that it says has been spoken, else estimated from its words."""
    spoken: bool = False
    """Whether everything that it may say has been spoken."""
    identity: str = ""
    """The hash of what it is made from, where that was asked for."""
    problem: AudioguideError | None = None
    """Why it cannot be made."""


def survey(rows: Sequence[Row], cache: Cache, *, identities: bool = False) -> tuple[Outlook, ...]:
    """Look at sessions of one script, from `opening.grouped`: it is written, and measured, once.

    Nothing is spoken for it.

    Args:
        rows: the sessions.
        cache: keeps what has been spoken.
        identities: whether to say what each of them is.
    """
    try:
        request = prepare(rows[0].routine, **rows[0].choices)  # type: ignore[arg-type]  # the reader has checked them
    except AudioguideError as error:
        return tuple(Outlook(row=row, problem=error) for row in rows)
    clips, spoken = _clips(request, cache)
    length_of = cached(_exact(request, clips) if spoken else _about(request, clips))
    found = []
    for row in rows:
        one = _request_of(row, request)
        try:
            length = length_of(one.length)
        except LengthError as error:
            found.append(Outlook(row=row, problem=error))
        else:
            identity = identity_of(one) if identities else ""
            found.append(Outlook(row=row, length=length, spoken=spoken, identity=identity))
    return tuple(found)


def _request_of(row: Row, request: Request) -> Request:
    """Return the request of a row, which has the script of another one."""
    choices = row.choices
    return replace(
        request,
        length=cast("Samples | None", choices.get("length", request.length)),
        bed=cast("str", choices.get("bed", request.bed)),
        loudness=cast("float", choices.get("loudness", request.loudness)),
    )


def _clips(request: Request, cache: Cache) -> tuple[Mapping[str, Samples], bool]:
    """Return the length of every clip, estimated where it is not spoken yet; and whether all are spoken."""
    script = request.script
    spoken = kept_lengths(
        script.cues, request.voice, cache, language=script.language, pronounce=request.routine.pronounce
    )
    clips = {**estimated(script), **spoken}
    return clips, len(spoken) == len(clips)


def _about(request: Request, clips: Mapping[str, Samples]) -> Callable[[Samples | None], Samples]:
    """Return what tells about how long a session will be, and raises a `LengthError` where it clearly cannot."""
    planner = Planner(request.script, clips)
    shortest, longest = planner.least, planner.most
    afterwards = request.script.afterwards.length if request.script.afterwards else 0

    def about(wanted: Samples | None) -> Samples:
        length = planner.own if wanted is None else wanted
        if shortest / TOLERANCE <= length <= longest * TOLERANCE:
            return Samples(length + afterwards)
        below, above = (longest, None) if length > longest else (None, shortest)
        raise LengthError(request.routine.id, length, below, above, "an estimate: not all is spoken yet")

    return about


def _exact(request: Request, clips: Mapping[str, Samples]) -> Callable[[Samples | None], Samples]:
    """Return what tells how long a session will be, and raises a `LengthError` where it cannot."""
    planner = Planner(request.script, clips)

    def exactly(wanted: Samples | None) -> Samples:
        try:
            return planner.plan(wanted).length
        except LengthError as error:
            raise LengthError(request.routine.id, error.wanted, error.below, error.above) from None

    return exactly
