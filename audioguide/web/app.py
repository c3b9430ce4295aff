"""The ASGI application: its routes, all below the secret token, and their endpoints. Everything else is 404."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router

from audioguide.pictures.cover import cover
from audioguide.web.feed import CHAPTERS_SUFFIX, COVER_FILE, FEED_FILE, TRANSCRIPT_SUFFIX, Episode, chapters, feed
from audioguide.web.headers import PrivateHeaders
from audioguide.web.library import Library, NoSuchEpisodeError
from audioguide.web.ranges import sound_response, unchanged

if TYPE_CHECKING:
    import starlette.requests
    from starlette.types import ASGIApp

_COVER_SUFFIX = ".png"
"""Follows an episode's key in the URL of its cover."""
_SOUNDS_AT_ONCE = 4
"""Sounds that are checked at the same time; others wait."""
_CROSS_ORIGIN = Middleware(
    CORSMiddleware,  # a Cast receiver is a web page of another origin
    allow_origins=["*"],
    allow_methods=["GET", "HEAD"],
    allow_headers=["Range", "If-Range"],
    expose_headers=["Content-Length", "Content-Range", "Accept-Ranges", "ETag"],
)


class _Site:
    """The endpoints, a method each."""

    def __init__(self, library: Library, on_fetch: Callable[[str], None]) -> None:
        self._library, self._on_fetch = library, on_fetch
        # Apart from the threads that read what is being listened to: the first look at a sound reads all of it.
        self._sound_threads = ThreadPoolExecutor(_SOUNDS_AT_ONCE, "sounds")

    def cover(self, request: starlette.requests.Request) -> Response:
        return _respond(request, cover("audioguide"), "image/png")

    def picture(self, request: starlette.requests.Request) -> Response:
        session = self._episode(request).session
        return _respond(request, cover(session.routine), "image/png")

    def feed(self, request: starlette.requests.Request) -> Response:
        page = _page_of(request)
        rss = feed(self._library.episodes(page), request.app.state.address, page)
        return _respond(request, rss, "application/rss+xml")

    def chapters(self, request: starlette.requests.Request) -> Response:
        return _respond(request, _json(chapters(self._episode(request).session)), "application/json+chapters")

    def transcript(self, request: starlette.requests.Request) -> Response:
        episode = self._episode(request)
        if not episode.captioned:
            raise HTTPException(404)
        return _respond(request, episode.session.captions.read_bytes(), "text/vtt; charset=utf-8")

    async def sound(self, request: starlette.requests.Request) -> Response:
        return await asyncio.get_running_loop().run_in_executor(self._sound_threads, self._sound, request)

    def _sound(self, request: starlette.requests.Request) -> Response:
        episode = self._episode(request)
        if request.path_params["suffix"] != episode.session.path.suffix[1:] or not self._library.is_whole(episode):
            raise HTTPException(404)
        if request.method == "GET":
            self._on_fetch(episode.key)
        return sound_response(request, episode)

    def _episode(self, request: starlette.requests.Request) -> Episode:
        return self._library.require(request.path_params["key"])


def make_app(
    library: Library,
    address: str,
    on_fetch: Callable[[str], None] = lambda _: None,
    page: Sequence[BaseRoute] = (),
) -> ASGIApp:
    """Return the ASGI application.

    Args:
        library: the sessions to serve.
        address: the base URL as others are told it, whatever a request calls us; its last segment is the token,
            with which every path begins.
        on_fetch: called with the key of an episode at every GET of its sound file, from a worker thread.
        page: the routes of the page that makes and plays; they come before ours.
    """
    site = _Site(library, on_fetch)
    routes = [
        *page,
        Route(f"/{COVER_FILE}", site.cover),
        Route(f"/{FEED_FILE}", site.feed),
        Route("/{key}" + CHAPTERS_SUFFIX, site.chapters),
        Route("/{key}" + TRANSCRIPT_SUFFIX, site.transcript),
        Route("/{key}" + _COVER_SUFFIX, site.picture),
        Route("/{key}.{suffix}", site.sound),
    ]
    inside = Router(routes, redirect_slashes=False)  # 404 for a trailing slash, too
    token = urlsplit(address).path.strip("/")
    app = Starlette(
        routes=[Mount(f"/{token}", inside)],
        middleware=[_CROSS_ORIGIN],
        exception_handlers={NoSuchEpisodeError: _no_such_episode},
    )
    app.state.address = address
    return PrivateHeaders(app)


def _page_of(request: starlette.requests.Request) -> int:
    """Return which page of the sessions a request asks for.

    Raises:
        HTTPException: 404, there is no such page.
    """
    asked = request.query_params.get("page", "1")
    if not re.fullmatch("[1-9][0-9]{0,5}", asked):
        raise HTTPException(404)
    return int(asked)


async def _no_such_episode(request: starlette.requests.Request, error: Exception) -> Response:  # noqa: ARG001 - Starlette hands them in
    return Response("Not Found", 404, media_type="text/plain")


def _respond(request: starlette.requests.Request, content: bytes, media_type: str) -> Response:
    """Respond with the content and its ETag; 304 where the client has it already."""
    headers = {"etag": f'"{hashlib.sha256(content).hexdigest()[:32]}"', "cache-control": "no-cache"}
    if unchanged(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(content, headers={**headers, "content-type": media_type})


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
