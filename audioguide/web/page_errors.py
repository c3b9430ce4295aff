"""Sentences of errors as the page says them: in its own language, or without what only a command line can do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from audioguide.errors import AudioguideError, ChoiceError
from audioguide.web.assets import words

_FOR_A_COMMAND_LINE = re.compile(r"(?<![\w-])--?[a-z]|\baudioguide [a-z]")
"""An option, or a verb."""


class PageError(AudioguideError):
    """Something that cannot be done, for which the page has words: each phone says it in its own language."""

    def __init__(self, word: str, values: Mapping[str, int] = MappingProxyType({}), choice: str = "") -> None:
        """Take the key of the words, what stands in them, and the choice that is refused, if it is one."""
        super().__init__(word, dict(values), choice)
        self.word, self.values, self.choice = word, dict(values), choice

    def __str__(self) -> str:
        """Say it in English."""
        return words("en")[self.word].format(**self.values)


def error_document(error: AudioguideError) -> dict[str, object]:
    """Return an error as the page takes it, for JSON: a sentence, the page's own words for it, the choice."""
    document: dict[str, object] = {"error": for_page(str(error))}
    if isinstance(error, PageError):
        document |= {"word": error.word, "values": error.values}
    if isinstance(error, PageError | ChoiceError) and error.choice:
        document["choice"] = error.choice
    return document


def for_page(text: str) -> str:
    """Return an error without its advice for the command line.

    An error says what is wrong and then, after semicolons, what may be done: what is wrong always stays.
    """
    return "\n".join(_kept(line) for line in text.splitlines())


def _kept(line: str) -> str:
    problem, *advice = line.split("; ")
    return "; ".join([problem, *(one for one in advice if not _FOR_A_COMMAND_LINE.search(one))])
