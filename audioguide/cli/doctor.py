"""``audioguide doctor``."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click

from audioguide import plugins, repertoire
from audioguide.cli.paths import cache_folder, spoken_cues
from audioguide.cli.play_file import PLAYERS
from audioguide.errors import AudioguideError
from audioguide.repertoire.beds import names as bed_names
from audioguide.speakers import local
from audioguide.voices.choose import choose

FINE, MISSING, WRONG = "ok", "-", "!!"
"""What works, what one may add, and what has to be mended."""

HERE = "local"
"""The speaker that is this computer."""

FREE = 200_000_000
"""Bytes that should be free: a two-hour session and its pieces."""

Finding = tuple[str, str, str]
"""A state, what was looked at, and what was found."""


@click.command("doctor", short_help="Tell what is installed and what is missing.")
@click.pass_context
def command(context: click.Context) -> None:
    """Try every voice, look at every folder, and tell what is missing and how to get it."""
    findings = [*_programs(), *_voices(), *_speakers(), *_content(), *_formats(), *_folders()]
    for state, what, remark in findings:
        click.echo(f"{state:<3} {what:<14} {remark}")
    if any(state == WRONG for state, _, _ in findings):
        context.exit(1)


def _programs() -> Iterator[Finding]:
    yield FINE, "audioguide", f"{version('audioguide')}, Python {platform.python_version()}, {platform.platform()}"
    found = next((name for name, *_ in PLAYERS if shutil.which(name)), None)
    yield FINE if found else MISSING, "player", found or "none; `audioguide say` needs -o (mpv would do)"


def _voices() -> Iterator[Finding]:
    """Try each voice on a word. One that works is enough."""
    results: list[tuple[str, str | None]] = []
    for name in plugins.names("voices"):
        try:
            choose(name, "en").speak("Hello.", 150.0)
            results.append((name, None))
        except AudioguideError as error:
            results.append((name, str(error)))
    silent = MISSING if any(trouble is None for _, trouble in results) else WRONG
    for name, trouble in results:
        yield silent if trouble else FINE, f"voice {name}", trouble or "speaks"


def _speakers() -> Iterator[Finding]:
    """Load what talks to each kind; whether there is one, `audioguide speakers` tells."""
    for name in plugins.names("speakers"):
        try:
            kind = plugins.find("speakers", name)
        except AudioguideError as error:
            yield MISSING, f"speaker {name}", str(error)
            continue
        if name == HERE:
            here = kind.discover(0)
            yield FINE if here else MISSING, f"speaker {name}", here[0].model if here else local.MISSING
        else:
            yield FINE, f"speaker {name}", "can be found: audioguide speakers"


def _content() -> Iterator[Finding]:
    yield FINE, "routines", ", ".join(repertoire.routines())
    beds = bed_names()
    yield FINE if beds else WRONG, "beds", ", ".join(beds) or "none; install audioguide again"


def _formats() -> Iterator[Finding]:
    """Load each encoder. One that is there is enough."""
    works, lacking = [], []
    for name in plugins.names("encoders"):
        try:
            plugins.find("encoders", name)
            works.append(name)
        except AudioguideError as error:
            lacking.append((name, str(error)))
    yield FINE if works else WRONG, "formats", ", ".join(works) or "none; install audioguide again"
    for name, trouble in lacking:
        yield MISSING, f"format {name}", trouble


def _folders() -> Iterator[Finding]:
    yield FINE, "cache", f"{cache_folder()}, {spoken_cues().size() / 1e6:.0f} MB of spoken cues"
    free = shutil.disk_usage(Path.cwd()).free
    yield FINE if free > FREE else WRONG, "disk", f"{free / 1e9:.1f} GB free here"
