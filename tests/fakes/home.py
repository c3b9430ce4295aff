"""The page that makes and plays, as a browser sees it, with a maker that is told when to go on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.errors import AudioguideError
from audioguide.model.session import Session
from audioguide.model.timeline import Beat, Event
from audioguide.player.memory import SpeakerMemory
from audioguide.player.registry import SpeakerRegistry
from audioguide.plugins import Device, Speaker
from audioguide.rendering.identity import identity_of
from audioguide.rendering.listing import Listing
from audioguide.rendering.manifest import session_document
from audioguide.rendering.publishing import publish, write_synced
from audioguide.rendering.render import name_of
from audioguide.rendering.request import Request
from audioguide.rendering.shelf import Shelf
from audioguide.web.events import Events
from audioguide.web.library import Library
from audioguide.web.page_app import page_app
from audioguide.web.server import Server
from fakes.sessions import TIMELINE, session
from fakes.speakers import FakeSpeaker
from fakes.waiting import PATIENCE


@dataclass
class Workshop:
    """Takes the place of `rendering.render.render`: a session appears when a test lets it."""

    sound: bytes = b"sound"
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    go_on: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    made: list[Request] = field(default_factory=list)
    error: Exception | None = None

    def make(
        self,
        request: Request,
        cache: Cache,  # noqa: ARG002 - as the real one is called
        shelf: Shelf,
        *,
        format_name: str,
        progress: Callable[[str, int, int, str], None],
    ) -> Session:
        self.made.append(request)
        progress("speaking", 1, 4, "Hold the leg.")
        self.begun.release()
        assert self.go_on.acquire(timeout=PATIENCE)
        if self.error:
            raise self.error
        progress("mixing", 300, 600, "")
        return self.put(request, shelf.place(name_of(request), f".{format_name}", identity_of(request)))

    def put(self, request: Request, path: Path) -> Session:
        draft = path.with_name("draft.sound")
        sound = self.sound + identity_of(request).encode()
        digest = write_synced(draft, [sound])
        one = replace(
            session(path),
            digest=digest,
            size=len(sound),
            identity=identity_of(request),
            routine=request.routine.id,
            title=request.script.title,
            baby=str(request.asked.get("baby") or ""),
        )
        document = session_document(one, replace(TIMELINE, events=_pictured()), {}, request.asked)
        publish(draft, document, "WEBVTT\n", path.parent, lambda: path)
        return one

    def let(self, times: int = 1) -> None:
        """Let so many sessions be finished."""
        self.go_on.release(times)


def _pictured() -> tuple[Event, ...]:
    """The small timeline with a stroke that has a picture: two repetitions, from 6 s to 16 s."""
    stroke = repertoire.vocabulary().strokes["leg_indian_milk"]
    return tuple(replace(event, stroke=stroke) if isinstance(event, Beat) else event for event in TIMELINE.events)


@dataclass(frozen=True, kw_only=True)
class Home:
    """The served page."""

    address: str
    ask: httpx.Client
    workshop: Workshop
    folder: Path
    state: Path
    own: Path

    def post(self, path: str, **document: object) -> httpx.Response:
        return self.ask.post(path, json=document)

    def events(self, job: str) -> list[dict[str, Any]]:
        """Follow a job to its end."""
        with self.ask.stream("GET", f"jobs/{job}", timeout=PATIENCE) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = [line.removeprefix("data: ") for line in answer.iter_lines() if line.startswith("data: ")]
        return [httpx.Response(200, content=line).json() for line in lines]


@dataclass(frozen=True)
class OneSpeaker(SpeakerRegistry):
    """The speakers that are found: a single one, or none."""

    speaker: FakeSpeaker | None

    def search(self, host: str | None = None, on_found: Callable[[Device], object] | None = None) -> tuple[Device, ...]:
        assert (host, on_found) == (None, None)
        return (self.speaker.device,) if self.speaker else ()

    def reconnect(self, device: Device) -> Speaker:
        assert self.speaker
        assert device == self.speaker.device
        return self.speaker


@contextmanager
def home(
    folder: Path,
    workshop: Workshop,
    *,
    makes: bool = True,
    speaker: FakeSpeaker | None = None,
    registry: SpeakerRegistry | None = None,
    called_as: str = "audioguide",
) -> Iterator[Home]:
    """Serve the page for a folder, in a house with one speaker or none, or with those of a registry.

    What is the family's own is in `own`.
    """
    shelf, state, own = folder / "shelf", folder / "state", folder / "own"
    for place in (shelf, state, own):
        place.mkdir(exist_ok=True)
    library, events = Library(Listing(shelf)), Events()
    registry = registry or OneSpeaker(state / "speakers.json", speaker)
    with ExitStack() as stack:
        routes = stack.enter_context(
            page_app(
                library,
                shelf,
                cache=Cache(folder / "cache"),
                state_folder=state,
                events=events,
                make=workshop.make if makes else None,
                own=own,
                memory=replace(SpeakerMemory.in_folder(state), registry=registry),
                connect=registry.reconnect,
                called_as=called_as,
            )
        )
        server = stack.enter_context(Server(library, page=routes, before_exit=events.close))
        client = stack.enter_context(httpx.Client(base_url=server.address, trust_env=False, timeout=PATIENCE))
        yield Home(address=server.address, ask=client, workshop=workshop, folder=shelf, state=state, own=own)
        workshop.error = AudioguideError("the test is over")
        workshop.let(99)
