"""``audioguide serve``."""

from __future__ import annotations

import os
import sys
import webbrowser
from functools import partial
from pathlib import Path

import click
import segno
from click.core import ParameterSource

from audioguide.cli.called import called_as, show, tell
from audioguide.cli.options import option
from audioguide.cli.paths import OUTPUT, server_token, spoken_cues, state_folder
from audioguide.errors import ShelfError
from audioguide.plugins.requirements import command_line
from audioguide.rendering.listing import Listing
from audioguide.rendering.render import render
from audioguide.web.address import LOOPBACK, PORT, address_towards, listening_address
from audioguide.web.events import Events
from audioguide.web.library import Library
from audioguide.web.page_app import page_app
from audioguide.web.playing.serving import serving
from audioguide.web.running import Running, claimed
from audioguide.web.server import Server

_FROM_ITS_START = ("folder", "address", "own", "no_make", "new_token")
"""What a page that runs already cannot take."""
_LAST_PORT = 65534
"""Speakers fetch from the one after it."""


@click.command("serve")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
@option("--lan", is_flag=True, help="Offer the page to your home network too, and show a QR code for phones.")
@option("--host", verb="serve", metavar="ADDRESS", help="Another address of this computer to listen on.")
@option(
    "--port",
    type=click.IntRange(0, _LAST_PORT),
    default=PORT,
    show_default=True,
    help="The page's port; 0 takes any free one.",
)
@option("--address", metavar="ADDRESS", help="The address to give out, if a container or router is in between.")
@option(
    "--open/--no-open",
    "in_browser",
    default=None,
    help="Open the page in your browser. Default: in a terminal of a desktop, without --lan.",
)
@option(
    "--own",
    verb="serve",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(),
    metavar="FOLDER",
    help="Where your own routine files and recordings are. Default: the current folder.",
)
@option("--no-make", is_flag=True, help="Only play what is there: nobody can make a session.")
@option("--new-token", is_flag=True, help="Change the address, so that the old one no longer works.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    folder: Path | None,
    *,
    lan: bool,
    host: str | None,
    port: int,
    address: str | None,
    in_browser: bool | None,
    own: Path,
    no_make: bool,
    new_token: bool,
) -> None:
    """Open the page that makes sessions and plays those in FOLDER (output/); also a private podcast, until Ctrl-C.

    Without --lan only this computer can open it. Whoever has the address can make and hear sessions, and nobody
    else: it holds a long random word, which stays the same from one call to the next.
    """
    folder = folder or OUTPUT
    host = host or (listening_address(address) if address else address_towards() if lan else LOOPBACK)
    if lan and host == LOOPBACK:
        msg = "this computer is in no network now, so no phone would find it; join your Wi-Fi, or leave --lan out"
        raise ShelfError(msg)
    if in_browser is None:
        in_browser = host == LOOPBACK and sys.stdout.isatty() and has_desktop()
    state = state_folder()
    announce = ctx.with_resource(claimed(state, host, port, folder)) if port else None
    if isinstance(announce, Running):
        _open_running(ctx, announce, folder, host, in_browser=in_browser)
        return
    is_chosen = bool(port) and ctx.get_parameter_source("port") is not ParameterSource.DEFAULT
    port_for_speakers = port + 1 if is_chosen else 0  # where one port is let in, the next one is too
    own = own.absolute()  # what is made of it can be found from anywhere
    library, token = Library(Listing(folder)), server_token(renew=new_token)
    events = Events()
    with (
        page_app(
            library,
            folder,
            cache=spoken_cues(),
            state_folder=state,
            events=events,
            serve=partial(serving, address=address, port=port_for_speakers),
            make=None if no_make else render,
            own=own,
            called_as=called_as(),
        ) as page,
        Server(
            library, host=host, port=port, token=token, announced=address, page=page, before_exit=events.close
        ) as server,
    ):
        if announce:
            announce(server.address)
        _show_addresses(server.address, host)
        if host == LOOPBACK:
            elsewhere = command_line([] if folder == OUTPUT else [str(folder)])
            tell(
                f"for this computer only; for phones in your home network: audioguide serve --lan {elsewhere}".rstrip()
            )
        else:
            tell("for programs on your own phone; a podcast service in the cloud cannot reach it")
        tell("Ctrl-C ends it")
        if in_browser:
            _open(server.address)
        try:
            server.wait()
        except KeyboardInterrupt:
            raise KeyboardInterrupt("ended; nobody can open the page and the podcast now") from None


def _show_addresses(address: str, host: str) -> None:
    if host != LOOPBACK and sys.stdout.isatty():
        segno.make(address, error="m").terminal(compact=True, border=1)  # fits 24 lines, with what follows
    show(f"page     {address}")
    show(f"podcast  {address}feed.xml")


def _open_running(ctx: click.Context, running: Running, folder: Path, host: str, *, in_browser: bool) -> None:
    """Open the page that runs already, unless something is asked for that counts only from its start.

    Where it plays another folder than it would here, that is told.

    Raises:
        ShelfError: it is.
    """
    asked = [name for name in _FROM_ITS_START if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    if asked:
        msg = f"the page runs already, at {running.address}; end it first, with Ctrl-C where it was started"
        raise ShelfError(msg)
    _show_addresses(running.address, host)
    tell("it was open already; Ctrl-C where it was started ends it")
    if running.folder != str(folder.absolute()):
        here = "none of those here; another page for them: audioguide serve --port 0"
        tell(f"it plays the sessions in '{running.folder}', and {here}")
    if in_browser:
        _open(running.address)


def _open(address: str) -> None:
    if not webbrowser.open(address):
        tell("no browser could be opened; open the page above in yours")


def has_desktop() -> bool:
    """Whether a browser would have a window: one that draws in the terminal would hide what is printed there."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
