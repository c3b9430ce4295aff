"""One session of a catalogue: where it belongs, whether it is there, and making it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal, get_args

from audioguide import plugins
from audioguide.cache import Cache
from audioguide.catalogue.destination import Destination, Standing
from audioguide.catalogue.opening import written
from audioguide.errors import AudioguideError, ShelfError
from audioguide.model.catalogue import Catalogue, Row
from audioguide.model.session import Session
from audioguide.rendering.identity import identity_of
from audioguide.rendering.make import make
from audioguide.rendering.render import timeline_of
from audioguide.rendering.request import prepare
from audioguide.rendering.speak import speak
from audioguide.rendering.today import day_of_build
from audioguide.speech.narrator import unspoken

SessionState = Literal["made", "missing", "stale"]
STATES: tuple[SessionState, ...] = get_args(SessionState)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A session that is to be at a certain place."""

    row: Row
    destination: Destination
    file: str
    """The name of its sound file there."""
    identity: str
    """The hash of what it is made from."""
    date: str
    """The day in its tags; empty: none."""
    format_name: str
    """The name of an encoder."""
    force: bool = False
    """Whether to write over something else."""

    def found(self, standing: Standing) -> Session | None:
        """Return the session where it is there, whole, and of this day."""
        return standing.session if standing.whole and self._is_same(standing.session) else None

    def state(self, standing: Standing) -> SessionState:
        """Return whether it is there; stale is what stands in its place and is something else, or of another day."""
        if self.found(standing):
            return "made"
        damaged = self._is_same(standing.session)
        return "stale" if standing.taken and not damaged else "missing"

    def is_hindered(self, standing: Standing) -> bool:
        """Return whether something stands there that is no session of ours, and is not to be written over."""
        return bool(standing.taken) and standing.session is None and not self.force

    def _is_same(self, session: Session | None) -> bool:
        return session is not None and (session.identity, session.date) == (self.identity, self.date)


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
    request = replace(request, asked={**request.asked, **written(task.row)})
    if identity_of(request) != task.identity:
        msg = f"'{task.row.name}' would be another session here: the release, a voice or a file is not the same"
        raise AudioguideError(msg)
    script, pronounce = request.script, request.routine.pronounce
    if unspoken(script.cues, request.voice, cache, language=script.language, pronounce=pronounce):
        # Spoken again, words might be a moment longer, and the session another one.
        shared = "AUDIOGUIDE_CACHE is a folder with room for all of it, which all computers of a cluster share"
        msg = f"what '{task.row.name}' says is not in the cache; {shared}"
        raise AudioguideError(msg)

    clips = speak(request, cache)
    try:
        with task.destination.receives(task.file) as path:
            return make(
                request,
                timeline_of(request, clips),
                clips,
                encoder=plugins.find("encoders", task.format_name)(),
                format_name=task.format_name,
                place=partial(_place, task, path),
                stems_in=None,
                workers=1,
                date=task.date,
                identity=task.identity,
                progress=None,
            )
    except _MadeMeanwhile as made:
        return made.session


def _place(task: Task, path: Path) -> Path:
    """Return the path at which a session is to be published, if it may be there.

    Raises:
        _MadeMeanwhile: it is there.
        ShelfError: something else is.
    """
    (standing,) = task.destination.look([task.file])
    if found := task.found(standing):
        raise _MadeMeanwhile(found)
    if task.is_hindered(standing):
        msg = f"'{standing.taken}' exists and is something else; take another folder, or --force to write over it"
        raise ShelfError(msg)
    return path


def date_of(catalogue: Catalogue) -> str:
    """Return the day in the tags of every session: the catalogue's own, else that of the build, else none.

    Raises:
        ChoiceError: `SOURCE_DATE_EPOCH` is no number of seconds.
    """
    if catalogue.date:
        return catalogue.date
    day = day_of_build()
    return day.isoformat() if day else ""
