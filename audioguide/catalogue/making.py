"""One session of a catalogue: where it belongs, whether it is there, and making it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from audioguide import plugins
from audioguide.cache import Cache
from audioguide.errors import AudioguideError, ChoiceError, ShelfError
from audioguide.model.catalogue import Catalogue, Row
from audioguide.model.choice import shown
from audioguide.model.session import Session
from audioguide.rendering.identity import identity_of
from audioguide.rendering.make import make
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.shelf import is_whole, own_place, session_at, taken
from audioguide.rendering.speak import speak
from audioguide.speech.narrator import unspoken

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable that says on which day a build that is to be repeated takes place, in seconds since 1970."""

State = Literal["made", "missing", "stale"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A session that is to be at a certain place."""

    row: Row
    path: Path
    """Of its sound file."""
    identity: str
    """The hash of what it is made from."""
    date: str
    """The day in its tags; empty: none."""
    format_name: str
    """The name of an encoder."""
    force: bool = False
    """Whether to write over something else."""

    def found(self) -> Session | None:
        """Return the session where it is there, whole, and of this day."""
        known = session_at(self.path)
        same = known is not None and (known.identity, known.date) == (self.identity, self.date)
        return known if known is not None and same and is_whole(known) else None

    def state(self) -> State:
        """Return whether it is there; stale is what stands in its place and is something else, or of another day."""
        if self.found():
            return "made"
        known = session_at(self.path)
        damaged = known is not None and (known.identity, known.date) == (self.identity, self.date)
        return "missing" if damaged or taken(self.path) is None else "stale"

    def is_taken(self) -> bool:
        """Return whether something else stands there that is not to be written over."""
        try:
            own_place(self.path, self.identity, force=self.force)
        except ShelfError:
            return True
        return False


class _MadeMeanwhile(Exception):  # noqa: N818 - no error: another program has made the same
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.session = session


def make_session(task: Task, cache: Cache) -> Session:
    """Make a session with one worker; where another program has made it meanwhile, that is the one.

    Raises:
        AudioguideError: whatever went wrong.
    """
    request = prepare(task.row.routine, **task.row.choices)  # type: ignore[arg-type]  # the reader has checked them
    if identity_of(request) != task.identity:
        msg = f"'{task.row.name}' would be another session here: the release, a voice or a file is not the same"
        raise AudioguideError(msg)
    script, pronounce = request.script, request.routine.pronounce
    if unspoken(script.cues, request.voice, cache, language=script.language, pronounce=pronounce):
        # Spoken again, words might be a moment longer, and the session another one.
        shared = "AUDIOGUIDE_CACHE is a folder with room for all of it, which all computers of a cluster share"
        msg = f"what '{task.row.name}' says is not in the cache; {shared}"
        raise AudioguideError(msg)

    def place() -> Path:
        if found := task.found():
            raise _MadeMeanwhile(found)
        return own_place(task.path, task.identity, force=task.force)

    clips = speak(request, cache)
    try:
        return make(
            request,
            timeline_of(request, clips),
            clips,
            encoder=plugins.find("encoders", task.format_name)(),
            place=place,
            stems_in=None,
            workers=1,
            date=task.date,
            identity=task.identity,
            progress=None,
        )
    except _MadeMeanwhile as made:
        return made.session


def date_of(catalogue: Catalogue) -> str:
    """Return the day in the tags of every session: the catalogue's own, else that of `EPOCH`, else none.

    Raises:
        ChoiceError: the variable is no number of seconds.
    """
    seconds = os.environ.get(EPOCH, "")
    if catalogue.date or not seconds:
        return catalogue.date or ""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise ChoiceError(EPOCH, shown(seconds), "it is the seconds since 1970 of a day") from None
