"""Makes the sessions of the queue, in a thread of its own, one after the other."""

from __future__ import annotations

import glob
import logging
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from audioguide.cache import Cache
from audioguide.errors import AudioguideError, LengthError, ShelfError
from audioguide.model.session import Session
from audioguide.planning.finder import estimated
from audioguide.planning.planner import Planner
from audioguide.rendering.identity import identity_of
from audioguide.rendering.render import render, whole_session
from audioguide.rendering.request import Request, prepare
from audioguide.rendering.shelf import Shelf
from audioguide.speech.narrator import unspoken
from audioguide.state.bug_report import log_bug
from audioguide.units import seconds
from audioguide.voices import engine_of
from audioguide.web.feed import key_of
from audioguide.web.making.jobs import Job, JobQueue, Phase, QueueFullError
from audioguide.web.making.wishes import Wish
from audioguide.web.page_errors import for_page

MOST_SESSIONS = 500
"""In the folder: a stranger who has the address cannot fill the disk, and no family has so many."""
LEAST_FREE = 500_000_000
"""Bytes of the disk that making leaves free."""
_LOOK_SECONDS = 5.0
"""Between two looks whether there is room by now."""
_SHUTDOWN_SECONDS = 5.0

_log = logging.getLogger(__name__)


class JobCancelledError(AudioguideError):
    """Nobody wants the session any more."""


class NoRoomError(ShelfError):
    """Nothing can be written now; it goes on by itself when there is room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    wish: Wish
    request: Request


class Maker:
    """A context manager: while entered, it makes what is submitted. Methods may be called from any thread."""

    def __init__(
        self,
        folder: Path,
        cache: Cache,
        *,
        on_made: Callable[[Session], object],
        make: Callable[..., Session] = render,
    ) -> None:
        """Take where sessions and spoken cues are kept.

        `on_made` is called with each session that was made; `make` is `rendering.render.render`.
        """
        self._shelf, self._cache, self._on_made, self._make = Shelf(folder), cache, on_made, make
        self._queue, self._orders = JobQueue(), dict[str, _Order]()
        self._changed = threading.Condition()
        self._ending = False

    def __enter__(self) -> Self:
        """Begin to work."""
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._ending = True
            for job_id in [*self._orders]:
                self._queue.cancel(job_id)
            self._changed.notify()
        self._thread.join(_SHUTDOWN_SECONDS)

    def submit(self, wish: Wish) -> Job | str:
        """Take a wish: return the job that makes it, or the key of the session where it is there.

        Raises:
            QueueFullError: too many wait.
            ShelfError: the folder is full.
            AudioguideError: it cannot be made.
        """
        with self._changed:
            same = next((job_id for job_id, order in self._orders.items() if order.wish == wish), "")
            job, is_full = self._queue.find(same), self._queue.is_full
        if job is not None and not job.is_over:
            return job
        if is_full and not any(self._shelf.folder.glob(f"{glob.escape(Path(wish.routine).stem)}*.json")):
            # Nobody waits for it to be prepared; what is there already is played all the same.
            raise QueueFullError
        request = prepare(wish.source, **wish.with_length)
        made = whole_session(request, self._shelf, wish.format)
        if made is not None:
            return key_of(made)
        self._refuse_full()
        with self._changed:
            job = self._queue.submit(secrets.token_hex(8), f"{identity_of(request)} {wish.format}")
            self._orders.setdefault(job.id, _Order(wish=wish, request=request))
            self._changed.notify()
            return job

    def seconds_for(self, wish: Wish) -> int:
        """Return how many seconds it takes to make a session, as far as is known; 0 where it is there.

        Raises:
            AudioguideError: it cannot be made.
        """
        request = prepare(wish.source, **wish.with_length)
        if whole_session(request, self._shelf, wish.format) is not None:
            return 0
        script, voice = request.script, request.voice
        cues = unspoken(script.cues, voice, self._cache, language=script.language, pronounce=request.routine.pronounce)
        length = request.length or Planner(script, estimated(script)).own
        with self._changed:
            return self._queue.estimate.beforehand(_engine(request), cues, seconds(length))

    def find(self, job_id: str) -> Job | None:
        """Return a job as it is now; None where it is not known."""
        with self._changed:
            return self._queue.find(job_id)

    def cancel(self, job_id: str) -> bool:
        """Give a job up; False where there is none, or it is over."""
        with self._changed:
            return self._queue.cancel(job_id)

    def _refuse_full(self) -> None:
        if sum(1 for _ in self._shelf.folder.glob("*.json")) >= MOST_SESSIONS:
            msg = f"there are {MOST_SESSIONS} sessions already; delete some of them first"
            raise ShelfError(msg)

    def _refuse_full_disk(self) -> None:
        """Raise NoRoomError where the disk of the folder is nearly full, or has gone away."""
        folder = self._shelf.folder
        try:
            existing = next(one for one in (folder, *folder.absolute().parents) if one.exists())
            free = shutil.disk_usage(existing).free
        except OSError as error:
            msg = f"'{folder}' cannot be reached ({error.strerror}); when it can, it goes on by itself"
            raise NoRoomError(msg) from error
        if free < LEAST_FREE:
            raise NoRoomError("the disk of the computer is nearly full; make room there, and it goes on by itself")

    def _work(self) -> None:
        while (order := self._next()) is not None:
            job_id, what = order
            try:
                made = self._made(job_id, what)
            except NoRoomError as error:
                with self._changed:
                    self._queue.hold(job_id, str(error))
                    self._changed.wait(_LOOK_SECONDS)
            except AudioguideError as error:
                self._fail(job_id, for_page(str(error)))
            except Exception as error:  # noqa: BLE001 - the boundary: the next job is made all the same
                self._fail(job_id, f"audioguide has a bug ({type(error).__name__}: {error}); this is not your mistake")
                log_bug("making a session failed")
            else:
                with self._changed:
                    self._orders.pop(job_id, None)
                    self._queue.finish(job_id, key_of(made))
                self._report(made)

    def _fail(self, job_id: str, why: str) -> None:
        with self._changed:
            self._orders.pop(job_id, None)
            self._queue.fail(job_id, why)

    def _report(self, made: Session) -> None:
        try:
            self._on_made(made)
        except AudioguideError as error:  # a full disk: what was made is there all the same
            _log.warning("%s", error)
        except Exception:  # noqa: BLE001 - the boundary: the next job is made all the same
            log_bug("what follows a session failed")

    def _made(self, job_id: str, what: _Order) -> Session:
        """Make a session: of the nearest length, where the voice cannot make the asked one.

        Raises:
            NoRoomError: the disk is nearly full or away, or was when something else failed.
            JobCancelledError: it was given up.
            AudioguideError: it cannot be made.
        """

        def progress(phase: str, done: int, total: int, line: str) -> None:
            self._refuse_full_disk()
            now, engine = time.monotonic(), _engine(what.request)
            with self._changed:
                known = cast("Phase", phase)
                if not self._queue.report(job_id, known, done, total, line=line, now=now, engine=engine):
                    raise JobCancelledError

        def make(request: Request) -> Session:
            return self._make(request, self._cache, self._shelf, format_name=what.wish.format, progress=progress)

        self._refuse_full_disk()
        try:
            try:
                return make(what.request)
            except LengthError as error:  # lengths were offered by an estimate: this voice is slower, or faster
                nearest = error.above or error.below
                if nearest is None:
                    raise
                return make(prepare(what.wish.source, **what.wish.lasting(nearest)))
        except Exception:
            self._refuse_full_disk()
            raise

    def _next(self) -> tuple[str, _Order] | None:
        """Wait for something to make; None at the end."""
        with self._changed:
            while True:
                if self._ending:
                    return None
                job = self._queue.current
                if job is not None:
                    return job.id, self._orders[job.id]
                self._orders.clear()
                self._changed.wait()


def _engine(request: Request) -> str:
    return engine_of(request.voice.identity)


def job_document(job: Job) -> Mapping[str, object]:
    """Return what the page shows of a job, for JSON."""
    return {
        "id": job.id,
        "phase": job.phase,
        "percent": job.percent,
        "line": job.line,
        "left": job.seconds_left,
        "session": job.session,
        "error": job.error,
    }
