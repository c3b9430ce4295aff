"""Connections to the server: one that asks for nothing is closed, and there are so many at once and no more.

uvicorn closes a connection only where it is silent after an answer, and lets in whoever comes, until no file can be
opened any more.
"""

from __future__ import annotations

import asyncio
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol

from audioguide.web.headers import OF_EVERY_ANSWER

MOST_CONNECTIONS = 256
"""At once. For one more, the oldest one gives way that asks for nothing right now."""
REQUEST_SECONDS = 10.0
"""For a request to arrive, up to the end of its headers."""
_NO_REQUEST = "this is no request of HTTP\n"
_REFUSAL = "\r\n".join(
    [
        "HTTP/1.1 400 Bad Request",
        "content-type: text/plain; charset=utf-8",
        f"content-length: {len(_NO_REQUEST)}",
        "connection: close",
        *(f"{name}: {value}" for name, value in OF_EVERY_ANSWER.items()),
        "",
        _NO_REQUEST,
    ]
).encode()
"""To what is no request, which no application sees."""


class BoundedProtocol(H11Protocol):
    """One connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, for some seconds."""
        super().connection_made(transport)
        self._opened = self.loop.time()
        self._deadline = self.loop.call_later(REQUEST_SECONDS, self._close_waiting)
        known = cast("set[BoundedProtocol]", self.connections)
        others = [one for one in known if one is not self and not one.transport.is_closing()]
        if len(others) >= MOST_CONNECTIONS:
            waiting = [one for one in others if one.is_waiting]
            min(waiting, key=lambda one: one._opened, default=self).transport.close()  # noqa: SLF001 - of our own kind

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._deadline.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        self._deadline.cancel()
        self._deadline = self.loop.call_later(REQUEST_SECONDS, self._close_waiting)
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - what a library says is none of ours
        """Refuse what is no request; while something is being answered, there is no place for another answer."""
        if self.is_waiting:
            self.transport.write(_REFUSAL)
        self.transport.close()

    @property
    def is_waiting(self) -> bool:
        """Whether nothing is being answered."""
        return self.cycle is None or self.cycle.response_complete

    def _close_waiting(self) -> None:
        if self.is_waiting:
            self.transport.close()
