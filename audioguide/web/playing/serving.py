"""A session as a speaker gets it: the file, and the address in this computer from which it is fetched."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Protocol

from audioguide.model.session import Session
from audioguide.plugins import Device, Sound
from audioguide.web.address import address_towards, listening_address
from audioguide.web.feed import key_of, media_type
from audioguide.web.library import Library
from audioguide.web.server import Server


class Served(Protocol):
    """One session at an address that a speaker reaches."""

    @property
    def address(self) -> str:
        """The base URL."""

    def has_fetched(self, key: str) -> bool:
        """Whether the sound has been requested."""


@contextlib.contextmanager
def serving(session: Session, device: Device, address: str | None = None, port: int = 0) -> Iterator[Server | None]:
    """Serve one session at the address of this computer that the speaker reaches; None to one that is given the file.

    Args:
        session: what.
        device: to whom.
        address: to give out, where a container or a router is between; None: the one towards the device.
        port: to listen on; 0: any that is free.
    """
    if not device.host:
        yield None
        return
    host = listening_address(address) if address else address_towards(device.host)
    with Server(Library(lambda: [session.manifest]), host=host, port=port, announced=address) as server:
        yield server


def sound_of(session: Session, server: Served | None) -> Sound:
    """Return what a speaker is to play; without a server, the file alone."""
    return Sound(
        path=session.path,
        url=server.address + key_of(session) + session.path.suffix if server else "",
        title=session.title,
        media_type=media_type(session.path.name),
        length=session.length,
    )
