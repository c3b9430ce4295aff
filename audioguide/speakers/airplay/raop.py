"""What AirPlay needs of pyatv: a receiver found, connected to, and its errors as sentences."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Iterator
from ipaddress import IPv4Address
from typing import TYPE_CHECKING, Any, TypeVar

import pyatv
from pyatv.conf import AppleTV
from pyatv.const import PairingRequirement, Protocol
from pyatv.exceptions import AuthenticationError
from pyatv.interface import MediaMetadata
from pyatv.protocols.airplay.auth import extract_credentials

from audioguide.errors import SpeakerError
from audioguide.plugins import Device
from audioguide.speakers.airplay.pcm_source import PcmSource
from audioguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from pyatv.interface import AppleTV as Receiver
    from pyatv.interface import BaseConfig

log = logging.getLogger(__name__)
logging.getLogger("pyatv").setLevel(logging.CRITICAL)  # it tells of each packet that is late; we tell what matters

_LOOKS_FOR = 2
"""Seconds, for a receiver whose address is known."""
_MISREADS = "ShairportSync"
"""Its release 3 takes uncompressed sound that comes with an ``a=fmtp`` line for ALAC, and falls over."""
_OPEN = (PairingRequirement.NotNeeded, PairingRequirement.Optional)
_CHANNELS, _BYTES = 2, 2
_KINDS = {Protocol.RAOP, Protocol.AirPlay}

T = TypeVar("T")


async def search(within: float, host: str | None) -> tuple[Device, ...]:
    """Find receivers of sound in the network, or ask one host. The address of each is its identifier."""
    return tuple(
        Device(
            speaker="airplay",
            name=one.name,
            address=str(one.identifier),
            host=str(one.address),
            model=one.device_info.raw_model or one.device_info.model_str,
        )
        for one in await _found(max(1, round(within)), host)
    )


async def connect(device: Device) -> Receiver:
    """Connect to a receiver where it was.

    Raises:
        SpeakerError: it wants a password or a pairing.
        TimeoutError: it is not there.
    """
    for one in await _found(_LOOKS_FOR, device.host, device.address):
        service = one.get_service(Protocol.RAOP)
        if service is None or service.requires_password or service.pairing not in _OPEN:
            raise SpeakerError(_closed(one.name))
        alone = AppleTV(one.address, one.name)  # without whatever else it can do and would want to be paired for
        alone.add_service(service)
        return await pyatv.connect(alone, asyncio.get_running_loop())
    raise TimeoutError


async def send(receiver: Receiver, model: str, source: PcmSource, title: str) -> None:
    """Send sound to a receiver as it is heard, with the volume before the first of it.

    As pyatv's `stream_file`, which holds an eighth of a second in reserve and fills up with silence where a busy
    computer is late; here half a second is decoded at once.

    Raises:
        SpeakerError: it wants sound of another form.
    """
    raop = _insides(receiver)
    manager, service = raop.playback_manager, raop.core.service
    try:
        client, context = await manager.setup(service)
        if model == _MISREADS:
            client.rtsp.exchange = _plainly(client.rtsp.exchange)
        context.credentials = extract_credentials(service)
        await client.initialize(service.properties)
        if (context.sample_rate, context.channels, context.bytes_per_channel) != (SAMPLE_RATE, _CHANNELS, _BYTES):
            msg = f"this speaker wants sound of another form ({context.sample_rate} Hz, {context.channels} channels)"
            raise SpeakerError(msg)
        await client.send_audio(source, MediaMetadata(title=title), volume=raop.audio.volume)
    finally:
        await manager.teardown()


async def ask(receiver: Receiver) -> None:
    """Ask a receiver, while it is sent to, whether it is there.

    Raises:
        Exception: one of pyatv's: it is not.
    """
    if client := _insides(receiver).playback_manager.stream_client:
        await client.rtsp.feedback(allow_error=True)


def _insides(receiver: Receiver) -> Any:  # noqa: ANN401 - pyatv gives no type to them
    return receiver.stream.get(Protocol.RAOP)  # type: ignore[attr-defined]


@contextlib.contextmanager
def told(name: str) -> Iterator[None]:
    """Turn what can go wrong on the way into a sentence."""
    try:
        yield
    except SpeakerError:
        raise
    except AuthenticationError as error:
        raise SpeakerError(_closed(name)) from error
    except Exception as error:
        log.debug("%s: %r", name, error)
        why = str(error) or type(error).__name__
        msg = f"'{name}' does not answer, or refuses ({why}); is it on, and in this network?"
        raise SpeakerError(msg) from error


async def _found(within: int, host: str | None, identifier: str | None = None) -> list[BaseConfig]:
    loop = asyncio.get_running_loop()
    try:
        hosts = [str(IPv4Address(host))] if host else None
        found = await pyatv.scan(loop, timeout=within, identifier=identifier, protocol=_KINDS, hosts=hosts)
    except (OSError, ValueError) as error:  # no network; or a name or an IPv6 address, which pyatv cannot ask
        log.debug("no search: %r", error)
        return []
    return [one for one in found if one.get_service(Protocol.RAOP)]


def _plainly(exchange: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
    """Leave out the line that is misread."""

    async def send(method: str, *rest: Any, **more: Any) -> T:  # noqa: ANN401 - whatever `exchange` takes
        if method == "ANNOUNCE":
            lines = more["body"].splitlines(keepends=True)
            more["body"] = "".join(line for line in lines if not line.startswith("a=fmtp"))
        return await exchange(method, *rest, **more)

    return send


def _closed(name: str) -> str:
    return (
        f"'{name}' wants a password, a code or an account, which audioguide cannot give; let everyone in this network "
        "play on it (Apple's: in the Home app; others: in their own settings)"
    )
