"""A media player behind Home Assistant, and how all of them are found."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from enum import IntFlag
from typing import Any
from urllib.parse import urlsplit

from audioguide.errors import SpeakerError
from audioguide.plugins import Ability, Device, Sound, Status
from audioguide.speakers.errors import AbilityError
from audioguide.speakers.hass.rest import NO_HOME, TOKEN_VARIABLE, HomeAssistant, home, token
from audioguide.speakers.hosts import addresses
from audioguide.units import Samples, samples, seconds

log = logging.getLogger(__name__)

_STATES = {"playing": "playing", "paused": "paused", "buffering": "loading"}
"""All others are ``stopped``: on, idle, off, standby."""
_WAKES_WITHIN_SECONDS = 10.0
_TELLS_WITHIN_SECONDS = 3.0
"""How long Home Assistant may take to know a volume that it has set: it hears of it from the speaker."""
_POLL_SECONDS = 0.25


class Feature(IntFlag):
    """What an entity can do, in the bits of Home Assistant's ``MediaPlayerEntityFeature``."""

    PAUSE = 1
    SEEK = 2
    VOLUME_SET = 4
    TURN_ON = 128
    PLAY_MEDIA = 512
    STOP = 4096
    PLAY = 16384


_OF_ABILITIES: dict[Ability, Feature] = {
    "pause": Feature.PAUSE,
    "seek": Feature.SEEK,
    "volume": Feature.VOLUME_SET,
}


class Hass:
    """A media player that Home Assistant knows. Its abilities change with its state, and are read again with it."""

    fetches = True
    abilities: frozenset[Ability]

    @staticmethod
    def discover(within: float, host: str | None = None) -> tuple[Device, ...]:
        """List what can play behind the user's Home Assistant; with a host, only where that is the one it is at."""
        if not token():
            log.debug("no token for Home Assistant: %s", TOKEN_VARIABLE)
            return ()
        base = home()
        if not base:
            log.warning("Home Assistant is not asked: the token is for one address alone; %s", NO_HOME)
            return ()
        if host and set(addresses(host)).isdisjoint(addresses(_host_of(base))):
            return ()
        return tuple(_players(base, within))

    def __init__(self, device: Device) -> None:
        """Connect; ``device.address`` is the address of Home Assistant, a slash, and the name of the entity.

        Raises:
            SpeakerError: it does not answer, or has no such entity.
        """
        base, _, self._entity = device.address.rpartition("/")
        self._name = device.name
        self._home = HomeAssistant(base, device.name)
        self._while_playing: Feature | None = None
        try:
            place, state = self._home.config(), self._read()
        except SpeakerError:
            self._home.close()
            raise
        self.device = _device_of(base, _address_of(base), place, state)

    def play(self, sound: Sound) -> None:
        """Hand over the URL. Whether it is fetched and played shows elsewhere: a dead address looks the same."""
        self._while_playing = None
        extra = {"title": sound.title, "metadata": {"title": sound.title}}
        self._call("play_media", media_content_id=sound.url, media_content_type=sound.media_type, extra=extra)

    def pause(self) -> None:
        """Pause."""
        self._require("pause")
        self._call("media_pause")

    def resume(self) -> None:
        """Resume."""
        self._call("media_play")

    def seek(self, position: Samples) -> None:
        """Jump."""
        self._require("seek")
        self._call("media_seek", seek_position=seconds(position))

    def stop(self) -> None:
        """Stop; what is not reached or is silent counts as stopped. One that cannot stop is paused."""
        with contextlib.suppress(SpeakerError):
            if self._read()["state"] in _STATES:
                self._call("media_stop" if Feature.STOP in self._features else "media_pause")

    def status(self) -> Status:
        """Ask for the state. Its position is refreshed seldom: what has passed since then is added."""
        found = self._read()
        told = found["attributes"]
        state = _STATES.get(found["state"], "stopped")
        position = 0.0
        if state != "stopped":
            position = float(told.get("media_position") or 0.0)
            updated = told.get("media_position_updated_at")
            if state == "playing" and updated:
                position += max(0.0, self._home.now - datetime.fromisoformat(updated).timestamp())
            position = min(position, float(told.get("media_duration") or position))
        loaded = told.get("media_content_id") or None
        return Status(state=state, position=samples(position), loaded=loaded)  # type: ignore[arg-type]

    def volume(self) -> float | None:
        """Return the volume, 0 to 1. One that is off tells none, and is woken for it."""
        found = self._read()
        if "volume_level" not in found["attributes"] and found["state"] == "off" and Feature.TURN_ON in self._features:
            self._call("turn_on")
            found = self._wait(_WAKES_WITHIN_SECONDS, lambda told: _level(told) is not None)
        return _level(found)

    def set_volume(self, level: float) -> None:
        """Set the volume, 0 to 1 on the speaker's own scale, and wait until Home Assistant tells a new one."""
        before, asked = _level(self._read()), round(level, 3)
        self._require("volume")
        self._call("volume_set", volume_level=asked)
        self._wait(_TELLS_WITHIN_SECONDS, lambda told: before in (None, asked) or _level(told) != before)

    def close(self) -> None:
        """Disconnect."""
        self._home.close()

    def _read(self) -> dict[str, Any]:
        found = self._home.state(self._entity)
        self._features = Feature(int(found["attributes"].get("supported_features", 0)))
        if found["state"] in {"playing", "paused"}:
            self._while_playing = self._features
        self.abilities = _abilities(self._features, self._while_playing)
        return found

    def _wait(self, within: float, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Read until it is so, for some seconds at the most, and return what was read last."""
        end = time.monotonic() + within
        while not is_so(found := self._read()) and time.monotonic() < end:
            time.sleep(_POLL_SECONDS)
        return found

    def _call(self, service: str, **data: object) -> None:
        self._home.call(service, self._entity, **data)

    def _require(self, ability: Ability) -> None:
        if ability not in self.abilities:
            raise AbilityError(self._name, ability)


def _level(found: dict[str, Any]) -> float | None:
    """Return the volume that is told, 0 to 1."""
    level = found["attributes"].get("volume_level")
    return None if level is None else float(level)


def _abilities(now: Feature, while_playing: Feature | None) -> frozenset[Ability]:
    """Return what can be done. Pausing and jumping show only while something plays; until then they count as there."""
    known = now | (Feature.PAUSE | Feature.SEEK if while_playing is None else while_playing)
    return frozenset(ability for ability, feature in _OF_ABILITIES.items() if feature in known)


def _players(base: str, within: float) -> Iterator[Device]:
    """Yield what can play behind one Home Assistant that answers in time; the log says why where it cannot be asked."""
    try:
        with contextlib.closing(HomeAssistant(base, "Home Assistant", within)) as asked:
            place, host = asked.config(), _address_of(base)
            for state in asked.states():
                features = Feature(int(state["attributes"].get("supported_features", 0)))
                is_there = state["state"] != "unavailable" and state["entity_id"].startswith("media_player.")
                if is_there and Feature.PLAY_MEDIA in features:
                    yield _device_of(base, host, place, state)
    except SpeakerError as error:
        log.warning("%s", error)


def _device_of(base: str, host: str, place: dict[str, Any], state: dict[str, Any]) -> Device:
    entity, where = state["entity_id"], place.get("location_name") or "Home"
    return Device(
        speaker="hass",
        name=state["attributes"].get("friendly_name") or entity,
        address=f"{base}/{entity}",
        host=host,
        model="Home Assistant",
        identity=f"{where}/{entity}",
    )


def _address_of(base: str) -> str:
    """Return where a Home Assistant is in the network; the name of its host where that is not known there."""
    host = _host_of(base)
    return next(iter(addresses(host)), host)


def _host_of(base: str) -> str:
    with contextlib.suppress(ValueError):  # no address at all
        return urlsplit(base).hostname or ""
    return ""
