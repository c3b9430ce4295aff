"""``audioguide play``."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Unpack

import click

from audioguide import plugins
from audioguide.cli.called import tell
from audioguide.cli.choices import build_request, session_choices
from audioguide.cli.grouped import Grouped
from audioguide.cli.keys import key_commands
from audioguide.cli.options import option
from audioguide.cli.paths import OUTPUT, spoken_cues, state_folder
from audioguide.cli.progress import ProgressLine
from audioguide.cli.sessions import find_session, no_session
from audioguide.errors import ShelfError, SpeakerError
from audioguide.model.choices import Choices
from audioguide.model.session import Session
from audioguide.model.timeline import Chapter
from audioguide.player.playback import PlaybackController
from audioguide.player.registry import SpeakerRegistry, connect_device
from audioguide.player.remote import RemoteControl
from audioguide.player.volume import VolumeJournal, capped, restore
from audioguide.plugins import Device, Sound, Speaker, Status
from audioguide.rendering.render import render
from audioguide.rendering.shelf import Shelf, is_whole
from audioguide.speakers import local
from audioguide.units import Samples, format_duration, seconds
from audioguide.web.feed import key_of, media_type
from audioguide.web.library import Library
from audioguide.web.server import Server, address_towards

KEY_HELP = "space pauses, arrows skip, q ends"


@click.command("play", cls=Grouped, others="The speaker")
@click.argument("what", metavar="SESSION|ROUTINE", required=False)
@option("--volume", type=click.IntRange(1, 100), default=25, show_default=True, help="At most so many percent.")
@option("--on", metavar="SPEAKER", help="The name of a speaker (`audioguide speakers`); else this computer.")
@option("--host", metavar="ADDRESS", help="Where to look for it, in another network.")
@option("--volume-unknown-ok", is_flag=True, help="Play also where the volume can be neither read nor set.")
@session_choices
def command(
    what: str | None,
    *,
    volume: int,
    on: str | None,
    host: str | None,
    volume_unknown_ok: bool,
    **choices: Unpack[Choices],
) -> None:
    """Play a session: its file, or a routine, which is made first where it has to be.

    The volume comes first: no more than --volume percent, and put back afterwards. Space pauses, the arrows go
    back and on by a chapter, q ends; from another terminal: `audioguide pause`, `resume`, `back`, `next`, `stop`.
    """
    session = (_made_session(what) if what else None) or _session_of(what, choices)
    journal = VolumeJournal(state_folder() / "volumes.json")
    restore(journal, connect_device)
    device, speaker = _connect(on, host)
    with contextlib.closing(speaker), interrupt_on_signals(), _serving(session, device) as server:
        controller = PlaybackController(
            speaker=speaker,
            device=device,
            sound=_sound(session, server),
            chapters=session.chapters,
            has_fetched=lambda: server is not None and server.has_fetched(key_of(session)),
            on_status=(line := _StatusLine(session.length)),
        )
        tell(f"{session.title} on {device.name}, at most {volume} %; {KEY_HELP}")
        with (
            RemoteControl(state_folder(), controller.commands),
            key_commands(controller.commands),
            capped(speaker, device, journal, cap=volume / 100, unknown_ok=volume_unknown_ok),
            line,
        ):
            controller.run()


def _made_session(name: str) -> Session | None:
    """Read the session that was named by its file or its name; None where it is none, and may be a routine.

    Raises:
        ShelfError: it is damaged, or the file of a session was named that is not there.
    """
    session = find_session(name)
    if session is not None and not is_whole(session):
        msg = f"'{name}' is damaged; 'audioguide again {name}' makes it again"
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


def _sound(session: Session, server: Server | None) -> Sound:
    return Sound(
        path=session.path,
        url=server.address + key_of(session) + session.path.suffix if server else "",
        title=session.title,
        media_type=media_type(session.path.name),
        length=session.length,
    )


def _connect(name: str | None, host: str | None) -> tuple[Device, Speaker]:
    """Connect to a speaker in the network by its name, or to this computer."""
    if name is not None:
        return SpeakerRegistry(state_folder() / "speakers.json").connect(name, host)
    found: tuple[Device, ...] = plugins.find("speakers", "local").discover(0.0)
    if not found:
        raise SpeakerError(local.MISSING)
    return found[0], connect_device(found[0])


@contextlib.contextmanager
def _serving(session: Session, device: Device) -> Iterator[Server | None]:
    """Serve this one session at the address of this computer that the speaker can reach; None for a local player."""
    if not device.host:
        yield None
        return
    with Server(Library(lambda: [session.manifest]), host=address_towards(device.host)) as server:
        yield server


@contextlib.contextmanager
def interrupt_on_signals() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into KeyboardInterrupt, so that the volume is restored on these ways out too."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), interrupt) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


class _StatusLine:
    """The chapter and the time that is left, on one line of the terminal that is redrawn in place."""

    def __init__(self, length: Samples) -> None:
        self._length, self._shown = length, ""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            click.echo(err=True)

    def __call__(self, status: Status, chapter: Chapter) -> None:
        left = format_duration(Samples(round(seconds(Samples(self._length - status.position))) * 44_100))
        line = f"{chapter.title}, {left} left{', paused' if status.state == 'paused' else ''}"
        if sys.stderr.isatty() and line != self._shown:
            click.echo(f"\r{line.ljust(len(self._shown))}", nl=False, err=True)
            self._shown = line
