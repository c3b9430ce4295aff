"""How the program was called, so that a command that it prints can be typed as it stands."""

from __future__ import annotations

import os
import re

import click

CALLED_AS = "AUDIOGUIDE_CALLED_AS"
"""The variable by which `scripts/audioguide`, which starts another Python, passes on how it was called."""

COMMAND = re.compile(r"(?:(?<=['`])|(?<=: ))audioguide (?=[a-z-])")
"""How a command begins in a sentence: in quotes, or after a colon."""


def called_as() -> str:
    """Return what was typed before the verb: ``audioguide``, or ``python3 scripts/audioguide``."""
    return os.environ.get(CALLED_AS) or "audioguide"


def as_typed(sentence: str) -> str:
    """Return a sentence in which every command begins as the program was called."""
    return COMMAND.sub(lambda _: f"{called_as()} ", sentence)


def tell(sentence: str) -> None:
    """Print a sentence for the person on stderr; its commands begin as the program was called."""
    click.echo(as_typed(sentence), err=True)
