"""A speaker as it was found, what it is to play, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from audioguide.units import Samples

Ability = Literal["pause", "seek", "volume"]
"""What a speaker may do besides playing: be paused and resumed, jump, have its volume set (and mostly read)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A speaker in the house, as it was found."""

    speaker: str
    """The name of the plug-in that knows how to talk to it."""
    name: str
    """What the household calls it: ``Nursery``."""
    address: str
    """Where it is, in the plug-in's own form."""
    host: str
    """Its address in the network; empty for this computer."""
    model: str
    identity: str = ""
    """What stays the same when its name and address change (UDN, UUID); empty where it tells none."""

    @classmethod
    def from_json(cls, row: object) -> Device:
        """Return the device of a JSON object with its fields.

        Raises:
            TypeError: it is something else.
        """
        if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
            raise TypeError("a speaker is described by texts")
        return cls(**row)

    @property
    def key(self) -> str:
        """What is remembered of it is kept under this: its identity, or else its address."""
        return f"{self.speaker} {self.identity or self.address}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What a speaker is to play: one file, here and on our own server."""

    path: Path
    url: str
    """Where a speaker that fetches may fetch it; empty for one that does not."""
    title: str
    media_type: str
    length: Samples

    @property
    def origin(self) -> str:
        """The URL without its path, in which there is a secret token: ``http://10.0.0.5:8765``."""
        return "/".join(self.url.split("/")[:3])


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a speaker says of itself. It is believed only where the position advances."""

    state: Literal["loading", "playing", "paused", "stopped"]
    position: Samples
    """From the start of the sound; 0 where nothing is loaded, and while it loads where it is not known."""
    loaded: str | None = None
    """The address of what it plays, ours or not; None where it does not tell."""
