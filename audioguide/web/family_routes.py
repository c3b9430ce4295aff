"""The endpoints that keep something of the family: its babies, its favourites, and the diary of its evenings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.routing import Route

from audioguide.model.routine import GUIDANCE_LEVELS, Guidance
from audioguide.rendering.today import local_day
from audioguide.units import seconds
from audioguide.web.family.diary import Diary, evenings
from audioguide.web.family.household import HouseholdFile
from audioguide.web.guard import json_body, seconds_in
from audioguide.web.json_answers import answer
from audioguide.web.library import Library

if TYPE_CHECKING:
    import starlette.requests
    from starlette.responses import Response

SHOWN = 60
"""Lines of the diary on the page, the newest."""


class FamilyRoutes:
    """The endpoints, a method each."""

    def __init__(self, household: HouseholdFile, diary: Diary, library: Library) -> None:
        """Take what is kept of the family, and the sessions that may be written down."""
        self._household, self._diary, self._library = household, diary, library

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/babies", self.put_baby, methods=["POST"]),
            Route("/babies/{baby}/remove", self.remove_baby, methods=["POST"]),
            Route("/sessions/{key}/favourite", self.favour, methods=["POST"]),
            Route("/diary.json", self.diary),
            Route("/diary", self.note, methods=["POST"]),
            Route("/diary/delete", self.delete_diary, methods=["POST"]),
            Route("/words/keep", self.keep_words, methods=["POST"]),
            Route("/words/next", self.wish_words, methods=["POST"]),
        ]

    async def put_baby(self, request: starlette.requests.Request) -> Response:
        """Add a baby, or change the one whose id is given."""
        document = await json_body(request)
        return await answer(lambda: self._baby(document))

    async def remove_baby(self, request: starlette.requests.Request) -> Response:
        """Forget a baby."""
        await json_body(request)
        return await answer(lambda: self._household.remove_baby(request.path_params["baby"]))

    async def favour(self, request: starlette.requests.Request) -> Response:
        """Keep a session among the favourites, or no longer."""
        document = await json_body(request)
        key, favourite = request.path_params["key"][:32], document.get("favourite") is True

        def keep() -> None:
            self._household.favour(key, favourite=favourite)
            self._diary.like(key, liked=favourite)

        return await answer(keep)

    async def diary(self, request: starlette.requests.Request) -> Response:  # noqa: ARG002 - Starlette hands it in
        """Respond with the last evenings, the newest first, and how many there were."""

        def read() -> dict[str, Any]:
            entries = self._diary.entries()
            names = ("day", "title", "baby", "guidance", "seconds", "of", "stopped_at", "liked")
            shown = [{name: getattr(one, name) for name in names} for one in reversed(entries[-SHOWN:])]
            return {"evenings": evenings(entries), "entries": shown}

        return await answer(read)

    async def note(self, request: starlette.requests.Request) -> Response:
        """Write down what a phone has played: a session, and in seconds how much of it, and from where it was left."""
        document = await json_body(request)

        def note() -> None:
            session = self._library.require(str(document.get("session"))).session
            longest = seconds(session.length)
            heard = min(seconds_in(document, "heard"), longest)
            is_left = document.get("stopped_at") is not None
            stopped_at = min(seconds_in(document, "stopped_at"), longest) if is_left else None
            self._diary.note(session, heard, stopped_at, local_day())

        return await answer(note)

    async def delete_diary(self, request: starlette.requests.Request) -> Response:
        """Delete the diary."""
        await json_body(request)
        return await answer(self._diary.delete)

    async def keep_words(self, request: starlette.requests.Request) -> Response:
        """Propose fewer words than these no more."""
        guidance = _guidance_in(await json_body(request))
        return await answer(lambda: self._household.keep_words(guidance))

    async def wish_words(self, request: starlette.requests.Request) -> Response:
        """Propose these words the next time."""
        guidance = _guidance_in(await json_body(request))
        return await answer(lambda: self._household.wish_words(guidance))

    def _baby(self, document: dict[str, Any]) -> dict[str, Any]:
        known = document.get("id")
        if known is not None and (not isinstance(known, str) or self._household.read().baby(known) is None):
            raise HTTPException(404)
        return {"id": self._household.put_baby(known, document.get("name"), document.get("day"), local_day()).id}


def _guidance_in(document: Mapping[str, Any]) -> Guidance:
    """Return the guidance that a request names.

    Raises:
        HTTPException: 400, there is none of this name.
    """
    for level in GUIDANCE_LEVELS:
        if level == document.get("guidance"):
            return level
    raise HTTPException(400, f"there are {', '.join(GUIDANCE_LEVELS)}")
