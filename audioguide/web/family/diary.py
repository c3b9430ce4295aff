"""A quiet diary: which evenings, how long, where it was stopped, what was liked; one readable file on this computer.

A line of JSON for each session of a day. It counts evenings, and no streaks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from itertools import takewhile
from pathlib import Path
from threading import Lock

from audioguide.errors import ShelfError
from audioguide.model.routine import GUIDANCE_LEVELS, Guidance
from audioguide.model.session import Session
from audioguide.state import aside_of, put_aside, read_state, write_state
from audioguide.units import Samples, samples, seconds
from audioguide.web.feed import key_of

MOST_LINES = 2000
"""The oldest go: five years of evenings."""
LEAST_SECONDS = 120.0
"""Of a session: less was a try, not an evening."""
EVENINGS_ALIKE = 5
"""After so many with the same words, fewer are proposed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was heard of a session on a day: a line of the file."""

    day: str
    title: str
    baby: str
    guidance: Guidance
    seconds: int
    """Heard."""
    of: int
    """Seconds of the session."""
    stopped_at: str
    """The chapter; empty where it came to its goodbye."""
    liked: bool
    session: str
    """The key."""


class Diary:
    """The file. It is read at every question, so that it may be edited or deleted by hand. Any thread may use it."""

    def __init__(self, file: Path) -> None:
        """Take the path; its folder exists, and only its user may enter it."""
        self._file, self._lock = file, Lock()

    def entries(self) -> tuple[Entry, ...]:
        """Return what is written, the oldest first; a line that is damaged is left out.

        Raises:
            ShelfError: the file is there, and cannot be read now.
        """
        return tuple(entry for entry in map(_entry, self._lines()) if entry is not None)

    def note(self, session: Session, heard: float, stopped_at: float | None, today: date) -> None:
        """Write down what was heard.

        Args:
            session: of which.
            heard: for how many seconds. What is heard of it on the same day is added up; less than `LEAST_SECONDS`
                counts where it goes on with what was stopped on that day.
            stopped_at: the position in seconds from where it was left; None where it came to its goodbye.
            today: the day.

        Raises:
            ShelfError: the file cannot be read now, or not be written.
        """
        entry = Entry(
            day=today.isoformat(),
            title=session.title,
            baby=session.baby,
            guidance=session.guidance,  # type: ignore[arg-type]
            seconds=round(heard),
            of=round(seconds(session.length)),
            stopped_at=_chapter(session, samples(stopped_at)) if stopped_at is not None else "",
            liked=False,
            session=key_of(session),
        )
        with self._lock:
            others, is_evening = [], heard >= LEAST_SECONDS
            for line in self._lines():
                before = _entry(line)
                if before is None or (before.day, before.session) != (entry.day, entry.session):
                    others.append(line)
                    continue
                is_evening |= bool(before.stopped_at)
                left = entry.stopped_at
                if heard < LEAST_SECONDS and left:  # a look at its beginning undoes nothing
                    left = _later(session, before.stopped_at, left)
                entry = replace(entry, seconds=before.seconds + entry.seconds, stopped_at=left, liked=before.liked)
            if is_evening:
                self._write([*others, _line(entry)][-MOST_LINES:])

    def like(self, key: str, *, liked: bool) -> None:
        """Write down that a session was liked when it was heard last, or no longer.

        Raises:
            ShelfError: the file cannot be read now, or not be written.
        """
        with self._lock:
            lines = self._lines()
            for place in reversed(range(len(lines))):
                last = _entry(lines[place])
                if last is not None and last.session == key:
                    lines[place] = _line(replace(last, liked=liked))
                    self._write(lines)
                    return

    def delete(self) -> None:
        """Delete the file, and a damaged one that was put aside.

        Raises:
            ShelfError: it cannot be deleted.
        """
        with self._lock:
            for file in (self._file, aside_of(self._file)):
                try:
                    file.unlink(missing_ok=True)
                except OSError as error:
                    msg = f"cannot delete '{file}': {error.strerror}"
                    raise ShelfError(msg) from error

    def _lines(self) -> list[str]:
        """Return the lines as they are written, damaged ones too: what is written next keeps them.

        No lines where there is no file, or one that is no text, which is put aside.

        Raises:
            ShelfError: the file is there, and cannot be read now.
        """
        try:
            text = read_state(self._file, nothing="")
        except ValueError:
            put_aside(self._file)
            return []
        return [line for line in text.split("\n") if line]  # a title may hold what else ends a line

    def _write(self, lines: Sequence[str]) -> None:
        write_state(self._file, "".join(f"{line}\n" for line in lines))


def evenings(entries: Sequence[Entry], *, before: date | None = None) -> int:
    """Return on how many days there was one, or on how many days before a day."""
    return len({one.day for one in entries if before is None or one.day < before.isoformat()})


def fewer_words(entries: Sequence[Entry]) -> Guidance | None:
    """Return what may be proposed: less guidance, where the last evenings were all alike; else None."""
    now = entries[-1].guidance if entries else GUIDANCE_LEVELS[-1]
    alike = {one.day for one in takewhile(lambda one: one.guidance == now, reversed(entries))}
    if len(alike) < EVENINGS_ALIKE or now == GUIDANCE_LEVELS[-1]:
        return None
    return GUIDANCE_LEVELS[GUIDANCE_LEVELS.index(now) + 1]


def _chapter(session: Session, position: Samples) -> str:
    """Return the title of the chapter at a position; empty from the goodbye on."""
    before = (one for one in session.chapters if one.start < session.goodbye.start)
    titles = [one.title for one in before if one.start <= position < one.end]
    return titles[0] if titles else ""


def _later(session: Session, one: str, other: str) -> str:
    """Return whichever of two chapters comes later; empty is the goodbye, the last."""
    titles = [chapter.title for chapter in session.chapters]
    return max(one, other, key=lambda title: titles.index(title) if title in titles else len(titles))


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False, allow_nan=False)


_KINDS = {field.name: {"seconds": int, "of": int, "liked": bool}.get(field.name, str) for field in fields(Entry)}


def _entry(line: str) -> Entry | None:
    """Read a line; None where it is damaged."""
    try:
        entry = Entry(**json.loads(line))
        date.fromisoformat(entry.day)
    except (ValueError, TypeError, RecursionError):
        return None
    is_right = all(type(getattr(entry, name)) is kind for name, kind in _KINDS.items())
    return entry if is_right and entry.guidance in GUIDANCE_LEVELS else None
