"""``audioguide doctor``."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click

from audioguide import plugins, repertoire
from audioguide.cache import cache_folder
from audioguide.cli.options import option
from audioguide.cli.paths import spoken_cues
from audioguide.cli.play_file import PLAYERS
from audioguide.cli.tables import print_table
from audioguide.errors import AudioguideError
from audioguide.repertoire.beds import names as bed_names
from audioguide.voices.choose import choose, languages_of

OK, MISSING, BROKEN = "ok", "-", "!!"
"""Works; optional and not installed; must be repaired."""

LOCAL_SPEAKER = "local"
"""The plug-in for this computer."""

MIN_FREE_BYTES = 200_000_000
"""For a two-hour session and its encoded pieces."""

NO_PLAYER = (
    "to pause, skip and set the volume they need mpv, VLC or: audioguide add record; "
    "or hear them on a phone: audioguide serve --lan"
)
"""Where a program that can only play is no player of sessions."""

Finding = tuple[str, str, str]
"""A state, what was checked, and the result."""


@click.command("doctor")
@option("--speaker", metavar="SPEAKER", help="Let this one fetch and play a little silence, and tell each step.")
@option("--host", metavar="ADDRESS", help="Only a speaker at this address, also in another network.")
@option("--port", verb="doctor", type=click.IntRange(0, 65535), default=0, help="The port it fetches from [any].")
@option("--address", metavar="ADDRESS", help="The address it fetches from, where a container or router is between.")
@click.pass_context
def command(context: click.Context, *, speaker: str | None, host: str | None, port: int, address: str | None) -> None:
    """Try every voice, look at every folder, and tell what is missing and how to get it.

    With --speaker it tries that speaker alone, as `audioguide play` would use it.
    """
    if speaker:
        from audioguide.cli.speaker_check import speaker_steps  # noqa: PLC0415 - else no server is loaded

        findings: list[Finding] = list(speaker_steps(speaker, host, port, address))
    else:
        findings = [*_programs(), *_voices(), *_speakers(), *_content(), *_formats(), *_plugins(), *_folders()]
    print_table([{"state": state, "what": what, "remark": remark} for state, what, remark in findings])
    if any(state == BROKEN for state, _, _ in findings):
        context.exit(1)


def _programs() -> Iterator[Finding]:
    yield OK, "audioguide", f"{version('audioguide')}, Python {platform.python_version()}, {platform.platform()}"
    found = next((name for name, *_ in PLAYERS if shutil.which(name)), None)
    remark = f"{found} plays them" if found else "nothing plays them; mpv would do, or -o FILE keeps a sentence"
    yield OK if found else MISSING, "sentences, beds", remark


def _voices() -> Iterator[Finding]:
    """Speak a word with each voice; one that works is enough."""
    results: list[tuple[str, str | None]] = []
    for name in plugins.names("voices"):
        try:
            if name == "recorded":  # it is somebody's own, and in no place that could be known
                yield OK, "voice recorded", "your own, in a folder: audioguide record everyday --to FOLDER"
                continue
            choose(name, next(iter(languages_of(name)), "en")).speak("Hello.", 150.0)
            results.append((name, None))
        except AudioguideError as error:
            results.append((name, str(error)))
    failed = MISSING if any(trouble is None for _, trouble in results) else BROKEN
    for name, trouble in results:
        yield failed if trouble else OK, f"voice {name}", trouble or "speaks"


def _speakers() -> Iterator[Finding]:
    """Import the plug-in for each protocol; it is `audioguide speakers` that searches the network."""
    for name in plugins.names("speakers"):
        try:
            kind = plugins.find("speakers", name)
        except AudioguideError as error:
            yield MISSING, f"speaker {name}", str(error)
            continue
        if name == LOCAL_SPEAKER:
            devices = kind.discover(0)
            remark = f"{devices[0].model} plays them on this computer" if devices else NO_PLAYER
            yield OK if devices else MISSING, "sessions", remark
        else:
            yield OK, f"speaker {name}", "can be found: audioguide speakers"


def _content() -> Iterator[Finding]:
    yield OK, "routines", ", ".join(repertoire.routines())
    beds = bed_names()
    yield OK if beds else BROKEN, "beds", ", ".join(beds) or "none; the installation is damaged"


def _formats() -> Iterator[Finding]:
    """Import each encoder; one that works is enough."""
    works, missing = [], []
    for name in plugins.names("encoders"):
        try:
            plugins.find("encoders", name)
            works.append(name)
        except AudioguideError as error:
            missing.append((name, str(error)))
    yield OK if works else BROKEN, "formats", ", ".join(works) or "none; the installation is damaged"
    for name, trouble in missing:
        yield MISSING, f"format {name}", trouble


def _plugins() -> Iterator[Finding]:
    """Tell which packages bring something by a name of ours."""
    for kind in plugins.KINDS:
        for point in plugins.replaced(kind):
            package = plugins.package_of(point)
            remark = f"the package '{package}' brings one of this name, which is not used: pip uninstall {package}"
            yield BROKEN, f"{kind.removesuffix('s')} {point.name}", remark


def _folders() -> Iterator[Finding]:
    yield OK, "cache", f"{cache_folder()}, {spoken_cues().size() / 1e6:.0f} MB of spoken cues"
    free = shutil.disk_usage(Path.cwd()).free
    yield OK if free > MIN_FREE_BYTES else BROKEN, "disk", f"{free / 1e9:.1f} GB free here"
