"""``audioguide serve``."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path

import click
import segno

from audioguide.cli.called import tell
from audioguide.cli.options import option
from audioguide.cli.paths import OUTPUT, server_token
from audioguide.errors import ShelfError
from audioguide.web.library import Library
from audioguide.web.server import LOOPBACK, Server, address_towards, listening_address


@click.command("serve")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default=OUTPUT, required=False)
@option("--lan", is_flag=True, help="Offer them to the home network too, and show a QR code for phones.")
@option("--host", verb="serve", metavar="ADDRESS", help="Listen on this address of ours instead.")
@option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any that is free.")
@option("--address", metavar="ADDRESS", help="The address to give out, where a container or router is between.")
@option("--open", "in_browser", is_flag=True, help="Open the page in your browser.")
@option("--new-token", is_flag=True, help="Change the address, so that whoever has the old one is out.")
def command(
    folder: Path, *, lan: bool, host: str | None, port: int, address: str | None, in_browser: bool, new_token: bool
) -> None:
    """Offer the sessions in FOLDER (output/) as a page with a player and as a private podcast, until Ctrl-C.

    Without --lan only this computer can open it. Whoever has the address can hear the sessions, and nobody else:
    it holds a long random word, which stays the same from one call to the next.
    """
    host = host or (listening_address(address) if address else address_towards() if lan else LOOPBACK)
    if lan and host == LOOPBACK:
        msg = "this computer is in no network now, so --lan has nobody to offer the sessions to"
        raise ShelfError(msg)
    library, token = Library(lambda: folder.glob("*.json")), server_token(renew=new_token)
    with Server(library, host=host, port=port, token=token, announced=address) as server:
        if host != LOOPBACK and sys.stdout.isatty():
            segno.make(server.address, error="m").terminal(compact=True, border=1)  # fits 24 lines, with what follows
        click.echo(f"page     {server.address}")
        click.echo(f"podcast  {server.address}feed.xml")
        if host == LOOPBACK:
            tell("for this computer only; --lan offers it to phones in your home network")
        else:
            tell("for programs on your own phone; a podcast service in the cloud cannot reach it")
        tell("Ctrl-C ends it")
        if in_browser and not webbrowser.open(server.address):
            tell("no browser could be opened; open the page above in yours")
        try:
            server.wait()
        except KeyboardInterrupt:
            raise KeyboardInterrupt("ended; nobody can open the page and the podcast now") from None
