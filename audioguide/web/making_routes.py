"""The endpoints behind the page that makes: what it offers, what it proposes, and its jobs."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from audioguide import repertoire
from audioguide.cache import Cache
from audioguide.errors import ShelfError
from audioguide.model.choices import Choices
from audioguide.rendering.today import local_day
from audioguide.repertoire import beds
from audioguide.web.events import Events
from audioguide.web.family.diary import Diary, Entry, evenings, fewer_words
from audioguide.web.family.household import Household, HouseholdFile, ages
from audioguide.web.guard import json_body
from audioguide.web.headers import KEPT_A_DAY, NOT_KEPT
from audioguide.web.json_answers import answer
from audioguide.web.making.maker import Maker, job_document
from audioguide.web.making.own import OwnFiles
from audioguide.web.making.previews import bed_preview, voice_preview
from audioguide.web.making.proposals import propose
from audioguide.web.making.wishes import Wish, formats, read_wish, spoken_by, voices

if TYPE_CHECKING:
    import starlette.requests

_log = logging.getLogger(__name__)


class MakingRoutes:
    """The endpoints, a method each."""

    def __init__(
        self,
        household: HouseholdFile,
        diary: Diary,
        own: OwnFiles,
        *,
        maker: Maker | None,
        cache: Cache,
        events: Events,
    ) -> None:
        """Take what is kept of the family, its own files, what makes sessions, spoken cues, and what streams to phones.

        Without a maker nothing can be made.
        """
        self._household, self._diary, self._own, self._maker = household, diary, own, maker
        self._cache, self._events = cache, events

    def routes(self) -> list[Route]:
        """Return the routes."""
        routes = [Route("/tonight.json", self.offers)]
        if self._maker is None:
            return routes
        return [
            *routes,
            Route("/plan", self.plan, methods=["POST"]),
            Route("/time", partial(self.time, self._maker), methods=["POST"]),
            Route("/jobs", partial(self.submit, self._maker), methods=["POST"]),
            Route("/jobs/{job}", partial(self.watch, self._maker)),
            Route("/jobs/{job}/cancel", partial(self.cancel, self._maker), methods=["POST"]),
            Route("/beds/{name}.wav", self.bed),
            Route("/voices/{language}/{name}.wav", self.voice),
        ]

    async def offers(self, request: starlette.requests.Request) -> Response:  # noqa: ARG002 - Starlette hands it in
        """Respond with all that can be chosen, the babies and the last choices."""
        return await answer(self._offers)

    async def plan(self, request: starlette.requests.Request) -> Response:
        """Respond with what is proposed for a wish."""
        document = await json_body(request)
        return await answer(lambda: propose(self._wish(document)))

    async def time(self, maker: Maker, request: starlette.requests.Request) -> Response:
        """Respond with the seconds that a wish takes to be made."""
        document = await json_body(request)
        return await answer(lambda: {"seconds": maker.seconds_for(self._tonight(document))})

    async def submit(self, maker: Maker, request: starlette.requests.Request) -> Response:
        """Respond 200 with the key of a session that is there, or 202 with the job that makes it."""
        document = await json_body(request)
        return await answer(lambda: self._submitted(maker, document))

    async def cancel(self, maker: Maker, request: starlette.requests.Request) -> Response:
        """Give a job up."""
        await json_body(request)
        if not maker.cancel(request.path_params["job"]):
            raise HTTPException(404)
        return JSONResponse({})

    async def watch(self, maker: Maker, request: starlette.requests.Request) -> Response:
        """Respond with a job, an event each time that it changes, until it is over."""
        job_id = request.path_params["job"]
        if maker.find(job_id) is None:
            raise HTTPException(404)

        def look() -> tuple[Mapping[str, object], bool]:
            job = maker.find(job_id)
            return (job_document(job), job.is_over) if job else ({}, True)

        return self._events.stream(look)

    async def bed(self, request: starlette.requests.Request) -> Response:
        """Respond with five seconds of a bed."""
        return await answer(lambda: _sound(_bed(request.path_params["name"])))

    async def voice(self, request: starlette.requests.Request) -> Response:
        """Respond with a sentence of a voice."""
        path = request.path_params
        return await answer(lambda: _sound(self._voice(path["name"], path["language"])))

    def _voice(self, name: str, language: str) -> bytes:
        recorded = self._own.voices()
        if name not in (*voices(), *recorded) or language not in repertoire.languages():
            raise HTTPException(404)
        return voice_preview(recorded.get(name, name), language, self._cache)

    def _offers(self) -> dict[str, Any]:
        family, heard = self._household.read(), self._heard()
        document: dict[str, Any] = {
            "makes": self._maker is not None,
            "babies": [*ages(family, local_day())],
            "last": dict(family.last),
            "first": not family.last and not heard,
            "favourites": list(family.favourites),
            "fewer": _fewer(heard, family),
        }
        if self._maker is None:
            return document
        return {
            **document,
            "beds": [_named(name) for name in beds.names()],
            "voices": [
                *({"id": name, "languages": spoken} for name in voices() if (spoken := spoken_by(name)) is not None),
                *({"id": name, "languages": []} for name in self._own.voices()),
            ],
            "formats": list(formats()),
            "languages": list(repertoire.languages()),
            "routines": [
                *({"id": name, "title": one.title} for name, one in self._own.routines().items()),
                *({"id": name, "title": _title_of(name)} for name in repertoire.routines()),
            ],
        }

    def _wish(self, document: dict[str, Any]) -> Wish:
        return read_wish(document, self._household.read(), self._own, local_day())

    def _tonight(self, document: dict[str, Any]) -> Wish:
        """Read a wish, and turn the checks and offers: each evening begins with others."""
        wish = self._wish(document)
        turn = evenings(self._heard(), before=local_day())
        return replace(wish, choices=cast("Choices", {**wish.choices, "turn": turn}))

    def _heard(self) -> tuple[Entry, ...]:
        """Return the evenings before; none where they cannot be read now: a session is made all the same."""
        try:
            return self._diary.entries()
        except ShelfError as error:
            _log.warning("%s", error)
            return ()

    def _submitted(self, maker: Maker, document: dict[str, Any]) -> Response:
        made = maker.submit(self._tonight(document))
        self._remember(document)
        if isinstance(made, str):
            return JSONResponse({"session": made}, headers=NOT_KEPT)
        return JSONResponse(dict(job_document(made)), 202, NOT_KEPT)

    def _remember(self, document: dict[str, Any]) -> None:
        """Keep a wish that was read without a mistake; where it cannot be kept now, a session is made all the same."""
        try:
            self._household.remember(document)
        except ShelfError as error:
            _log.warning("%s", error)


def _bed(name: str) -> bytes:
    if name not in beds.names():
        raise HTTPException(404)
    return bed_preview(name)


def _sound(content: bytes) -> Response:
    return Response(content, media_type="audio/wav", headers=KEPT_A_DAY)


def _fewer(heard: Sequence[Entry], family: Household) -> dict[str, str] | None:
    """Return from which guidance to which the page may propose to go, once."""
    fewer = fewer_words(heard)
    if fewer is None or heard[-1].guidance in family.kept_words:
        return None
    return {"now": heard[-1].guidance, "next": fewer}


@cache
def _title_of(routine: str) -> str:
    return repertoire.routine(routine).title.say("en")


def _named(name: str) -> dict[str, str]:
    return {"id": name, "title": beds.recipe(name).title.say("en") if name in beds.recipes() else ""}
