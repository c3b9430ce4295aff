"""A Cast receiver: TLS on 8009, the four namespaces that a player needs, announced by multicast DNS.

Run as a program: NAME ADDRESS FILE FOLDER. It fetches, decodes at its pace, applies its volume and writes PCM.
"""

from __future__ import annotations

import contextlib
import json
import socket
import socketserver
import ssl
import struct
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from zeroconf import ServiceInfo, Zeroconf

from fakes.network import Network
from fakes.receivers import Receiver, needed, running

RATE = 44_100
APP = "CC1AD845"
NAMESPACE = "urn:x-cast:com.google.cast."
MEDIA, RECEIVER = NAMESPACE + "media", NAMESPACE + "receiver"
SESSION = "session-1"
THINKS = 0.02
"""Seconds, as a device does. pychromecast, which is still writing when the answer is there at once, loses its line."""

Message = dict[str, Any]


@contextlib.contextmanager
def cast(network: Network, name: str, heard: Path) -> Iterator[Receiver]:
    """Start one in the network."""
    heard.touch()
    with network.port() as port:
        program = [sys.executable, "-m", "fakes.cast", name, port.address, str(heard), str(heard.parent)]
        with running([*port.inside, "env", f"PYTHONPATH={Path(__file__).parent.parent}", *program]):
            yield Receiver(name=name, heard=heard, port=port)


class Deck:
    """What it plays, and how far it is."""

    def __init__(self, heard: Path) -> None:
        self.heard, self.level, self.state, self.url = heard, 1.0, "IDLE", ""
        self.start = 0.0
        self.played = 0
        self.duration = 0.0
        self.lock = threading.RLock()
        self.decoder: subprocess.Popen[bytes] | None = None

    def load(self, url: str) -> bool:
        """Look whether it can be fetched, and begin."""
        self.silence()
        probe = [needed("ffprobe"), "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", url]
        found = subprocess.run(probe, capture_output=True, text=True, timeout=30, check=False)
        if found.returncode:
            return False
        self.url, self.duration = url, float(found.stdout)
        self.go(0.0)
        return True

    def go(self, position: float) -> None:
        """Play from a position."""
        self.silence()
        self.start, self.played, self.state = position, 0, "PLAYING"
        command = [needed("ffmpeg"), "-nostdin", "-v", "error", "-re", "-ss", str(position), "-i", self.url]
        form = ["-f", "s16le", "-ac", "2", "-ar", str(RATE), "-"]
        self.decoder = subprocess.Popen([*command, *form], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        threading.Thread(target=self._play, args=[self.decoder], daemon=True).start()

    def _play(self, decoder: subprocess.Popen[bytes]) -> None:
        assert decoder.stdout
        with self.heard.open("ab") as file:
            while chunk := decoder.stdout.read(4096):
                with self.lock:
                    if decoder is not self.decoder:
                        return
                    file.write((np.frombuffer(chunk, "<i2") * self.level).astype("<i2").tobytes())
                    file.flush()
                    self.played += len(chunk) // 4
        with self.lock:
            if decoder is self.decoder:
                self.state = "IDLE"

    def silence(self, state: str = "IDLE") -> None:
        with self.lock:
            decoder, self.decoder, self.state = self.decoder, None, state
        if decoder:
            decoder.kill()
            decoder.wait()

    @property
    def position(self) -> float:
        return self.start + self.played / RATE


class CastDevice:
    """The device: what runs on it. It outlives those who talk to it."""

    def __init__(self, deck: Deck) -> None:
        self.deck, self.app = deck, False

    def told(self, message: Message, namespace: str) -> Message | None:
        """Do what it is told, and return the answer."""
        kind, deck = message["type"], self.deck
        if namespace == RECEIVER:
            self.app = kind == "LAUNCH" or (self.app and kind != "STOP")
            deck.level = message.get("volume", {}).get("level", deck.level)
            if not self.app:
                deck.silence()
            return {"type": "RECEIVER_STATUS", "status": self.status()}
        if namespace == MEDIA and self.app:
            if kind == "LOAD" and not deck.load(message["media"]["contentId"]):
                return {"type": "LOAD_FAILED"}
            if kind in {"PLAY", "SEEK"}:
                held = kind == "SEEK" and deck.state == "PAUSED" and message.get("resumeState") != "PLAYBACK_START"
                deck.go(message.get("currentTime", deck.position))
            if kind == "PAUSE" or (kind == "SEEK" and held):
                deck.silence("PAUSED")
            return {"type": "MEDIA_STATUS", "status": self.media()}
        return {"type": "PONG"} if kind == "PING" else None

    def status(self) -> Message:
        spaces = [{"name": MEDIA}]
        app = {"appId": APP, "displayName": "Default Media Receiver", "namespaces": spaces, "sessionId": SESSION}
        running = [{**app, "transportId": SESSION, "statusText": ""}] if self.app else []
        return {"applications": running, "volume": {"level": self.deck.level, "muted": False, "controlType": "master"}}

    def media(self) -> list[Message]:
        deck = self.deck
        where = {"mediaSessionId": 1, "playerState": deck.state, "currentTime": deck.position, "playbackRate": 1}
        media = {
            "contentId": deck.url,
            "streamType": "BUFFERED",
            "contentType": "audio/mpeg",
            "duration": deck.duration,
        }
        return [{**where, "supportedMediaCommands": 15, "media": media}] if deck.url else []


class Line(socketserver.StreamRequestHandler):
    """One who talks to it."""

    server: Server

    def handle(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while head := self.rfile.read(4):
                fields = read_fields(self.rfile.read(struct.unpack(">I", head)[0]))
                source, target, space = (fields[number].decode() for number in (2, 3, 4))
                message = json.loads(fields[6])
                answer = self.server.device.told(message, space)
                time.sleep(THINKS)
                if answer:
                    answer["requestId"] = message.get("requestId", 0)
                    self.wfile.write(written(target, source, space, json.dumps(answer)))


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True

    def __init__(self, place: tuple[str, int], device: CastDevice, context: ssl.SSLContext) -> None:
        super().__init__(place, Line)
        self.device, self.context = device, context

    def finish_request(self, request: Any, client_address: Any) -> None:
        request.settimeout(60)
        with contextlib.suppress(OSError):
            super().finish_request(self.context.wrap_socket(request, server_side=True), client_address)


def read_fields(data: bytes) -> dict[int, bytes]:
    """Return the fields of a protobuf message that have a length; numbers are passed over."""
    fields, place = {}, 0
    while place < len(data):
        key, place = varint(data, place)
        size, place = varint(data, place)
        if key & 7 == 2:
            fields[key >> 3] = data[place : place + size]
            place += size
    return fields


def varint(data: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (data[place] & 127) << shift
        shift, place = shift + 7, place + 1
        if data[place - 1] < 128:
            return value, place


def written(source: str, target: str, space: str, text: str) -> bytes:
    """Write a message, with its length before it: version 0, a string as payload."""
    body = b"\x08\x00" + field(2, source) + field(3, target) + field(4, space) + b"\x28\x00" + field(6, text)
    return struct.pack(">I", len(body)) + body


def field(number: int, text: str) -> bytes:
    data = text.encode()
    size, length = len(data), b""
    while size > 127:
        length, size = length + bytes([size & 127 | 128]), size >> 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + data


def main(name: str, address: str, heard: str, folder: str) -> None:
    own = uuid.uuid4()
    certificate, key = Path(folder, "cast.pem"), Path(folder, "cast.key")
    make = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=cast",
    ]
    subprocess.run([needed("openssl"), *make, "-keyout", str(key), "-out", str(certificate)], check=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    about = {
        "name": name,
        "ssdp_udn": str(own),
        "model_name": "Nest Mini",
        "capabilities": {"display_supported": False},
    }

    class Setup(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"name": name, "device_info": about}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

    setup = ThreadingHTTPServer((address, 8443), Setup)
    setup.socket = context.wrap_socket(setup.socket, server_side=True)
    threading.Thread(target=setup.serve_forever, daemon=True).start()
    service = "_googlecast._tcp.local."
    info = ServiceInfo(
        service,
        f"Nest-Mini-{own.hex}.{service}",
        addresses=[socket.inet_aton(address)],
        port=8009,
        properties={"id": own.hex, "fn": name, "md": "Nest Mini", "ca": "199172"},
        server=f"{own}.local.",
    )
    with Server((address, 8009), CastDevice(Deck(Path(heard))), context) as server:
        Zeroconf(interfaces=[address]).register_service(info)
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
