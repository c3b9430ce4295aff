"""Server-sent events: what is looked at, each time that it has changed, to a bounded number of phones."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping

from starlette.exceptions import HTTPException

from audioguide.web.headers import NOT_KEPT
from audioguide.web.streams import Stream

MOST_WATCHING = 64
"""Streams at once."""
_TICK_SECONDS = 0.25
"""Between two looks."""
_ALIVE_SECONDS = 5.0
"""After which a silent stream says that it is alive: one that has been cut off is noticed at either end."""

Look = Callable[[], tuple[Mapping[str, object], bool]]
"""Returns a JSON object, and whether nothing changes any more."""


class Events:
    """The streams that are open."""

    def __init__(self) -> None:
        self._open = 0
        self._is_closed = False

    def close(self) -> None:
        """End every stream at its next look: a server that ends would cut them off, and complain."""
        self._is_closed = True

    def stream(self, look: Look) -> Stream:
        """Respond with what `look` returns, whenever it changes, until it says that it is over.

        Raises:
            HTTPException: 503, too many are open.
        """
        if self._open >= MOST_WATCHING:
            raise HTTPException(503, "too many are watching")
        self._open += 1
        return Stream(self._changes(look), "text/event-stream", NOT_KEPT, on_end=self._end)

    def _end(self) -> None:
        self._open -= 1

    async def _changes(self, look: Look) -> AsyncIterator[str]:
        last, quiet, is_over = "", 0.0, False
        while not is_over and not self._is_closed:
            document, is_over = look()
            text = json.dumps(document, ensure_ascii=False, allow_nan=False)
            if text != last:
                last, quiet = text, 0.0
                yield f"data: {text}\n\n"
            elif quiet >= _ALIVE_SECONDS:
                quiet = 0.0
                yield "event: alive\ndata:\n\n"
            if not is_over:
                await asyncio.sleep(_TICK_SECONDS)
                quiet += _TICK_SECONDS
