"""Google Cast: Chromecasts, Nest and Google Home speakers and their groups, by pychromecast; found by zeroconf."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pychromecast import Chromecast
from pychromecast.config import APP_MEDIA_RECEIVER
from pychromecast.controllers.media import STREAM_TYPE_BUFFERED
from pychromecast.controllers.receiver import VOLUME_CONTROL_TYPE_FIXED
from pychromecast.dial import get_device_info
from pychromecast.error import NotConnected, PyChromecastError, RequestFailed, UnsupportedNamespace
from pychromecast.models import CastInfo, HostServiceInfo
from pychromecast.response_handler import WaitResponse
from zeroconf import ServiceBrowser, ServiceInfo, ServiceStateChange, Zeroconf

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.units import Samples, samples, seconds

log = logging.getLogger(__name__)
logging.getLogger("pychromecast").addHandler(logging.NullHandler())  # what it complains of is told by us

_SERVICE = "_googlecast._tcp.local."
_PORT = 8009
"""Of a device; a group has another one."""
_ANSWERS_WITHIN = 5.0
_GIVEN_UP_WITHIN = 1.0  # for one that has not answered: it is still told to be silent, and its volume
_LOADS_WITHIN = 12.0
"""Seconds; the receiver's page has to be loaded from the internet first."""
_RECONNECTS_WITHIN = 2.0
_STATES = {"PLAYING": "playing", "PAUSED": "paused", "IDLE": "stopped"}


class Cast:
    """A device that runs Google's default media receiver for us."""

    fetches = True

    @staticmethod
    def discover(within: float, host: str | None = None) -> tuple[Device, ...]:
        """Search the network by multicast DNS for so many seconds, or ask one host, which tells no groups."""
        return _asked(host, within) if host else _found(within)

    def __init__(self, device: Device) -> None:
        """Connect; its address is host and port."""
        self._name = device.name
        host, _, port = device.address.rpartition(":")
        kind = "audio" if int(port) == _PORT else "group"
        known = (uuid5(NAMESPACE_URL, device.address), device.model, device.name, host, int(port), kind, None)
        self._cast = Chromecast(CastInfo({HostServiceInfo(host, int(port))}, *known), tries=1, timeout=_ANSWERS_WITHIN)
        self._media, self._patience = self._cast.media_controller, _ANSWERS_WITHIN
        try:
            with self._told():
                self._cast.wait(_ANSWERS_WITHIN)
        except SpeakerError:
            self.close()
            raise
        fixed = self._cast.status is None or self._cast.status.volume_control_type == VOLUME_CONTROL_TYPE_FIXED
        self.abilities: frozenset[Ability] = frozenset({"pause", "seek"} if fixed else {"pause", "seek", "volume"})

    def play(self, sound: Sound) -> None:
        """Start the receiver, and load: it answers when it has the beginning, or cannot get it."""
        with self._told():
            self._cast.start_app(APP_MEDIA_RECEIVER, timeout=_LOADS_WITHIN)
        kind = STREAM_TYPE_BUFFERED  # it would be live, and could not be paused
        load = partial(self._media.play_media, sound.url, sound.media_type, title=sound.title, stream_type=kind)
        answer = self._wait("load", load, _LOADS_WITHIN)
        if answer["type"] != "MEDIA_STATUS":  # LOAD_FAILED comes this way only
            msg = f"'{self._name}' cannot load the session: it does not reach this computer (another network, or a "
            msg += "firewall here stops it)"
            raise SpeakerError(msg)

    def pause(self) -> None:
        """Hold on."""
        with self._told():
            self._media.pause(self._patience)

    def resume(self) -> None:
        """Go on."""
        with self._told():
            self._media.play(self._patience)

    def seek(self, position: Samples) -> None:
        """Jump. What is paused stays so: pychromecast's own `seek` would make it play."""
        session = self._media.status.media_session_id
        message = {"type": "SEEK", "currentTime": seconds(position), "mediaSessionId": session}
        self._wait("seek", partial(self._media.send_message, message, inc_session_id=True))

    def stop(self) -> None:
        """End the receiver; one that has gone is silent enough."""
        with contextlib.suppress(SpeakerError), self._told():
            if self._media.is_active:
                self._cast.quit_app(self._patience)

    def status(self) -> Status:
        """Ask for its state and its position."""
        if not self._media.is_active:
            self._wait("tell", self._cast.socket_client.receiver_controller.update_status)
            return Status(state="stopped", position=Samples(0))
        with contextlib.suppress(UnsupportedNamespace):  # it has been ended in this moment
            self._wait("tell", self._media.update_status)
        told = self._media.status
        state = _STATES.get(told.player_state, "loading")
        position = Samples(0) if state == "stopped" else samples(told.current_time or 0)
        return Status(state=state, position=position)  # type: ignore[arg-type]

    def volume(self) -> float | None:
        """Ask for the volume."""
        self._need_volume()
        self._wait("tell", self._cast.socket_client.receiver_controller.update_status)
        return self._cast.status.volume_level if self._cast.status else None

    def set_volume(self, level: float) -> None:
        """Set the volume of the device."""
        self._need_volume()
        with self._told():
            self._cast.set_volume(level, self._patience)

    def close(self) -> None:
        """Let go of it."""
        with contextlib.suppress(TimeoutError, RuntimeError):  # it may not have begun
            self._cast.disconnect(1.0)

    def _need_volume(self) -> None:
        if "volume" not in self.abilities:
            msg = f"'{self._name}' cannot do that (volume): it is set at what it is connected to"
            raise SpeakerError(msg)

    def _wait(
        self, what: str, ask: Callable[..., None], within: float | None = None, *, again: bool = True
    ) -> dict[str, Any]:
        """Ask for something, and return the answer. Where the line was lost, it is made anew, and asked once more."""
        answer = WaitResponse(within or self._patience, what)
        try:
            with self._told():
                ask(callback_function=answer.callback)
                answer.wait_response()
        except SpeakerError as error:
            if not again or not isinstance(error.__cause__, NotConnected | RequestFailed):
                raise
            time.sleep(_RECONNECTS_WITHIN)
            return self._wait(what, ask, within, again=False)
        return answer.response or {}

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what can go wrong on the way into a sentence."""
        try:
            yield
            self._patience = _ANSWERS_WITHIN
        except UnsupportedNamespace:
            raise
        except (PyChromecastError, OSError) as error:
            log.debug("%s: %r", self._name, error)
            self._patience = _GIVEN_UP_WITHIN
            msg = f"'{self._name}' does not answer, or refuses ({error}); is it on, and in this network?"
            raise SpeakerError(msg) from error


def _found(within: float) -> tuple[Device, ...]:
    names: set[str] = set()

    def heard(name: str, state_change: ServiceStateChange, **_: object) -> None:
        if state_change is not ServiceStateChange.Removed:
            names.add(name)

    try:
        with contextlib.closing(Zeroconf()) as network:
            browser = ServiceBrowser(network, _SERVICE, handlers=[heard])
            time.sleep(within)
            browser.cancel()
            told = [info for name in sorted(names) if (info := network.get_service_info(_SERVICE, name, 500))]
    except OSError as error:
        log.debug("no search: %r", error)
        return ()
    return tuple(device for info in told if (device := _device(info)))


def _device(info: ServiceInfo) -> Device | None:
    addresses, properties = info.parsed_addresses(), info.decoded_properties
    if not addresses or not info.port:
        return None
    name, model = properties.get("fn") or info.get_name(), properties.get("md") or "Google Cast"
    return Device(speaker="cast", name=name, address=f"{addresses[0]}:{info.port}", host=addresses[0], model=model)


def _asked(host: str, within: float) -> tuple[Device, ...]:
    found = get_device_info(host, timeout=within)
    if not found:
        return ()
    name, model = found.friendly_name, found.model_name
    return (Device(speaker="cast", name=name, address=f"{host}:{_PORT}", host=host, model=model),)
