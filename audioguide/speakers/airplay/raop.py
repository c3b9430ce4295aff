"""The RAOP side of pyatv: scan, connect, stream, and its exceptions as `SpeakerError`."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
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
from audioguide.speakers.errors import failed
from audioguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from pyatv.interface import AppleTV as Receiver
    from pyatv.interface import BaseConfig

log = logging.getLogger(__name__)
logging.getLogger("pyatv").setLevel(logging.CRITICAL)  # it logs every late packet

_CONNECT_SCAN_SECONDS = 2
"""For a receiver whose address is known."""
_FMTP_MISREADER = "ShairportSync"
"""Its release 3 takes PCM that is announced with an ``a=fmtp`` line for ALAC, and crashes."""
_NO_PAIRING = (PairingRequirement.NotNeeded, PairingRequirement.Optional)
_CHANNELS, _SAMPLE_BYTES = 2, 2
_PROTOCOLS = {Protocol.RAOP, Protocol.AirPlay}

T = TypeVar("T")


async def search(within: float, host: str | None) -> tuple[Device, ...]:
    """Scan for audio receivers for `within` seconds, or query one host; ``Device.address`` is the identifier."""
    return tuple(_described(one) for one in await _scan(max(1, round(within)), host))


async def connect(device: Device) -> tuple[Device, Receiver]:
    """Connect to a receiver at its remembered host, and return what it says of itself now.

    Raises:
        SpeakerError: it requires a password or pairing.
        TimeoutError: it does not answer.
    """
    for one in await _scan(_CONNECT_SCAN_SECONDS, device.host, device.address):
        service = one.get_service(Protocol.RAOP)
        if service is None or service.requires_password or service.pairing not in _NO_PAIRING:
            raise SpeakerError(_access_denied(one.name))
        audio_only = AppleTV(one.address, one.name)  # its other services may require pairing
        audio_only.add_service(service)
        return _described(one), await pyatv.connect(audio_only, asyncio.get_running_loop())
    raise TimeoutError


async def send(receiver: Receiver, model: str, source: PcmSource, title: str) -> None:
    """Stream PCM to a receiver in real time, and set the volume before the first packet.

    Like pyatv's `stream_file`, which buffers only 0.125 s and inserts silence where a busy computer is late; `source`
    decodes 0.5 s at a time.

    Raises:
        SpeakerError: it expects another sample format.
    """
    raop = _raop_stream(receiver)
    manager, service = raop.playback_manager, raop.core.service
    try:
        client, context = await manager.setup(service)
        if model == _FMTP_MISREADER:
            client.rtsp.exchange = _without_fmtp(client.rtsp.exchange)
        context.credentials = extract_credentials(service)
        await client.initialize(service.properties)
        if (context.sample_rate, context.channels, context.bytes_per_channel) != (
            SAMPLE_RATE,
            _CHANNELS,
            _SAMPLE_BYTES,
        ):
            msg = f"this speaker wants sound of another form ({context.sample_rate} Hz, {context.channels} channels)"
            raise SpeakerError(msg)
        await client.send_audio(source, MediaMetadata(title=title), volume=raop.audio.volume)
    finally:
        await manager.teardown()


async def keep_alive(receiver: Receiver) -> None:
    """Send RTSP feedback while streaming, to see whether the receiver still answers.

    Raises:
        Exception: one of pyatv's; it does not.
    """
    if client := _raop_stream(receiver).playback_manager.stream_client:
        await client.rtsp.feedback(allow_error=True)


def _raop_stream(receiver: Receiver) -> Any:  # noqa: ANN401 - pyatv gives no type to them
    return receiver.stream.get(Protocol.RAOP)  # type: ignore[attr-defined]


def explain(name: str, error: Exception) -> str:
    """Return the sentence for an exception of pyatv; see `speaker_errors`."""
    return _access_denied(name) if isinstance(error, AuthenticationError) else failed(name, error)


def _described(one: BaseConfig) -> Device:
    identity, about = str(one.identifier), one.device_info
    model, host = about.raw_model or about.model_str, str(one.address)
    return Device(speaker="airplay", name=one.name, address=identity, host=host, model=model, identity=identity)


async def _scan(within: int, host: str | None, identifier: str | None = None) -> list[BaseConfig]:
    loop = asyncio.get_running_loop()
    try:
        hosts = [str(IPv4Address(host))] if host else None
        found = await pyatv.scan(loop, timeout=within, identifier=identifier, protocol=_PROTOCOLS, hosts=hosts)
    except (OSError, ValueError) as error:  # no network; or a host name or an IPv6 address, which pyatv cannot query
        log.debug("no search: %r", error)
        return []
    return [one for one in found if one.get_service(Protocol.RAOP)]


def _without_fmtp(exchange: Callable[..., Awaitable[T]]) -> Callable[..., Awaitable[T]]:
    """Remove the ``a=fmtp`` line from what is announced."""

    async def send(method: str, *rest: Any, **more: Any) -> T:  # noqa: ANN401 - whatever `exchange` takes
        if method == "ANNOUNCE":
            lines = more["body"].splitlines(keepends=True)
            more["body"] = "".join(line for line in lines if not line.startswith("a=fmtp"))
        return await exchange(method, *rest, **more)

    return send


def _access_denied(name: str) -> str:
    return (
        f"'{name}' wants a password, a code or an account, which audioguide cannot give; let everyone in this network "
        "play on it (Apple's: in the Home app; others: in their own settings)"
    )
