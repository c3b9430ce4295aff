"""Sentences for the person: a command in one begins as the program was called, and is never broken over two lines."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import sys
import textwrap

import click

from audioguide.model.plain import plain, plain_json

CALLED_AS = "AUDIOGUIDE_CALLED_AS"
"""The variable by which `scripts/audioguide`, which starts another Python, passes on how it was called."""

COMMAND = re.compile(
    r"(?<=['`])audioguide (?=[a-z-])[^'`]*|(?<=: )audioguide (?=[a-z-])(?:'[^']*'|[^'`;()])*?(?=[;()]|, |$)"
)
"""A command in a sentence: in quotes, or after a colon, where it ends with its part of the sentence."""

_SPACE = "\ue000"
"""Stands for a space at which no line may end; no text has it."""


def called_as() -> str:
    """Return what was typed before the verb: ``audioguide``, or ``python3 scripts/audioguide``."""
    return os.environ.get(CALLED_AS) or "audioguide"


def as_typed(sentence: str, *, space: str = " ") -> str:
    """Return a sentence in which every command begins as the program was called, and has these spaces."""
    return COMMAND.sub(lambda found: found[0].replace("audioguide", called_as(), 1).replace(" ", space), sentence)


def tell(sentence: str, *, err: bool = True) -> None:
    """Print a sentence for the person, on stderr or on stdout; a terminal gets lines that end between words.

    Whatever a file or a device is called, no character of it moves the cursor or turns the line around.
    """
    sentence = plain(sentence)
    columns = shutil.get_terminal_size().columns if (sys.stderr if err else sys.stdout).isatty() else 0
    click.echo("\n".join(wrapped(line, columns) for line in sentence.split("\n")), err=err)


def show(text: str, *, err: bool = False) -> None:
    """Print a result, in which no character moves the cursor or turns the line around."""
    click.echo(plain(text), err=err)


def show_json(document: object) -> None:
    """Print one JSON document on stdout; such characters are written out in it, and mean the same."""
    click.echo(plain_json(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)))


def one_line(text: str) -> str:
    """Return a text for a line of the terminal that is redrawn in place, and cut it: no wrapped line can be erased."""
    text, columns = plain(text).replace("\n", " ").replace("\t", " "), shutil.get_terminal_size().columns - 1
    return text if len(text) <= columns else f"{text[: columns - 1]}…"


class PlainFormatter(logging.Formatter):
    """Writes out such characters in what the log tells on stderr."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        return plain(super().format(record))


def wrapped(sentence: str, columns: int) -> str:
    """Return a sentence as it is typed, in lines of at most so many characters; 0 is one line."""
    if not columns:
        return as_typed(sentence)
    whole = as_typed(sentence, space=_SPACE)
    return textwrap.fill(whole, columns, break_long_words=False, break_on_hyphens=False).replace(_SPACE, " ")
