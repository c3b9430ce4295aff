"""``audioguide doctor``."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import version

import click

from audioguide import plugins, repertoire
from audioguide.cli import surroundings
from audioguide.cli.options import option, refuse_without_speaker
from audioguide.cli.play_file import player
from audioguide.cli.surroundings import Finding, State, has_sound_device
from audioguide.cli.tables import print_table
from audioguide.errors import AudioguideError, PluginError
from audioguide.plugins.requirements import uninstall_command
from audioguide.repertoire.beds import names as bed_names
from audioguide.voices.choose import choose, languages_of

LOCAL_SPEAKER = "local"
"""The plug-in for this computer."""

KEEP_ONE = "a sentence as a file: audioguide say Hold. -o hold.wav"
NO_PLAYER = (
    "to pause, skip and set the volume they need mpv, VLC or: audioguide add record; "
    "or hear them on a phone: audioguide serve --lan"
)
"""Where a program that can only play is no player of sessions."""


@click.command("doctor")
@option("--speaker", metavar="SPEAKER", help="Have this one fetch and play a little silence, and report each step.")
@option("--host", metavar="ADDRESS", help="Only a speaker at this address, also in another network.")
@option("--port", verb="doctor", type=click.IntRange(0, 65535), default=0, help="The port that it fetches from [any].")
@option(
    "--address", metavar="ADDRESS", help="The address that it fetches from, if a container or router is in between."
)
@click.pass_context
def command(context: click.Context, *, speaker: str | None, host: str | None, port: int, address: str | None) -> None:
    """Try every voice, check every folder, and show what is missing and how to get it.

    With --speaker it tries that speaker alone, as `audioguide play` would use it.
    """
    refuse_without_speaker(context, "speaker", "to find speakers at an address: audioguide speakers --host ADDRESS")
    if speaker:
        from audioguide.cli.speaker_check import speaker_steps  # noqa: PLC0415 - else no server is loaded

        findings: list[Finding] = list(speaker_steps(speaker, host, port, address))
    else:
        findings = [*_programs(), *surroundings.packages(), *_voices(), *_speakers()]
        findings += [
            *_content(),
            *_formats(),
            *_plugins(),
            *surroundings.kept_cues(),
            *surroundings.folders(),
            *surroundings.network(),
        ]
    print_table([{"state": state, "what": what, "remark": remark} for state, what, remark in findings])
    if any(state == "!!" for state, _, _ in findings):
        context.exit(1)


def _programs() -> Iterator[Finding]:
    yield "ok", "audioguide", f"{version('audioguide')}, Python {platform.python_version()}, {platform.platform()}"
    found = player()
    if found and not has_sound_device():
        yield "-", "sentences, beds", f"no sound device is here; {KEEP_ONE}"
    else:
        remark = f"{found} plays them" if found else f"nothing plays them; mpv would do; {KEEP_ONE}"
        yield "ok" if found else "-", "sentences, beds", remark


def _voices() -> Iterator[Finding]:
    """Speak a word with each voice; one that works is enough."""
    results: list[tuple[str, AudioguideError | None]] = []
    for name in plugins.names("voices"):
        try:
            if name == "recorded":  # it is somebody's own, and in no place that could be known
                yield "ok", "voice recorded", "your own, in a folder: audioguide record everyday --to FOLDER"
                continue
            choose(name, next(iter(languages_of(name)), "en")).speak("Hello.", 150.0)
            results.append((name, None))
        except AudioguideError as error:
            results.append((name, error))
    is_one_there = any(trouble is None for _, trouble in results)
    for name, trouble in results:
        if trouble is None:
            yield "ok", f"voice {name}", "speaks"
        else:
            yield _state(trouble) if is_one_there else "!!", f"voice {name}", str(trouble)


def _speakers() -> Iterator[Finding]:
    """Import the plug-in for each protocol; it is `audioguide speakers` that searches the network."""
    for name in plugins.names("speakers"):
        try:
            kind = plugins.find("speakers", name)
        except AudioguideError as error:
            yield _state(error), f"speaker {name}", str(error)
            continue
        if name == LOCAL_SPEAKER:
            devices = kind.discover(0)
            if devices and not has_sound_device():
                yield "-", "sessions", "no sound device is here; hear them on a phone: audioguide serve --lan"
            else:
                remark = f"{devices[0].model} plays them on this computer" if devices else NO_PLAYER
                yield "ok" if devices else "-", "sessions", remark
        else:
            yield "ok", f"speaker {name}", "can be found: audioguide speakers"


def _content() -> Iterator[Finding]:
    yield "ok", "routines", ", ".join(repertoire.routines())
    beds = bed_names()
    yield "ok" if beds else "!!", "beds", ", ".join(beds) or "none; the installation is damaged"


def _formats() -> Iterator[Finding]:
    """Import each encoder; one that works is enough."""
    works, missing = [], []
    for name in plugins.names("encoders"):
        try:
            plugins.find("encoders", name)
            works.append(name)
        except AudioguideError as error:
            missing.append((name, error))
    yield "ok" if works else "!!", "formats", ", ".join(works) or "none; the installation is damaged"
    for name, trouble in missing:
        yield _state(trouble), f"format {name}", str(trouble)


def _plugins() -> Iterator[Finding]:
    """Tell which packages bring something by a name of ours."""
    for kind in plugins.PLUGIN_KINDS:
        for point in plugins.replaced(kind):
            remark = f"the package '{point.package}' brings one of this name, which is not used"
            yield "!!", f"{kind.removesuffix('s')} {point.name}", f"{remark}: {uninstall_command(point.package)}"


def _state(error: AudioguideError) -> State:
    """Return whether a plug-in only lacks what is not installed, or was there and could not be loaded."""
    is_broken = isinstance(error, PluginError) and not isinstance(error.__cause__, ModuleNotFoundError | None)
    return "!!" if is_broken else "-"
