"""The addresses, and what is behind each. All of them begin with the token; everything else does not exist."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import Mount, Route, Router

from audioguide.cover import cover
from audioguide.feed import CHAPTERS, COVER, FEED, TRANSCRIPT, Episode, chapters, feed
from audioguide.serve.library import Library
from audioguide.serve.sound import sound_response, unchanged
from audioguide.units import format_duration

if TYPE_CHECKING:
    from starlette.requests import Request

_PAGE_MAY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; "
_PAGE_MAY += "media-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
_PICTURE = ".png"
"""What follows an episode's key in the address of its cover."""
_QUIET = {"referrer-policy": "no-referrer", "x-content-type-options": "nosniff"}
"""The token must not travel on to where a link leads."""
_CROSS_ORIGIN = Middleware(
    CORSMiddleware,  # a Cast receiver is a web page from elsewhere
    allow_origins=["*"],
    allow_methods=["GET", "HEAD"],
    allow_headers=["Range", "If-Range"],
    expose_headers=["Content-Length", "Content-Range", "Accept-Ranges", "ETag"],
)


class _Site:
    """What is behind the addresses, one method each."""

    def __init__(self, library: Library, fetched: Callable[[str], None]) -> None:
        self._library, self._fetched = library, fetched

    def page(self, request: Request) -> Response:
        answer = _answer(
            request, files("audioguide.serve").joinpath("page.html").read_bytes(), "text/html; charset=utf-8"
        )
        answer.headers["content-security-policy"] = _PAGE_MAY
        return answer

    def cover(self, request: Request) -> Response:
        return _answer(request, _cover("audioguide", 3), "image/png")

    def picture(self, request: Request) -> Response:
        session = self._episode(request).session
        return _answer(request, _cover(session.routine, len(session.chapters)), "image/png")

    def sessions(self, request: Request) -> Response:
        return _answer(request, _json([_described(one) for one in self._library.episodes()]), "application/json")

    def feed(self, request: Request) -> Response:
        return _answer(request, feed(self._library.episodes(), str(request.url_for("page"))), "application/rss+xml")

    def chapters(self, request: Request) -> Response:
        return _answer(request, _json(chapters(self._episode(request).session)), "application/json+chapters")

    def transcript(self, request: Request) -> Response:
        episode = self._episode(request)
        if not episode.captioned:
            raise HTTPException(404)
        return _answer(request, episode.session.captions.read_bytes(), "text/vtt; charset=utf-8")

    def sound(self, request: Request) -> Response:
        episode = self._episode(request)
        if request.path_params["suffix"] != episode.session.path.suffix[1:] or not self._library.is_whole(episode):
            raise HTTPException(404)
        if request.method == "GET":
            self._fetched(episode.key)
        return sound_response(request, episode)

    def _episode(self, request: Request) -> Episode:
        episode = self._library.episode(request.path_params["key"])
        if episode is None:
            raise HTTPException(404)
        return episode


def make_app(library: Library, token: str, fetched: Callable[[str], None] = lambda _: None) -> Starlette:
    """Return the ASGI application.

    Args:
        library: what is served.
        token: the first part of every address.
        fetched: called with the key of an episode whenever somebody begins to fetch its sound.
    """
    site = _Site(library, fetched)
    routes = [
        Route("/", site.page, name="page"),
        Route(f"/{COVER}", site.cover),
        Route(f"/{FEED}", site.feed),
        Route("/sessions.json", site.sessions),
        Route("/{key}" + CHAPTERS, site.chapters),
        Route("/{key}" + TRANSCRIPT, site.transcript),
        Route("/{key}" + _PICTURE, site.picture),
        Route("/{key}.{suffix}", site.sound),
    ]
    inside = Router(routes, redirect_slashes=False)  # an address with a slash too many does not exist either
    return Starlette(routes=[Mount(f"/{token}", inside)], middleware=[_CROSS_ORIGIN])


def _answer(request: Request, content: bytes, kind: str) -> Response:
    """Answer with a small thing, or that it has not changed."""
    headers = {**_QUIET, "etag": f'"{hashlib.sha256(content).hexdigest()[:32]}"', "cache-control": "no-cache"}
    if unchanged(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, headers={**headers, "content-type": kind})


def _described(episode: Episode) -> dict[str, object]:
    """What the page shows of a session."""
    session = episode.session
    return {
        "title": session.title,
        "length": format_duration(session.length),
        "guidance": session.guidance,
        "language": session.language,
        "sound": episode.name,
        "picture": episode.key + _PICTURE,
        "chapters": chapters(session)["chapters"],
    }


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


@lru_cache(maxsize=64)
def _cover(name: str, chapters: int) -> bytes:
    return cover(name, chapters)
