"""``audioguide play``."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Unpack

import click
from click.core import ParameterSource

from audioguide import plugins, repertoire
from audioguide.cli.called import one_line, tell
from audioguide.cli.choices import build_request, session_choices
from audioguide.cli.grouped import Grouped
from audioguide.cli.keys import key_commands
from audioguide.cli.options import option, refuse_without_speaker
from audioguide.cli.paths import OUTPUT, spoken_cues, state_folder
from audioguide.cli.progress import ProgressLine
from audioguide.cli.sessions import find_session, no_session
from audioguide.errors import ChoiceError, ShelfError, SpeakerError
from audioguide.model.chapters import Chapter
from audioguide.model.choices import Choices
from audioguide.model.session import Session
from audioguide.player.memory import SpeakerMemory
from audioguide.player.playback import Order, PlaybackController
from audioguide.player.registry import connect_device
from audioguide.player.turn import session_volume, speaker_turn
from audioguide.player.volume import in_percent
from audioguide.player.volume_control import DEFAULT_CEILING
from audioguide.plugins import Device, Speaker, Status
from audioguide.rendering.render import render
from audioguide.rendering.shelf import Shelf, is_whole
from audioguide.speakers import local
from audioguide.state.shell import command_line
from audioguide.units import Samples, format_duration, samples, seconds
from audioguide.web.playing.serving import serving

KEY_HELP = "space pauses, arrows skip, + and - set the volume, q ends"
_HINT_LENGTH = samples(30)
"""Of a session: for so long the line says what to do where it is too quiet."""
_NOTE_SECONDS = 4.0


@click.command("play", cls=Grouped, others="The speaker")
@click.argument("what", metavar="SESSION|ROUTINE", required=False)
@option("--volume", type=click.IntRange(1, 100), help="The highest volume, in percent [25, or where you last left it].")
@option("--loudest", type=click.IntRange(1, 100), help="How far + may go, in percent [50, or --volume].")
@option("--keep-volume", is_flag=True, help="Leave the volume as low as it is at the end: beside a sleeping baby.")
@option(
    "--on",
    metavar="SPEAKER",
    help="Its name (`audioguide speakers`), address, or NAME@ADDRESS. Default: this computer.",
)
@option("--host", metavar="ADDRESS", help="Only the speaker at this address, also in another network.")
@option(
    "--port",
    verb="play",
    type=click.IntRange(0, 65535),
    default=0,
    help="The port that the speaker fetches from, for a firewall [any].",
)
@option(
    "--address",
    metavar="ADDRESS",
    help="The address that the speaker fetches from, if a container or router is in between.",
)
@option("--volume-unknown-ok", is_flag=True, help="Play even if the volume can be neither read nor set.")
@option("--interrupt", is_flag=True, help="Play even if the speaker is already playing something.")
@session_choices
@click.pass_context
def command(
    ctx: click.Context,
    /,
    what: str | None,
    *,
    volume: int | None,
    loudest: int | None,
    keep_volume: bool,
    on: str | None,
    host: str | None,
    port: int,
    address: str | None,
    volume_unknown_ok: bool,
    interrupt: bool,
    **choices: Unpack[Choices],
) -> None:
    """Play a session: its file, or a routine, which is made first if it has to be.

    The volume comes first: no more than --volume percent, and put back afterwards. Space pauses, the arrows go
    back and on by a chapter, + and - set the volume, q ends; from another terminal: `audioguide pause`, `resume`,
    `back`, `next`, `louder`, `quieter`, `stop`.
    """
    if volume and loudest and volume > loudest:
        raise ChoiceError("loudest", str(loudest), f"with --volume {volume} it is at least {volume}")
    refuse_without_speaker(ctx, "on", "name the speaker, too: by its name, or by its address alone")
    chosen = any(ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE for name in choices)
    session = (_made_session(what, chosen=chosen) if what else None) or _session_of(what, choices)
    memory = SpeakerMemory.in_folder(state_folder())
    device, speaker = memory.registry.connect(on, host) if on else _this_computer()
    ceiling = (loudest or max(100 * DEFAULT_CEILING, volume or 0)) / 100
    level = volume / 100 if volume else memory.last_volumes.starting_level(device, ceiling)
    line, commands = _StatusLine(session.length), SimpleQueue[Order]()
    with (
        contextlib.closing(speaker),
        speaker_turn(speaker, device, memory, commands, interrupt=interrupt) as replaced,
        serving(session, device, address, port) as served,
        session_volume(
            speaker,
            device,
            memory,
            level,
            ceiling=ceiling,
            keep=keep_volume,
            unknown_ok=volume_unknown_ok,
        ) as control,
    ):
        tell(f"{session.title} on {device.name}, at most {in_percent(level)}; {KEY_HELP}")
        with key_commands(commands), line:
            PlaybackController(
                speaker=speaker,
                device=device,
                sound=served.sound,
                chapters=session.chapters,
                has_fetched=served.has_fetched,
                on_status=line,
                change_volume=lambda step: line.note(f"volume {in_percent(control.change(step))}"),
                replaced=replaced,
                commands=commands,
                on_refused=lambda error: line.note(str(error)),
            ).run()


def _made_session(name: str, *, chosen: bool) -> Session | None:
    """Read the session that was named by its file or its name; None where it is none, and may be a routine.

    Args:
        name: as it was given.
        chosen: whether choices were given with it, which are for a routine: that comes first then.

    Raises:
        ShelfError: it is damaged, or the file of a session was named that is not there.
        UsageError: choices were given for a session that is made.
    """
    session = find_session(name)
    if session is not None and chosen:
        if name in repertoire.routines():
            return None
        again = f"audioguide again {command_line([name])}"
        msg = f"'{name}' is made, and keeps its choices; to make another with those, add them to: {again}"
        raise click.UsageError(msg)
    if session is not None and not is_whole(session):
        msg = f"'{name}' is damaged; make it again: audioguide again {command_line([name])}"
        raise ShelfError(msg)
    if session is None and Path(name).suffix.removeprefix(".").lower() in plugins.names("encoders"):
        there = Path(name).is_file()
        raise ShelfError(f"'{name}' was not made by audioguide; any player plays it" if there else no_session(name))
    return session


def _session_of(routine: str | None, choices: Choices) -> Session:
    """Render the session of a routine, or find it on the shelf."""
    request = build_request(routine, **choices)
    with ProgressLine() as progress:
        return render(request, spoken_cues(), Shelf(OUTPUT), progress=progress)


def _this_computer() -> tuple[Device, Speaker]:
    """Start the player on this computer."""
    found: tuple[Device, ...] = plugins.find("speakers", "local").discover(0.0)
    if not found:
        raise SpeakerError(local.MISSING)
    return found[0], connect_device(found[0])


class _StatusLine:
    """The chapter and the time that is left, on one line of the terminal that is redrawn in place."""

    def __init__(self, length: Samples) -> None:
        self._length, self._shown = length, ""
        self._note, self._until = "", 0.0
        self._was_changed = False

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown and sys.stderr.isatty():  # which it no longer is once the terminal is gone
            click.echo(err=True)

    def __call__(self, status: Status, chapter: Chapter) -> None:
        left = format_duration(samples(round(seconds(Samples(self._length - status.position)))))
        line = f"{chapter.title}, {left} left{', paused' if status.state == 'paused' else ''}"
        if time.monotonic() < self._until:
            line += f"; {self._note}"
        elif status.position < _HINT_LENGTH and not self._was_changed and sys.stdin.isatty():
            line += "; too quiet? press +"
        line = one_line(line)
        if sys.stderr.isatty() and line != self._shown:
            click.echo(f"\r{line.ljust(len(self._shown))}", nl=False, err=True)
            self._shown = line

    def note(self, text: str) -> None:
        """Show a few words for some seconds: what became of a command."""
        self._note, self._until = text, time.monotonic() + _NOTE_SECONDS
        self._was_changed = True
