"""Headers of our answers: nothing leaks in a Referer, nothing is guessed or loaded, and what is kept for how long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOT_KEPT = {"cache-control": "no-store"}
KEPT_A_DAY = {"cache-control": "private, max-age=86400"}
OF_EVERY_ANSWER = {
    "referrer-policy": "no-referrer",  # the token must not leak in a Referer header
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
}


class PrivateHeaders:
    """An ASGI application that adds our headers to every answer of another one, unless it says otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in OF_EVERY_ANSWER.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers)
