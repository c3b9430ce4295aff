"""Google Cast: Chromecasts, Nest and Google Home speakers and their groups, by pychromecast; found by zeroconf."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from pychromecast import Chromecast
from pychromecast.config import APP_MEDIA_RECEIVER
from pychromecast.controllers.media import STREAM_TYPE_BUFFERED
from pychromecast.controllers.receiver import VOLUME_CONTROL_TYPE_FIXED
from pychromecast.dial import get_device_info, get_multizone_status
from pychromecast.error import NotConnected, PyChromecastError, RequestFailed, RequestTimeout, UnsupportedNamespace
from pychromecast.models import CastInfo, HostServiceInfo
from pychromecast.response_handler import WaitResponse
from pychromecast.socket_client import (
    CONNECTION_STATUS_DISCONNECTED,
    ConnectionStatus,
    ConnectionStatusListener,
    SocketClient,
)

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.speakers.errors import speaker_errors
from audioguide.speakers.mdns import browse
from audioguide.units import Samples, samples, seconds

if TYPE_CHECKING:
    from zeroconf import ServiceInfo

log = logging.getLogger(__name__)
logging.getLogger("pychromecast").addHandler(logging.NullHandler())  # our errors say it

_SERVICE = "_googlecast._tcp.local."
_DEVICE_PORT = 8009
"""A group listens on another port."""
_TIMEOUT_SECONDS = 5.0
_UNRESPONSIVE_TIMEOUT_SECONDS = 1.0
"""After a request has failed: stop and the volume are still sent, but must not take long."""
_LAUNCH_TIMEOUT_SECONDS, _LOAD_TIMEOUT_SECONDS = 10.0, 13.0
"""The receiver loads its own page from the internet, then the sound from us; the second is for both."""
_RECONNECT_SECONDS = 2.0
_STATES = {"PLAYING": "playing", "PAUSED": "paused", "IDLE": "stopped"}


class Cast:
    """A Cast device or group, with Google's default media receiver."""

    fetches = True

    @staticmethod
    def discover(within: float, host: str | None = None) -> tuple[Device, ...]:
        """Browse by multicast DNS for `within` seconds, or query one host, which does not list its groups."""
        return _query_host(host, within) if host else _browse(within)

    def __init__(self, device: Device) -> None:
        """Connect to ``device.address``, which is host:port.

        Raises:
            SpeakerError: it does not answer.
        """
        self._name = device.name
        host, _, port = device.address.rpartition(":")
        kind = "audio" if int(port) == _DEVICE_PORT else "group"
        info = (uuid5(NAMESPACE_URL, device.address), device.model, device.name, host, int(port), kind, None)
        self._cast = Chromecast(CastInfo({HostServiceInfo(host, int(port))}, *info), tries=1, timeout=_TIMEOUT_SECONDS)
        self._cast.register_connection_listener(_SocketCloser(self._cast.socket_client))
        self._media, self._timeout = self._cast.media_controller, _TIMEOUT_SECONDS
        try:
            with self._errors():
                self._cast.wait(_TIMEOUT_SECONDS)
        except SpeakerError:
            self.close()
            raise
        self.device = _described(device)
        fixed = self._cast.status is None or self._cast.status.volume_control_type == VOLUME_CONTROL_TYPE_FIXED
        self.abilities: frozenset[Ability] = frozenset({"pause", "seek"} if fixed else {"pause", "seek", "volume"})

    def play(self, sound: Sound) -> None:
        """Start the receiver and load the URL; returns once its beginning is buffered.

        Raises:
            SpeakerError: it cannot fetch the URL.
        """
        begun = time.monotonic()
        with self._errors():
            self._cast.start_app(APP_MEDIA_RECEIVER, timeout=_LAUNCH_TIMEOUT_SECONDS)
        left = _LOAD_TIMEOUT_SECONDS - (time.monotonic() - begun)
        kind = STREAM_TYPE_BUFFERED  # a live stream could not be paused
        load = partial(self._media.play_media, sound.url, sound.media_type, title=sound.title, stream_type=kind)
        try:
            answer = self._wait("load", load, left)
        except SpeakerError as error:
            if not isinstance(error.__cause__, RequestTimeout):
                raise
            answer = {"type": "no answer"}  # a firewall that drops packets lets it wait for long
        if answer["type"] != "MEDIA_STATUS":  # such as LOAD_FAILED, which nothing else reports
            msg = f"'{self._name}' cannot load the session: it does not reach this computer (another network, or a "
            msg += "firewall here stops it)"
            raise SpeakerError(msg)

    def pause(self) -> None:
        """Pause."""
        with self._errors():
            self._media.pause(self._timeout)

    def resume(self) -> None:
        """Resume."""
        with self._errors():
            self._media.play(self._timeout)

    def seek(self, position: Samples) -> None:
        """Seek without resuming: pychromecast's own `seek` would start playback."""
        session = self._media.status.media_session_id
        message = {"type": "SEEK", "currentTime": seconds(position), "mediaSessionId": session}
        self._wait("seek", partial(self._media.send_message, message, inc_session_id=True))

    def stop(self) -> None:
        """Quit the receiver; an unreachable device counts as stopped."""
        with contextlib.suppress(SpeakerError), self._errors():
            if self._media.is_active:
                self._cast.quit_app(self._timeout)

    def status(self) -> Status:
        """Request the state and the position."""
        if not self._media.is_active:
            self._wait("tell", self._cast.socket_client.receiver_controller.update_status)
            return Status(state="stopped", position=Samples(0))
        with contextlib.suppress(UnsupportedNamespace):  # the receiver has just quit
            self._wait("tell", self._media.update_status)
        media = self._media.status
        state = _STATES.get(media.player_state, "loading")
        position = Samples(0) if state == "stopped" else samples(media.current_time or 0)
        return Status(state=state, position=position, loaded=media.content_id)  # type: ignore[arg-type]

    def volume(self) -> float | None:
        """Request the volume, 0 to 1."""
        self._require_volume()
        self._wait("tell", self._cast.socket_client.receiver_controller.update_status)
        return self._cast.status.volume_level if self._cast.status else None

    def set_volume(self, level: float) -> None:
        """Set the volume of the device, 0 to 1."""
        self._require_volume()
        with self._errors():
            self._cast.set_volume(level, self._timeout)

    def close(self) -> None:
        """Disconnect."""
        with contextlib.suppress(TimeoutError, RuntimeError):  # its thread may not have started
            self._cast.disconnect(1.0)

    def _require_volume(self) -> None:
        if "volume" not in self.abilities:
            msg = f"'{self._name}' cannot do that (volume): it is set at what it is connected to"
            raise SpeakerError(msg)

    def _wait(
        self, what: str, send: Callable[..., None], timeout: float | None = None, *, retry: bool = True
    ) -> dict[str, Any]:
        """Send a request and return the response; after a lost connection, wait for the reconnect and retry once."""
        response = WaitResponse(timeout or self._timeout, what)
        try:
            with self._errors():
                send(callback_function=response.callback)
                response.wait_response()
        except SpeakerError as error:
            if not retry or not isinstance(error.__cause__, NotConnected | RequestFailed):
                raise
            time.sleep(_RECONNECT_SECONDS)
            return self._wait(what, send, timeout, retry=False)
        return response.response or {}

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        """Shorten the timeout after a failure, until a request succeeds."""
        try:
            with speaker_errors(self._name, (PyChromecastError, OSError), passing=(UnsupportedNamespace,)):
                yield
        except SpeakerError:
            self._timeout = _UNRESPONSIVE_TIMEOUT_SECONDS
            raise
        self._timeout = _TIMEOUT_SECONDS


class _SocketCloser(ConnectionStatusListener):
    """Closes what pychromecast leaves open where it never gets through: its thread ends without cleaning up then."""

    def __init__(self, client: SocketClient) -> None:
        self._client = client

    def new_connection_status(self, status: ConnectionStatus) -> None:
        """Called in pychromecast's thread, whose last word is that it is disconnected."""
        if status.status != CONNECTION_STATUS_DISCONNECTED:
            return
        for end in (self._client.socket, *self._client.socketpair, self._client.selector):
            if end:
                end.close()


def _browse(within: float) -> tuple[Device, ...]:
    return tuple(device for info in browse(_SERVICE, within) if (device := _device_of(info)))


def _device_of(info: ServiceInfo) -> Device | None:
    addresses, properties = info.parsed_addresses(), info.decoded_properties
    if not addresses or not info.port:
        return None
    host, identity = addresses[0], (properties.get("id") or "").replace("-", "")
    name, model = properties.get("fn") or info.get_name(), properties.get("md") or "Google Cast"
    return Device(speaker="cast", name=name, address=f"{host}:{info.port}", host=host, model=model, identity=identity)


def _query_host(host: str, within: float) -> tuple[Device, ...]:
    found = get_device_info(host, timeout=within)
    if not found:
        return ()
    name, model, identity = found.friendly_name, found.model_name, found.uuid.hex if found.uuid else ""
    address = f"{host}:{_DEVICE_PORT}"
    return (Device(speaker="cast", name=name, address=address, host=host, model=model, identity=identity),)


def _described(device: Device) -> Device:
    """Ask for the name and the identity of what is at an address by now; both empty where it does not tell."""
    if device.address.endswith(f":{_DEVICE_PORT}"):
        found = _query_host(device.host, _TIMEOUT_SECONDS)
        return found[0] if found else replace(device, name="", identity="")
    zones = get_multizone_status(device.host, timeout=_TIMEOUT_SECONDS)
    for group in zones.groups if zones else ():
        if device.address == f"{device.host}:{group.port}" and group.uuid:
            return replace(device, name=group.friendly_name, identity=group.uuid.hex)
    return replace(device, name="", identity="")
