"""The speakers in the house: found side by side, remembered, and called by the name that the household gave them."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from audioguide import plugins
from audioguide.errors import PluginError, SpeakerError
from audioguide.plugins import Device, Speaker

log = logging.getLogger(__name__)

WITHIN = 1.0
"""Seconds that a speaker has to answer a search."""


@dataclass(frozen=True, slots=True)
class House:
    """What was found, in a file."""

    file: Path

    def search(self, host: str | None = None) -> tuple[Device, ...]:
        """Look for speakers of every kind at once, and remember them.

        Args:
            host: ask this address only: for a network that a search does not reach.
        """
        kinds = [kind for name in plugins.names("speakers") if (kind := _installed(name))]
        with ThreadPoolExecutor(max(1, len(kinds))) as pool:
            found = [
                device for devices in pool.map(lambda kind: kind.discover(WITHIN, host), kinds) for device in devices
            ]
        known = {(one.speaker, one.address): one for one in (*self.remembered(), *found) if one.host}
        rows = [asdict(device) for device in known.values()]
        self.file.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
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


def _named(name: str, devices: tuple[Device, ...]) -> tuple[Device, ...]:
    return tuple(device for device in devices if device.name.casefold() == name.strip().casefold())


def _installed(name: str) -> plugins.SpeakerKind | None:
    try:
        kind: plugins.SpeakerKind = plugins.find("speakers", name)
    except PluginError as error:
        log.debug("%s", error)
        return None
    return kind
