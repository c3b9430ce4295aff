"""Answers in pieces that tell when they are over: what keeps to a number of them must know."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class Stream(StreamingResponse):
    """An answer that is on its way until all of it is sent, or nobody takes it any more."""

    def __init__(
        self,
        pieces: AsyncIterator[str | bytes],
        media_type: str,
        headers: Mapping[str, str],
        on_end: Callable[[], object],
    ) -> None:
        """Take what is sent, and what is called once at the end, also where no piece was ever taken."""
        super().__init__(pieces, media_type=media_type, headers=headers)
        self._on_end = on_end

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._on_end()
