"""``audioguide play``."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import click

from audioguide import plugins
from audioguide.cli.choices import choice, requested, session_choices
from audioguide.cli.keys import keys_heard
from audioguide.cli.places import OUTPUT, spoken_cues, state_folder
from audioguide.cli.progress import ProgressLine
from audioguide.errors import ShelfError, SpeakerError
from audioguide.feed import key_of, media_type
from audioguide.player.house import House, connected
from audioguide.player.playing import Playing
from audioguide.player.remote import Remote
from audioguide.player.volume import Notebook, capped, restore
from audioguide.plugins import Device, Sound, Speaker, Status
from audioguide.renderer import render
from audioguide.serve.library import Library
from audioguide.serve.server import Server, address_towards
from audioguide.session import Session
from audioguide.shelf import Shelf, is_whole, session_at
from audioguide.speakers import local
from audioguide.timeline import Chapter
from audioguide.units import Samples, format_duration, seconds

KEYS = "space pauses, arrows skip, q ends"


@click.command("play", short_help="Play a session.")
@click.argument("what", metavar="SESSION|ROUTINE", required=False)
@choice("--volume", type=click.IntRange(1, 100), default=25, show_default=True, help="At most so many percent.")
@choice("--on", metavar="SPEAKER", help="The name of a speaker (`audioguide speakers`); else this computer.")
@choice("--host", metavar="ADDRESS", help="Where to look for it, in another network.")
@click.option("--volume-unknown-ok", is_flag=True, help="Play also where the volume can be neither read nor set.")
@session_choices
def command(
    what: str | None,
    *,
    volume: int,
    on: str | None,
    host: str | None,
    volume_unknown_ok: bool,
    **choices: Any,  # noqa: ANN401 - the shared choices go on as they are
) -> None:
    """Play a session: its file, or a routine, which is made first where it has to be.

    The volume comes first: no more than --volume percent, and put back afterwards. Space pauses, the arrows go
    back and on by a chapter, q ends; from another terminal: `audioguide pause`, `resume`, `back`, `next`, `stop`.
    """
    session = (_kept(Path(what)) if what else None) or _made(what, choices)
    notebook = Notebook(state_folder() / "volumes.json")
    restore(notebook, connected)
    device, speaker = _connected(on, host)
    with contextlib.closing(speaker), ending_well(), _serving(session, device) as server:
        playing = Playing(
            speaker=speaker,
            device=device,
            sound=_sound(session, server),
            chapters=session.chapters,
            fetched=lambda: server is not None and server.has_fetched(key_of(session)),
            tell=(line := _Line(session.length)),
        )
        click.echo(f"{session.title} on {device.name}, at most {volume} %; {KEYS}", err=True)
        with (
            Remote(state_folder(), playing.asked),
            keys_heard(playing.asked),
            capped(speaker, device, notebook, cap=volume / 100, unknown_ok=volume_unknown_ok),
            line,
        ):
            playing.run()


def _kept(path: Path) -> Session | None:
    """Read the session whose file was named; None where it is none.

    Raises:
        ShelfError: it is damaged.
    """
    session = session_at(path)
    if session is not None and not is_whole(session):
        msg = f"'{path}' is damaged; 'audioguide again {path}' makes it again"
        raise ShelfError(msg)
    return session


def _made(routine: str | None, choices: dict[str, Any]) -> Session:
    """Make the session, or take it from the shelf."""
    request = requested(routine, **choices)
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


def _connected(name: str | None, host: str | None) -> tuple[Device, Speaker]:
    """Connect to a speaker in the house, or to this computer."""
    if name is not None:
        return House(state_folder() / "speakers.json").connect(name, host)
    found: tuple[Device, ...] = plugins.find("speakers", "local").discover(0.0)
    if not found:
        raise SpeakerError(local.MISSING)
    return found[0], connected(found[0])


@contextlib.contextmanager
def _serving(session: Session, device: Device) -> Iterator[Server | None]:
    """Offer this one session to a speaker that fetches, at the address of ours that it can reach."""
    if not device.host:
        yield None
        return
    with Server(Library(lambda: [session.manifest]), host=address_towards(device.host)) as server:
        yield server


@contextlib.contextmanager
def ending_well() -> Iterator[None]:
    """Let a closed terminal and a polite kill end it as Ctrl-C does: the volume is put back."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), interrupt) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


class _Line:
    """Where it is, on a line of a terminal that renews itself."""

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
