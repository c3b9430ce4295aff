"""Kills at any moment: no file lies, the next run is right, and nothing of the one that was killed is left after it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import audioguide
from audioguide.cli import DONE, INTERRUPTED
from breaking.place import PATIENCE, SIGNALS, VERBS, Place

ENDS = (DONE, INTERRUPTED, -signal.SIGINT)
"""Codes of a program that heard a signal. The last is 130 for a shell, too: Python ends with it where it was
interrupted while it compiled something, whatever is done about that afterwards."""
PACKAGE = Path(audioguide.__file__).parent
HEADS = (
    f"{'killed':<9} {'with':<8} {'kills':>6} {'in time':>8} {'ended badly':>12} {'lying':>6} {'next wrong':>11} "
    f"{'left':>5}  first trouble"
)


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came of the kills of one verb with one signal."""

    verb: str
    sent: signal.Signals
    kills: int = 0
    in_time: int = 0
    """So many came before it had ended by itself."""
    ended_badly: int = 0
    """Runs that ended with more than a sentence of ours, or with another code."""
    lying: int = 0
    next_wrong: int = 0
    """Runs after a kill that did not make the same bytes as one that was never killed."""
    left: int = 0
    """Files and folders that were there after the next run."""
    trouble: str = ""

    def row(self) -> str:
        """Return a row of the table that `scripts/break` prints."""
        return (
            f"{self.verb:<9} {self.sent.name:<8} {self.kills:>6} {self.in_time:>8} {self.ended_badly:>12} "
            f"{self.lying:>6} {self.next_wrong:>11} {self.left:>5}  {self.trouble or 'none'}"
        )


def killed(where: Place, kills: int, number: int) -> list[Tally]:
    """Kill each verb with each signal, in turn; return what came of it. The same number chooses the same moments."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    usual = {verb: _seconds(where, verb) for verb in VERBS}
    right = where.made()
    tallies = {(verb, sent): Tally(verb=verb, sent=sent) for verb in VERBS for sent in SIGNALS}
    turns = zip(cycle(VERBS), cycle(SIGNALS), strict=False)  # three and four: all pairs in twelve turns
    for verb, sent in islice(turns, kills):
        _kill(where, tallies[verb, sent], chance.uniform(0, usual[verb]), right)
    return [tally for tally in tallies.values() if tally.kills]


def _seconds(where: Place, verb: str) -> float:
    where.clear()
    start = time.monotonic()
    where.call(VERBS[verb])
    return time.monotonic() - start


def _kill(where: Place, tally: Tally, after: float, right: Mapping[str, str]) -> None:
    if tally.verb == "catalogue":
        where.clear()
    with where.begin(VERBS[tally.verb]) as run:
        try:
            run.wait(after)
        except subprocess.TimeoutExpired:
            _send(run, tally.sent)
            tally.in_time += 1
        _, said = run.communicate(timeout=PATIENCE)
    tally.kills += 1
    others = [name for name, digest in where.made().items() if right.get(name) != digest]
    if lying := where.lying() + others:
        tally.lying += len(lying)
        tally.trouble = tally.trouble or f"{lying[0]} lies"
    if not _is_good(run.returncode, said, tally.sent):
        tally.ended_badly += 1
        tally.trouble = tally.trouble or f"ended with {run.returncode}: {said.strip()[-200:]}"
    again = where.call(VERBS[tally.verb])
    if again.returncode or where.made() != right:
        tally.next_wrong += 1
        tally.trouble = tally.trouble or f"the next ended with {again.returncode}: {again.stderr.strip()[-200:]}"
    if left := where.left():
        tally.left += len(left)
        tally.trouble = tally.trouble or f"left: {left[0].relative_to(where.folder)}"
        for one in left:
            _forget(one)


def _send(run: subprocess.Popen[str], sent: signal.Signals) -> None:
    """Send what ends a program as it comes: what a terminal sends goes to all that were started from it."""
    if sent in (signal.SIGINT, signal.SIGHUP):
        os.killpg(run.pid, sent)
    else:
        run.send_signal(sent)


def _is_good(code: int, said: str, sent: signal.Signals) -> bool:
    """Return whether a program that was sent a signal ended as it should.

    Before its first line, nobody hears a signal but Python, which ends at once, for Ctrl-C with a fatal error or a
    traceback in which no file of ours stands.
    """
    if said.startswith("Fatal Python error: init_") or "Traceback" in said:
        return sent == signal.SIGINT and code != INTERRUPTED and str(PACKAGE) not in said
    return code in (*ENDS, -sent)


def _forget(path: Path) -> None:
    """Remove what was left, so that it is counted once."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
