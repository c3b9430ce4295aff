"""The endpoints that show: the page and its files, the sessions as a parent knows them, and their strokes."""

from __future__ import annotations

import io
import re
import wave
from collections.abc import AsyncIterator
from datetime import time
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from audioguide.errors import AudioguideError, ShelfError
from audioguide.model.routine import Routine
from audioguide.model.session import Session
from audioguide.pictures.cover import cover
from audioguide.rendering.again import asked_again
from audioguide.rendering.cards import cards_page
from audioguide.rendering.discarding import discard, restore
from audioguide.rendering.find import find_routine
from audioguide.rendering.manifest import Document, read_document, read_events
from audioguide.rendering.request import SILENT_BED, tailored_script
from audioguide.rendering.today import local_day
from audioguide.units import SAMPLE_RATE, Samples, seconds
from audioguide.web.assets import CONTENT_SECURITY_POLICY, asset, language_for, page, words
from audioguide.web.family.household import MOST_FAVOURITES
from audioguide.web.family.reminder import reminder
from audioguide.web.feed import PAGE_EPISODES, Episode, chapters
from audioguide.web.guard import json_body
from audioguide.web.headers import KEPT_A_DAY, NOT_KEPT
from audioguide.web.json_answers import answer
from audioguide.web.library import Library
from audioguide.web.pack import pack_session, transcript
from audioguide.web.playing.strokes import stroke_picture, strokes_of
from audioguide.web.signs import signs_page
from audioguide.web.streams import Stream

if TYPE_CHECKING:
    import starlette.requests

MOST_KEYS = MOST_FAVOURITES + 1
"""Sessions that are asked for by name at once: all favourites, and the one that goes on."""
MOST_PACKING = 2
"""Packs on their way at once, each as large as its session."""
_PIECE = 1 << 16
"""Bytes of a pack that are sent at a time: it is on its way until a phone has taken the last of them."""
_KEY = re.compile(r"[0-9a-f]{32}")
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Of a picture that is opened by itself."""
_CARDS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"


class PageRoutes:
    """The endpoints, a method each."""

    def __init__(self, library: Library, folder: Path) -> None:
        """Take the sessions, and their folder."""
        self._library, self._folder = library, folder
        self._packing = BoundedSemaphore(MOST_PACKING)

    def routes(self) -> list[Route]:
        """Return the routes."""
        return [
            Route("/", self.page),
            Route("/page/silence.wav", self.silence),
            Route("/page/{name}", self.asset),
            Route("/covers/{routine}.png", self.cover),
            Route("/shelf.json", self.shelf),
            Route("/reminder.ics", self.reminder),
            Route("/signs.html", self.signs),
            Route("/{key}/strokes.json", self.strokes),
            Route("/{key}/cards.html", self.cards),
            Route("/{key}/words.txt", self.words),
            Route("/{key}/pack.zip", self.pack),
            Route("/{key}/{stroke}.{side}.moving.svg", self.moving_picture),
            Route("/{key}/{stroke}.{side}.svg", self.still_picture),
            Route("/sessions/{key}/delete", self.delete, methods=["POST"]),
            Route("/sessions/{key}/restore", self.restore, methods=["POST"]),
        ]

    def page(self, request: starlette.requests.Request) -> Response:
        """Respond with the page, in the language that the browser asks for."""
        headers = {"cache-control": "no-cache", "vary": "accept-language"}
        headers["content-security-policy"] = CONTENT_SECURITY_POLICY
        content = page(_language(request))
        return Response(content, media_type="text/html; charset=utf-8", headers=headers)

    def asset(self, request: starlette.requests.Request) -> Response:
        """Respond with a file of the page."""
        found = asset(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        content, kind = found
        return Response(content, media_type=kind, headers={"cache-control": "no-cache"})

    def silence(self, request: starlette.requests.Request) -> Response:  # noqa: ARG002 - likewise
        """Respond with a tenth of a second of nothing, which lets a browser play what comes later."""
        return Response(_silence(), media_type="audio/wav", headers=KEPT_A_DAY)

    def cover(self, request: starlette.requests.Request) -> Response:
        """Respond with the cover of a routine."""
        return Response(cover(request.path_params["routine"]), media_type="image/png", headers=KEPT_A_DAY)

    def reminder(self, request: starlette.requests.Request) -> Response:
        """Respond with a reminder for every day, at ``?at=18:45``."""
        try:
            at = time.fromisoformat(request.query_params.get("at", "")[:5])
        except ValueError:
            raise HTTPException(400, "?at= takes a time: 18:45") from None
        summary, today = words(_language(request))["reminder_summary"], local_day()
        text = reminder(at, today, summary, request.app.state.address)
        return Response(text, media_type="text/calendar; charset=utf-8", headers=NOT_KEPT)

    def signs(self, request: starlette.requests.Request) -> Response:
        """Respond with when not to massage, and the signs of a baby, in the language of the page."""
        headers = {"cache-control": "no-cache", "vary": "accept-language", "content-security-policy": _CARDS_POLICY}
        content = signs_page(_language(request))
        return Response(content, media_type="text/html; charset=utf-8", headers=headers)

    def shelf(self, request: starlette.requests.Request) -> Response:
        """Respond with the newest sessions, as a parent knows them, those ``?before=KEY``, or ``?keys=a,b``."""
        asked = request.query_params
        if keys := asked.get("keys"):
            found = self._library.with_keys(keys.split(",")[:MOST_KEYS])
        else:
            before = asked.get("before")
            found = [*(self._library.older(before) if before else self._library.episodes())][:PAGE_EPISODES]
        return JSONResponse([_shown(one) for one in found], headers=NOT_KEPT)

    def strokes(self, request: starlette.requests.Request) -> Response:
        """Respond with what hands do when."""
        session = self._episode(request).session
        return JSONResponse([*strokes_of(_events(session, "beat"), session.language)], headers=NOT_KEPT)

    def still_picture(self, request: starlette.requests.Request) -> Response:
        """Respond with the picture of a stroke."""
        return self._picture(request, moving=False)

    def moving_picture(self, request: starlette.requests.Request) -> Response:
        """Respond with the picture of a stroke, whose hands travel their ways."""
        return self._picture(request, moving=True)

    def cards(self, request: starlette.requests.Request) -> Response:
        """Respond with the cards of a session's routine."""
        session = self._episode(request).session
        html = cards_page(session.title, _routine_of(session), session.language)
        headers = {**NOT_KEPT, "content-security-policy": _CARDS_POLICY}
        return Response(html, media_type="text/html; charset=utf-8", headers=headers)

    def words(self, request: starlette.requests.Request) -> Response:
        """Respond with all that is said in a session."""
        session = self._episode(request).session
        text = transcript(session, _events(session, "say"))
        return Response(text, media_type="text/plain; charset=utf-8", headers=NOT_KEPT)

    def pack(self, request: starlette.requests.Request) -> Response:
        """Respond with a session in one file, for a family without this program; to few at a time, for it is large."""
        episode = self._episode(request)
        if not (episode.captioned and self._library.is_whole(episode)):
            raise HTTPException(404)
        if not self._packing.acquire(blocking=False):
            raise HTTPException(503, "others are handed on right now; try again in a moment")
        try:
            content = pack_session(episode.session, _routine_of(episode.session), episode.session.path.stem)
        except BaseException as error:
            self._packing.release()
            if isinstance(error, OSError | ShelfError):  # deleted meanwhile, or damaged
                raise HTTPException(404) from None
            raise
        headers = {**NOT_KEPT, "content-length": f"{len(content)}"}
        return Stream(_in_pieces(content), "application/zip", headers, on_end=self._packing.release)

    async def delete(self, request: starlette.requests.Request) -> Response:
        """Throw a session away, for a day."""
        await json_body(request)
        session = (await run_in_threadpool(self._episode, request)).session
        return await answer(lambda: discard(session), refused=409)

    async def restore(self, request: starlette.requests.Request) -> Response:
        """Put a session back that was thrown away."""
        await json_body(request)
        key = request.path_params["key"]
        if not _KEY.fullmatch(key):
            raise HTTPException(404)
        return await answer(lambda: restore(self._folder, key), refused=409)

    def _episode(self, request: starlette.requests.Request) -> Episode:
        return self._library.require(request.path_params["key"])

    def _picture(self, request: starlette.requests.Request, *, moving: bool) -> Response:
        session, path = self._episode(request).session, request.path_params
        svg = stroke_picture(session, path["stroke"], path["side"], moving=moving)
        if svg is None:
            raise HTTPException(404)
        headers = {**KEPT_A_DAY, "content-security-policy": _PICTURE_POLICY}
        return Response(svg, media_type="image/svg+xml", headers=headers)


def _language(request: starlette.requests.Request) -> str:
    return language_for(request.headers.get("accept-language", ""))


def _events(session: Session, kind: Literal["say", "beat"]) -> tuple[Document, ...]:
    """Return the events of a kind.

    Raises:
        HTTPException: 404, the manifest is damaged, or was deleted meanwhile.
    """
    try:
        return read_events(read_document(session.manifest.read_text("utf-8")), kind)
    except (OSError, ValueError):
        raise HTTPException(404) from None


async def _in_pieces(content: bytes) -> AsyncIterator[bytes]:
    """Yield it as fast as it is taken."""
    for place in range(0, len(content), _PIECE):
        yield content[place : place + _PIECE]


def _routine_of(session: Session) -> Routine:
    """Return the routine that a session was made of, as it was cut to the family.

    Raises:
        HTTPException: 404, it is not known any more.
    """
    try:
        name, choices = asked_again(session, language=session.language)
        routine, *_ = tailored_script(find_routine(name, session.language), choices)
    except AudioguideError:
        raise HTTPException(404) from None
    return routine


def _shown(episode: Episode) -> dict[str, object]:
    session = episode.session
    massage = Samples(session.length - session.afterwards)
    more = [{"kind": "download", "address": episode.name, "name": session.path.name}]
    more.append({"kind": "hand_on", "address": f"{episode.key}/pack.zip", "name": f"{session.path.stem}.zip"})
    more += [{"kind": kind, "address": f"{episode.key}/{file}"} for kind, file in _LINKS.items()]
    return {
        "key": episode.key,
        "title": session.title,
        "baby": session.baby,
        "minutes": round(seconds(massage) / 60),
        "seconds": round(seconds(session.length), 3),
        "guidance": session.guidance,
        "bed": "" if session.bed == SILENT_BED else session.bed,
        "day": session.date,
        "made": episode.made,
        "language": session.language,
        "sound": episode.name,
        "picture": f"covers/{quote(session.routine)}.png",
        "chapters": chapters(session)["chapters"],
        "goodbye": seconds(session.goodbye.start),
        "more": more,
    }


_LINKS = {"cards": "cards.html", "transcript": "words.txt"}


@lru_cache
def _silence() -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes(bytes(2 * SAMPLE_RATE // 10))
    return file.getvalue()
