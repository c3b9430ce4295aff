"""Home Assistant with one media player that plays, over REST.

Run as a program: NAME ADDRESS FILE. It does what a real core was seen to do: a dead address and a wrong entity are
answered with 200, what an entity can do changes with its state, a position is told seldom, the last address stays. Its
clock is wrong.
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from fakes.cast import Deck
from fakes.network import Network
from fakes.receivers import Receiver, running

PORT = 8123
TOKEN = "long-lived"  # noqa: S105 - it opens nothing
ENTITY = "media_player.nursery"
AHEAD = 7.0
"""Seconds that its clock is wrong by."""
TOLD_EVERY = 5.0
"""Seconds between two positions."""
FEATURES = {"idle": 4 | 128 | 256 | 512, "playing": 1 | 2 | 4 | 512 | 4096, "paused": 2 | 4 | 512 | 4096 | 16384}
OTHERS: list[dict[str, Any]] = [
    {
        "entity_id": "light.nursery",
        "state": "off",
        "attributes": {"friendly_name": "Nursery", "supported_features": 512},
    },
    {"entity_id": "media_player.tv", "state": "idle", "attributes": {"friendly_name": "TV", "supported_features": 4}},
    {"entity_id": "media_player.attic", "state": "unavailable", "attributes": {"supported_features": 512}},
]
"""Nothing of these can play."""


@contextlib.contextmanager
def hass(network: Network, name: str, heard: Path) -> Iterator[Receiver]:
    """Start one in the network."""
    heard.touch()
    with network.port() as port:
        program = [sys.executable, "-m", "fakes.hass", name, port.address, str(heard)]
        with running([*port.inside, "env", f"PYTHONPATH={Path(__file__).parent.parent}", *program]):
            environment = {"AUDIOGUIDE_HASS_TOKEN": TOKEN, "AUDIOGUIDE_HASS_URL": f"http://{port.address}:{PORT}"}
            yield Receiver(name=name, heard=heard, port=port, environment=environment)


class Player:
    """The entity."""

    def __init__(self, name: str, deck: Deck) -> None:
        self.name, self.deck, self.url = name, deck, ""
        self.is_deceived = False
        """It was given an address at which there is nothing, and believes that it plays."""
        self.told, self.told_at, self.told_of = 0.0, 0.0, ""

    def do(self, service: str, data: dict[str, Any]) -> None:
        deck = self.deck
        if service == "play_media":
            self.is_deceived = not deck.load(data["media_content_id"])
            self.url = data["media_content_id"]
        if service == "media_pause":
            deck.silence("PAUSED")
        if service == "media_play":
            deck.go(deck.position)
        if service == "media_seek":
            was_paused = deck.state == "PAUSED"
            deck.go(data["seek_position"])
            if was_paused:
                deck.silence("PAUSED")
        if service == "media_stop":
            deck.silence()
            self.is_deceived = False
        if service == "volume_set":
            deck.level = data["volume_level"]
        self.told_of = ""

    def state(self) -> dict[str, Any]:
        state = "playing" if self.is_deceived else self.deck.state.lower()
        now = time.time() + AHEAD
        if state != self.told_of or now - self.told_at > TOLD_EVERY:
            self.told, self.told_at, self.told_of = self.deck.position, now, state
        attributes: dict[str, Any] = {
            "friendly_name": self.name,
            "supported_features": FEATURES[state],
            "volume_level": self.deck.level,
        }
        if self.url:
            attributes |= {
                "media_content_id": self.url,
                "media_duration": self.deck.duration,
                "media_position": 0.0 if self.is_deceived else self.told,
                "media_position_updated_at": datetime.fromtimestamp(self.told_at, UTC).isoformat(),
            }
        return {"entity_id": ENTITY, "state": state, "attributes": attributes}


class Rest(BaseHTTPRequestHandler):
    """Its interface."""

    player: Player
    place: str

    def do_GET(self) -> None:
        everything = {one["entity_id"]: one for one in (self.player.state(), *OTHERS)}
        match self.path.removeprefix("/api/").split("/"):
            case _ if self.headers["Authorization"] != f"Bearer {TOKEN}":
                self._answer("401: Unauthorized", 401)
            case ["config"]:
                self._answer({"location_name": self.place, "version": "2025.4.4"})
            case ["states"]:
                self._answer([*everything.values()])
            case ["states", entity] if entity in everything:
                self._answer(everything[entity])
            case _:
                self._answer({"message": "Entity not found."}, 404)

    def do_POST(self) -> None:
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            self._answer("401: Unauthorized", 401)
            return
        if data["entity_id"] == ENTITY:
            self.player.do(self.path.rpartition("/")[2], data)
        self._answer([])

    def date_time_string(self, timestamp: float | None = None) -> str:
        return super().date_time_string((timestamp or time.time()) + AHEAD)

    def _answer(self, answer: object, status: int = 200) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(name: str, address: str, heard: str) -> None:
    Rest.player, Rest.place = Player(name, Deck(Path(heard))), f"House at {address}"
    with ThreadingHTTPServer((address, PORT), Rest) as server:
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
