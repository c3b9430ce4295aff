"""The speakers in the house: found side by side, remembered, and called by the name that the household gave them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from audioguide import plugins
from audioguide.errors import PluginError, SpeakerError
from audioguide.plugins import Device, Speaker

log = logging.getLogger(__name__)

WITHIN = 1.0
"""Seconds that a speaker has to answer a search."""
_BETTER = ("sonos", "cast", "dlna", "airplay")
"""The best first: AirPlay tells no volume and lives only as long as this program."""


@dataclass(frozen=True, slots=True)
class House:
    """What was found, in a file."""

    file: Path

    def search(self, host: str | None = None, meet: Callable[[Device], object] | None = None) -> tuple[Device, ...]:
        """Look for speakers of every kind at once, each device once, and remember them.

        Args:
            host: ask this address only: for a network that a search does not reach.
            meet: called with each as soon as it is found, from several threads; also with one that is left out, for
                it is found under a better protocol.
        """

        def look(name: str) -> list[Device]:
            kind = _installed(name)  # here, for it takes time to load: others wait for answers meanwhile
            devices = list(kind.discover(WITHIN, host)) if kind else []
            if meet and devices:
                with ThreadPoolExecutor(len(devices)) as pool:
                    list(pool.map(meet, devices))
            return devices

        names = plugins.names("speakers")
        with ThreadPoolExecutor(max(1, len(names))) as pool:
            found = _each_once([device for devices in pool.map(look, names) for device in devices])
        left = {
            (one.speaker, one.address): one for one in self.remembered() if one.host not in {new.host for new in found}
        }
        known = left | {(one.speaker, one.address): one for one in found if one.host}
        rows = [asdict(device) for device in known.values()]
        self.file.write_text(json.dumps(rows, ensure_ascii=False, allow_nan=False), "utf-8")
        return tuple(sorted(found, key=lambda one: (one.host == "", one.name.casefold())))

    def remembered(self) -> tuple[Device, ...]:
        """Return the speakers that were found before."""
        try:
            return tuple(Device(**row) for row in json.loads(self.file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return ()

    def connect(self, name: str, host: str | None = None) -> tuple[Device, Speaker]:
        """Connect to the speaker of a name: where it was last time, or else wherever it is now.

        Raises:
            SpeakerError: there is none; it names those that there are.
        """
        for device in _named(name, self.remembered()):
            try:
                return device, connected(device)
            except SpeakerError as error:  # it may have another address by now
                log.debug("%s: %s", device.address, error)
        found = self.search(host)
        for device in _named(name, found):
            return device, connected(device)
        there = ", ".join(f"'{device.name}'" for device in found) or "none at all"
        msg = f"there is no speaker '{name}' in this network; found: {there}"
        raise SpeakerError("; ".join([msg, *missing()]))


def missing() -> tuple[str, ...]:
    """Tell, a sentence each, which kinds of speakers cannot be found yet, and what to install for them."""
    sentences = []
    for name in plugins.names("speakers"):
        try:
            plugins.find("speakers", name)
        except PluginError as error:
            sentences.append(str(error))
    return tuple(sentences)


def connected(device: Device) -> Speaker:
    """Connect to a device.

    Raises:
        SpeakerError: it does not answer.
        PluginError: what talks to it is not installed any more.
    """
    speaker: Speaker = plugins.find("speakers", device.speaker)(device)
    return speaker


def _each_once(found: list[Device]) -> list[Device]:
    """Leave out what is also there under a better protocol. A Sonos is a DLNA renderer too, named by its address."""

    def better(one: Device) -> bool:
        """Whether it is found better at its own address; two programs on one computer have two names."""
        there = [other for other in found if other.host == one.host and _rank(other) < _rank(one)]
        return any(other.name == one.name or one.host in one.name for other in there)

    return [one for one in found if not (one.host and better(one))]


def _rank(device: Device) -> int:
    return _BETTER.index(device.speaker) if device.speaker in _BETTER else len(_BETTER)


def _named(name: str, devices: tuple[Device, ...]) -> tuple[Device, ...]:
    return tuple(device for device in devices if device.name.casefold() == name.strip().casefold())


def _installed(name: str) -> plugins.SpeakerKind | None:
    try:
        kind: plugins.SpeakerKind = plugins.find("speakers", name)
    except PluginError as error:
        log.debug("%s", error)
        return None
    return kind
