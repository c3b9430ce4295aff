"""A session as a speaker gets it: the file, and the address in this computer from which it is fetched."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from audioguide.model.session import Session
from audioguide.plugins import Device, Sound
from audioguide.web.address import address_towards, listening_address
from audioguide.web.feed import key_of, media_type
from audioguide.web.library import Library
from audioguide.web.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedSound:
    """A session that a speaker can play."""

    sound: Sound
    has_fetched: Callable[[], bool]
    """Whether the speaker has requested it from this computer."""


@contextlib.contextmanager
def serving(session: Session, device: Device, address: str | None = None, port: int = 0) -> Iterator[ServedSound]:
    """Serve one session at the address of this computer that the speaker reaches; to this computer, give the file.

    Args:
        session: what.
        device: to whom.
        address: to give out, where a container or a router is between; None: the one towards the device.
        port: to listen on; 0: any that is free.
    """
    if not device.host:
        yield ServedSound(sound=_sound_of(session, url=""), has_fetched=lambda: False)
        return
    key = key_of(session)
    host = listening_address(address) if address else address_towards(device.host)
    with Server(Library(lambda: [session.manifest]), host=host, port=port, announced=address) as server:
        sound = _sound_of(session, url=f"{server.address}{key}{session.path.suffix}")
        yield ServedSound(sound=sound, has_fetched=lambda: server.has_fetched(key))


def _sound_of(session: Session, *, url: str) -> Sound:
    return Sound(
        path=session.path,
        url=url,
        title=session.title,
        media_type=media_type(session.path.name),
        length=session.length,
    )
