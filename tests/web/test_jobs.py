"""The queue of jobs, and how long one still takes: no thread, no clock."""

from __future__ import annotations

import pytest

from audioguide.web.making.estimate import Estimate
from audioguide.web.making.jobs import MOST_KEPT, MOST_WAITING, JobQueue, QueueFullError
from audioguide.web.making.occasions import OCCASIONS, routine_for

FROM_AGE = {"toddler": 52.0, "toddler-train": 52.0, "first-days": 0.0}


def test_jobs_are_made_one_after_the_other() -> None:
    queue = JobQueue()
    assert queue.current is None
    queue.submit("a", "everyday")
    queue.submit("b", "bedtime")
    assert queue.current == queue.find("a")
    queue.finish("a", "key")
    done = queue.find("a")
    assert done
    assert (done.phase, done.session, done.is_over) == ("done", "key", True)
    assert queue.current == queue.find("b")


def test_the_same_request_joins_the_job_that_makes_it() -> None:
    queue = JobQueue()
    assert queue.submit("a", "everyday").id == "a"
    assert queue.submit("b", "everyday").id == "a"
    queue.finish("a", "key")
    assert queue.submit("c", "everyday").id == "c"


def test_only_a_few_wait() -> None:
    queue = JobQueue()
    for number in range(1 + MOST_WAITING):
        queue.submit(str(number), str(number))
    with pytest.raises(QueueFullError, match="Several sessions are being made"):
        queue.submit("x", "x")
    assert queue.submit("x", "0").id == "0"


def test_what_is_over_is_forgotten_in_the_end() -> None:
    queue = JobQueue()
    for number in range(100):
        queue.submit(str(number), str(number))
        queue.fail(str(number), "no")
    known = [number for number in range(100) if queue.find(str(number))]
    assert known == [*range(100 - MOST_KEPT, 100)]


def test_a_job_that_was_forgotten_while_it_was_made_is_wanted_by_nobody() -> None:
    """It was given up, and its maker hears of that at the next cue; till then many others came and went."""
    queue = JobQueue()
    queue.submit("a", "everyday")
    queue.cancel("a")
    for number in range(MOST_KEPT):
        queue.submit(str(number), str(number))
        queue.cancel(str(number))
    assert queue.find("a") is None
    assert not queue.report("a", "speaking", 1, 4, line="Hold.", now=1.0)
    queue.hold("a", "the disk is full")
    queue.fail("a", "stopped")
    queue.finish("a", "key")
    assert queue.find("a") is None


def test_a_job_is_given_up() -> None:
    queue = JobQueue()
    queue.submit("a", "everyday")
    assert queue.report("a", "speaking", 1, 4, line="Hold.", now=1.0)
    assert queue.cancel("a")
    assert not queue.report("a", "speaking", 2, 4, line="Hold.", now=2.0)
    queue.fail("a", "stopped")
    given_up = queue.find("a")
    assert given_up
    assert (given_up.phase, given_up.error) == ("cancelled", "")
    assert not queue.cancel("a")
    assert not queue.cancel("never")


def test_a_job_tells_how_far_it_is() -> None:
    queue = JobQueue()
    queue.submit("a", "everyday")
    queue.report("a", "mixing", 150, 600, line="", now=3.0)
    job = queue.find("a")
    assert job
    assert (job.phase, job.percent) == ("mixing", 25)
    queue.fail("a", "the disk is full")
    failed = queue.find("a")
    assert failed
    assert (failed.phase, failed.error, failed.seconds_left) == ("failed", "the disk is full", None)


def test_the_pace_of_a_phase_tells_what_is_left_of_it() -> None:
    estimate = Estimate()
    assert estimate.beforehand("hibari", 10, 600) == 18
    assert estimate.beforehand("kokoro", 10, 600) == 42
    estimate.seconds_left("mixing", 0, 600, now=100.0)
    assert estimate.seconds_left("mixing", 300, 600, now=110.0) == 10
    assert estimate.seconds_left("mixing", 450, 600, now=115.0) == 5


def test_what_is_spoken_still_has_to_be_mixed() -> None:
    """As fast as the last session of ten minutes: in 20 s."""
    estimate = Estimate()
    for _ in range(12):
        estimate.seconds_left("mixing", 0, 600, now=0.0)
        estimate.seconds_left("mixing", 600, 600, now=20.0)
    estimate.seconds_left("speaking", 0, 40, now=0.0)
    assert estimate.seconds_left("speaking", 20, 40, now=10.0) == 30


def test_how_fast_a_voice_was_counts_for_the_next_session_though_its_last_cue_is_never_told() -> None:
    """Twenty cues in 40 s are twice two seconds each: 0.6 s at first, then half of the way there."""
    estimate = Estimate()
    for done, now in ((0, 0.0), (20, 40.0)):
        estimate.seconds_left("speaking", done, 21, now, "hibari")
    estimate.seconds_left("mixing", 0, 600, 41.0)
    assert estimate.beforehand("hibari", 10, 0) == 13


def test_a_job_that_has_to_wait_says_why_and_one_that_was_given_up_stays_so() -> None:
    queue = JobQueue()
    for job_id, identity in (("a", "1"), ("b", "2")):
        queue.submit(job_id, identity)
    queue.cancel("b")
    for job_id in ("a", "b"):
        queue.hold(job_id, "the disk is full")
    jobs = [queue.find(job_id) for job_id in ("a", "b")]
    assert [(job.phase, job.error) for job in jobs if job] == [("waiting", "the disk is full"), ("cancelled", "")]


def test_a_session_that_was_given_up_says_nothing_about_the_next() -> None:
    queue = JobQueue()
    queue.submit("a", "1")
    queue.report("a", "speaking", 0, 40, line="", now=0.0)
    queue.cancel("a")
    queue.submit("b", "2")
    for done, now in ((0, 600.0), (4, 604.0)):
        queue.report("b", "speaking", done, 40, line="", now=now)
    job = queue.find("b")
    assert job
    assert job.seconds_left == 36 + 12  # a second a cue, and the mixing


@pytest.mark.parametrize(
    ("occasion", "age", "routine"),
    [
        ("moment", None, "everyday"),
        ("moment", 3.0, "first-days"),
        ("moment", 17.0, "everyday"),
        ("moment", 60.0, "toddler"),
        ("sleep", 17.0, "bedtime"),
        ("tummy", 3.0, None),
        ("play", 17.0, "movements"),
        ("play", 60.0, "toddler-train"),
        ("change", 3.0, "first-days"),
    ],
)
def test_an_occasion_has_a_routine_for_the_age(occasion: str, age: float | None, routine: str | None) -> None:
    assert occasion in OCCASIONS
    assert routine_for(occasion, age, lambda name: FROM_AGE.get(name, 6.0)) == routine
