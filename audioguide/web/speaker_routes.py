"""The endpoints that play on the speakers of the house, and what every phone sees of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from audioguide.player.playback import COMMANDS
from audioguide.player.registry import lacks_speakers
from audioguide.units import samples
from audioguide.web.events import Events
from audioguide.web.guard import json_body, seconds_in
from audioguide.web.headers import NOT_KEPT
from audioguide.web.json_answers import answer
from audioguide.web.library import Library
from audioguide.web.playing.stage import Stage, playing_document

if TYPE_CHECKING:
    import starlette.requests


class SpeakerRoutes:
    """The endpoints, a method each."""

    def __init__(self, stage: Stage, library: Library, events: Events, called_as: str) -> None:
        """Take what plays, the sessions that it may play, what streams to phones, and how the program is called."""
        self._stage, self._library, self._events, self._called_as = stage, library, events, called_as

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/speakers.json", self.speakers),
            Route("/playing", self.watch, methods=["GET"]),
            Route("/playing", self.begin, methods=["POST"]),
            Route("/playing/command", self.command, methods=["POST"]),
        ]

    async def speakers(self, request: starlette.requests.Request) -> Response:  # noqa: ARG002 - Starlette hands it in
        """Search the house, and respond with what is there, and with the command that lets more be found."""

        def search() -> dict[str, object]:
            add = f"{self._called_as} add speakers" if lacks_speakers() else ""
            return {"speakers": self._stage.speakers(), "add": add}

        return JSONResponse(await run_in_threadpool(search), headers=NOT_KEPT)

    async def watch(self, request: starlette.requests.Request) -> Response:  # noqa: ARG002 - likewise
        """Respond with what plays, an event each time that it changes."""

        def look() -> tuple[Mapping[str, object], bool]:
            return playing_document(self._stage.playing), False

        return self._events.stream(look)

    async def begin(self, request: starlette.requests.Request) -> Response:
        """Play a session on a speaker."""
        document = await json_body(request)

        def begin() -> Response:
            episode = self._library.require(str(document.get("session")))
            if not self._library.is_whole(episode):
                raise HTTPException(404)
            self._stage.begin(episode.session, str(document.get("on")))
            return JSONResponse({}, 202, NOT_KEPT)

        return await answer(begin)

    async def command(self, request: starlette.requests.Request) -> Response:
        """Hand on a command: one of `COMMANDS`, or a position in seconds."""
        document = await json_body(request)
        word = document.get("command")
        if word in COMMANDS:
            self._stage.command(word)
        elif "seconds" in document:
            self._stage.command(samples(seconds_in(document, "seconds")))
        else:
            raise HTTPException(400, f"there are {', '.join(COMMANDS)}")
        return JSONResponse({}, headers=NOT_KEPT)
