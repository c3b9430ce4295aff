"""What the targets do with what they are fed with: read it, say it, serve it, obey it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import tempfile
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any, cast
from xml.etree import ElementTree as ET

import numpy as np
import uvicorn
from fakes.home import Home, Workshop, home
from fakes.sessions import put_session
from uvicorn.server import ServerState

from audioguide import repertoire
from audioguide.catalogue.opening import grouped, open_catalogue
from audioguide.encoders.splice import frames, splice
from audioguide.errors import AudioguideError
from audioguide.model.geometry import parse_path
from audioguide.model.plain import is_plain
from audioguide.model.routine import Routine, StrokeStep
from audioguide.model.timeline import Pulse
from audioguide.pictures.cards import picture, sides_of
from audioguide.player.playback import Order
from audioguide.player.remote import RemoteControl, send, socket_address
from audioguide.reader import read, read_recipe
from audioguide.rendering.cards import album
from audioguide.rendering.manifest import read_document, read_events, read_session
from audioguide.sound.beds.layered import Layered
from audioguide.sound.synth import control_count
from audioguide.sound.tones.contour import contours
from audioguide.speech.recordings import LIST, read_lines, write_page
from audioguide.speech.text import normalize, phrases
from audioguide.units import SAMPLE_RATE, Samples, parse_age, parse_duration, samples
from audioguide.web.app import make_app
from audioguide.web.connections import BoundedProtocol
from audioguide.web.feed import Episode, chapters, feed, key_of
from audioguide.web.headers import OF_EVERY_ANSWER
from audioguide.web.library import Library
from audioguide.web.pack import transcript
from audioguide.web.playing.strokes import strokes_of

TOKEN = "0123456789abcdef" * 2
ADDRESS = f"http://127.0.0.1:8765/{TOKEN}/"


_kept_open = contextlib.ExitStack()
"""What a target opens once: folders, a page, a remote control."""


@contextlib.contextmanager
def opened() -> Iterator[None]:
    """Close afterwards what the targets have opened."""
    with _kept_open:
        yield
    for one in (folder, shelf, _site, page, _remote):
        one.cache_clear()


@cache
def folder(name: str) -> Path:
    """Return a temporary folder for a target."""
    return Path(_kept_open.enter_context(tempfile.TemporaryDirectory(prefix=f"fuzz-{name}-")))


def read_routine(text: str) -> Routine:
    return read(text, source="fuzz.yaml", vocabulary=repertoire.vocabulary())


def open_a_catalogue(text: str) -> None:
    """Every session has a name of its own, which stays below the folder of the catalogue."""
    file = folder("catalogue") / "fuzz.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    rows = [row for group in grouped(open_catalogue(str(file)).rows()) for row in group]
    names = {row.name for row in rows}
    assert 0 < len(names) == len(rows)
    assert not any({"", ".", ".."} & {*name.split("/")} for name in names)


def hear(text: str) -> None:
    """As a bed, of which every sample is a number."""
    pulse = Pulse(tempo=120.0)
    bed = Layered(read_recipe(text, source="fuzz.yaml"), pulse)
    for number in range(0, 90, 10):  # ten at a time: notes may be many
        assert np.isfinite(bed.render(pulse.at(number), Samples(10 * SAMPLE_RATE // 2))).all()


def follow(text: str) -> None:
    """As the path of a stroke, which is heard and drawn on each side."""
    path = parse_path(text)
    assert parse_path(str(path)) == path
    sides = "each" if "{" in text else "midline"
    own = f"{{name: S, part: x, sides: {sides}, path: {json.dumps(text)}, seconds: 5, times: 3, cue: Hold.}}"
    section = (
        f"{{title: A, sides: {sides}, steps: [{{stroke: s}}]}}"
        if sides == "each"
        else "{title: A, steps: [{stroke: s}]}"
    )
    routine = read_routine(f"version: 1\ntitle: T\nsections: [{section}]\nstrokes: {{s: {own}}}\n")
    (step,) = routine.sections[0].steps
    assert isinstance(step, StrokeStep)
    for side in sides_of(step.stroke):
        for hand in contours(step.stroke, side, repertoire.landmarks(), 5.0, control_count(samples(5.0))):
            assert all(np.isfinite(curve).all() for curve in (hand.pitch, hand.pan, hand.width, hand.level))
        drawing = picture(step.stroke, side, album(), title="Hold.")
        assert ET.fromstring(drawing).tag.endswith("svg")  # noqa: S314 - our own
        assert "nan" not in drawing


def read_time(text: str) -> float:
    """As a length, as one in a file, and as an age."""
    found: list[float] = []
    for parse in (parse_duration, partial(parse_duration, bare_seconds=True), parse_age):
        with contextlib.suppress(ValueError):
            found.append(parse(text))
    if not found:
        raise ValueError(text)
    return sum(found)


def say(asked: tuple[str, str]) -> None:
    language, text = asked
    said = normalize(text, language, {})
    assert all(phrase.words for phrase in phrases(said, language))


def read_manifest(text: str) -> None:
    document = read_document(text)
    found = read_session(document, Path("everyday.mp3"))
    assert is_plain(found.full_title)
    assert is_plain(transcript(found, read_events(document, "say")).replace("\n", " "))
    assert all(one["starts"] for one in strokes_of(read_events(document, "beat"), found.language))


def offer(text: str) -> None:
    """As an episode of the podcast, which every program can read."""
    episode = Episode(session=read_session(read_document(text), Path("everyday.mp3")), size=5, made=1e9, captioned=True)
    assert ET.fromstring(feed([episode], ADDRESS)).tag == "rss"  # noqa: S314 - our own
    assert json.loads(json.dumps(chapters(episode.session), allow_nan=False))["chapters"]


def read_recordings(text: str) -> None:
    place = folder("recordings")
    (place / LIST).write_bytes(text.encode("utf-8", "surrogatepass"))
    write_page(place, read_lines(place), ())


def join(stream: bytes) -> None:
    """As pieces of an MP3, which are taken apart and joined."""
    found = frames(stream)
    assert sum(frame.end - frame.start for frame in found) == len(stream)
    assert len(splice(stream, stream)) == len(stream)


# ── The server


class _Line(asyncio.Transport):
    """A connection that keeps what is sent over it."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""
        self._closing = False

    def write(self, data: Any) -> None:
        self.sent += bytes(data)

    def close(self) -> None:
        self._closing = True

    def is_closing(self) -> bool:
        return self._closing

    def pause_reading(self) -> None:
        """Hold nothing: all has arrived."""

    def resume_reading(self) -> None:
        """Likewise."""


@cache
def shelf() -> tuple[Library, str]:
    """Return a shelf with one session, and its key."""
    place = folder("shelf")
    made = put_session(place / "everyday.mp3", b"sound" * 100)
    return Library(lambda: place.glob("*.json")), key_of(made)


@cache
def _site() -> tuple[asyncio.AbstractEventLoop, uvicorn.Config]:
    loop = _kept_open.enter_context(asyncio.Runner()).get_loop()
    app = make_app(shelf()[0], ADDRESS)
    return loop, uvicorn.Config(app, access_log=False, lifespan="off", log_config=None, log_level="error", ws="none")


def serve(sent: bytes) -> None:
    """Over one line: each answer is one of ours, with our headers."""
    loop, config = _site()
    answered = loop.run_until_complete(_answered(loop, config, sent))
    for head in _heads(answered):
        assert int(head.split(" ")[1]) < 500, head
        assert head.split(" ")[1] == "100" or all(f"\r\n{name}: {value}" in head for name, value in _OURS)


_OURS = tuple(OF_EVERY_ANSWER.items())


async def _answered(loop: asyncio.AbstractEventLoop, config: uvicorn.Config, sent: bytes) -> bytes:
    state, line = ServerState(), _Line()
    protocol = BoundedProtocol(config=config, server_state=state, app_state={}, _loop=loop)
    protocol.connection_made(line)
    protocol.data_received(sent)
    if state.tasks:
        await asyncio.wait(state.tasks, timeout=0.2)  # a body that does not arrive would be waited for
    protocol.connection_lost(None)
    if state.tasks:
        _, unfinished = await asyncio.wait(state.tasks, timeout=5)
        assert not unfinished, "who has hung up is still answered"
    return line.sent


def _heads(answered: bytes) -> Iterator[str]:
    """Yield the head of each answer; what follows it is as long as it says."""
    while answered:
        head, _, answered = answered.partition(b"\r\n\r\n")
        text = head.decode("latin-1")
        assert text.startswith("HTTP/1.1 "), text
        yield text
        length = next((line.split(":")[1] for line in text.split("\r\n") if line.startswith("content-length:")), "0")
        answered = answered[int(length) :] if answered[:5] != b"HTTP/" else answered


# ── The page, and the remote control


@cache
def page() -> Home:
    """Return the page, in a house where nothing that is asked for can be made."""
    workshop = Workshop(error=AudioguideError("there is no room for it"))
    workshop.let(1_000_000)
    return _kept_open.enter_context(home(folder("page"), workshop))


def call_page(asked: tuple[str, str]) -> None:
    path, body = asked
    address = path.format(key=shelf()[1])
    content = body.encode("utf-8", "surrogatepass")
    answer = page().ask.post(address, headers={"content-type": "application/json"}, content=content)
    assert answer.status_code < 500, (path, answer.text)


@cache
def _remote() -> tuple[Path, SimpleQueue[Order]]:
    place, orders = folder("remote"), cast("SimpleQueue[Order]", SimpleQueue())
    _kept_open.enter_context(RemoteControl(place, orders))
    return place, orders


def tell_player(sent: bytes) -> None:
    """From somebody who hangs up afterwards; whoever comes next is heard."""
    place, orders = _remote()
    with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(ConnectionError):
        line.connect(socket_address(place))
        line.sendall(sent)
    send(place, "pause")  # which is acknowledged when it is in the queue, after what came before
    heard = [orders.get_nowait() for _ in range(orders.qsize())]
    assert heard[-1:] == ["pause"]
    assert len(heard) <= 2
