"""The jobs that make sessions: one at a time, a short queue, the same request joins. Pure: no thread, no clock.

Who calls holds a lock: the queue is changed by the one that makes and by those who ask.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from audioguide.web.making.estimate import Estimate
from audioguide.web.page_errors import PageError

MOST_WAITING = 4
"""Jobs behind the one that is being made."""
MOST_KEPT = 32
"""Jobs that are remembered when they are over: a phone that was asleep asks what became of one."""

Phase = Literal["waiting", "speaking", "mixing", "done", "failed", "cancelled"]
OVER: frozenset[Phase] = frozenset({"done", "failed", "cancelled"})


class QueueFullError(PageError):
    """As many sessions wait as may."""

    def __init__(self) -> None:
        """Take no more: there is one sentence for it."""
        super().__init__("wrong_queue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A session that is being made, as everybody sees it who waits for it."""

    id: str
    identity: str
    """Of the request: the same one joins."""
    phase: Phase = "waiting"
    percent: int = 0
    """Of the phase."""
    line: str = ""
    """What is being spoken."""
    seconds_left: int | None = None
    """Until it can be heard; None where nothing is known."""
    session: str = ""
    """The key of the session, once it is there."""
    error: str = ""
    """A sentence, where it failed, or for what it waits."""

    @property
    def is_over(self) -> bool:
        """Whether nothing comes of it any more."""
        return self.phase in OVER


@dataclass(slots=True)
class JobQueue:
    """Every job that waits, is made or was made lately, in the order in which they came."""

    estimate: Estimate = field(default_factory=Estimate)
    _jobs: dict[str, Job] = field(default_factory=dict)

    def submit(self, job_id: str, identity: str) -> Job:
        """Add a job, or return the one that makes the same session already.

        Raises:
            QueueFullError: too many wait.
        """
        same = next((job for job in self._waiting if job.identity == identity), None)
        if same is not None:
            return same
        if self.is_full:
            raise QueueFullError
        self._jobs[job_id] = Job(id=job_id, identity=identity)
        return self._jobs[job_id]

    @property
    def is_full(self) -> bool:
        """Whether no other job may be added."""
        return len(self._waiting) > MOST_WAITING

    def find(self, job_id: str) -> Job | None:
        """Return a job as it is now; None where it is not known, or not any more."""
        return self._jobs.get(job_id)

    @property
    def current(self) -> Job | None:
        """The oldest job that is not over: the one that is made, or comes next."""
        return next(iter(self._waiting), None)

    @property
    def _waiting(self) -> list[Job]:
        """What is not over, the oldest first."""
        return [job for job in self._jobs.values() if not job.is_over]

    def report(
        self, job_id: str, phase: Phase, done: int, total: int, *, line: str, now: float, engine: str = ""
    ) -> bool:
        """Note how far a job is; False where nobody wants it any more.

        Args:
            job_id: which.
            phase: what is being done.
            done: of it.
            total: of it.
            line: what is being spoken.
            now: seconds, on any clock.
            engine: of the voice that speaks.
        """
        job = self._jobs.get(job_id)
        if job is None or job.phase == "cancelled":
            return False
        if job.phase == "waiting":
            self.estimate.begin()
        left = self.estimate.seconds_left(phase, done, total, now, engine)
        percent = 100 * done // max(1, total)
        self._jobs[job_id] = replace(job, phase=phase, percent=percent, line=line, seconds_left=left, error="")
        return True

    def hold(self, job_id: str, why: str) -> None:
        """Note why a job has to wait, in a sentence; one that was cancelled stays so."""
        job = self._jobs.get(job_id)
        if job is not None and not job.is_over:
            self._jobs[job_id] = replace(job, phase="waiting", line="", seconds_left=None, error=why)

    def finish(self, job_id: str, session: str) -> None:
        """Note that a session is there, also where it was cancelled too late."""
        job = self._jobs.get(job_id)
        if job is not None:
            self._end(job, "done", session=session)

    def fail(self, job_id: str, error: str) -> None:
        """Note why a session is not there; a job that was cancelled stays so."""
        job = self._jobs.get(job_id)
        if job is not None and job.phase != "cancelled":
            self._end(job, "failed", error=error)

    def cancel(self, job_id: str) -> bool:
        """Give a job up; False where there is none, or it is over."""
        job = self._jobs.get(job_id)
        if job is None or job.is_over:
            return False
        self._end(job, "cancelled")
        return True

    def _end(self, job: Job, phase: Phase, *, session: str = "", error: str = "") -> None:
        self._jobs[job.id] = replace(job, phase=phase, seconds_left=None, line="", session=session, error=error)
        for old in [one for one in self._jobs.values() if one.is_over][:-MOST_KEPT]:
            del self._jobs[old.id]
