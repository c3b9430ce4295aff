"""Sentences of errors as the page says them: without what only a command line can do."""

from __future__ import annotations

import re

_FOR_A_COMMAND_LINE = re.compile(r"(?<![\w-])--?[a-z]|\baudioguide [a-z]")
"""An option, or a verb."""


def for_page(text: str) -> str:
    """Return an error without its advice for the command line.

    An error says what is wrong and then, after semicolons, what may be done: what is wrong always stays.
    """
    return "\n".join(_kept(line) for line in text.splitlines())


def _kept(line: str) -> str:
    problem, *advice = line.split("; ")
    return "; ".join([problem, *(one for one in advice if not _FOR_A_COMMAND_LINE.search(one))])
