"""The state of reading one file: its languages, and the mistakes found so far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from audioguide.errors import RoutineError

MOST_MISTAKES = 100
"""Of one file that are reported at once: each costs a look at every name that may have been meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One file, and a list of its mistakes, so that all of them are reported at once."""

    source: str
    """The file's name, for messages."""
    language: str = "en"
    """Of the file's own plain words."""
    session: str | None = None
    """The language of the session to come, where it is known already."""
    mistakes: list[tuple[int, str]] = field(default_factory=list)
    """Lines (from 1) and sentences."""

    @property
    def needed(self) -> str:
        """The language in which every text must be there."""
        return self.session or self.language

    def wrong(self, line: int, problem: str) -> None:
        """Note a mistake.

        Raises:
            RoutineError: there are more of them than anybody mends at once.
        """
        if len(self.mistakes) == MOST_MISTAKES:
            last = max(line for line, _ in self.mistakes)
            self.mistakes.append((last, f"these are the first {MOST_MISTAKES} mistakes; fix them, and check again"))
            self.finish()
        self.mistakes.append((line, problem))

    @property
    def error(self) -> RoutineError | None:
        """Every mistake, in the order of the lines; None where there is none."""
        by_line = sorted(self.mistakes, key=lambda mistake: mistake[0])
        return RoutineError(self.source, tuple(by_line)) if by_line else None

    def finish(self) -> None:
        """Report every mistake.

        Raises:
            RoutineError: if there are any.
        """
        if error := self.error:
            raise error


def closest(word: str, possible: Iterable[str]) -> str | None:
    """Return the word that was probably meant, or None."""
    from difflib import get_close_matches  # noqa: PLC0415 - for a mistake only

    by_small = {one.casefold(): one for one in possible}
    found = get_close_matches(word[:60].casefold(), by_small, n=1, cutoff=0.65)
    return by_small[found[0]] if found else None


def instead(word: str, possible: Iterable[str]) -> str:
    """Return a cure for an unknown word: the one that was probably meant, or all that are possible."""
    names = tuple(possible)
    if meant := closest(word, names):
        return f"did you mean '{meant}'?"
    return f"possible {'is' if len(names) == 1 else 'are'} {joined(names, 'and')}"


def joined(names: Sequence[str], last: str) -> str:
    """Return ``a, b or c``."""
    return f" {last} ".join(", ".join(part) for part in (names[:-1], names[-1:]) if part)


def quoted(text: str) -> str:
    """Put a value into quotes for a message, on one line and not too long."""
    line = " ".join(text.split())
    return f"'{line}'" if len(line) <= 60 else f"'{line[:57]}...'"
