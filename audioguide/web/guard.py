"""What is let in to the routes that change something: JSON of a bounded size, from our own page.

A page of somebody else cannot send JSON without asking first, and is refused then (CORS allows GET and HEAD only).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    import starlette.requests

LARGEST_BODY = 16_384
"""Bytes: a hundred times what the page sends."""
_BODY_SECONDS = 10.0
"""For a body to arrive."""
_LONGEST_SECONDS = 4 * 3600.0
"""Longer than any session."""


async def json_body(request: starlette.requests.Request) -> dict[str, Any]:
    """Return the object that was sent.

    Raises:
        HTTPException: 403 from another page, 415 no JSON, 413 too large, 408 too slow, 400 no object.
    """
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise HTTPException(403, "this is for the page of audioguide")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise HTTPException(415, "this takes application/json")
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            body = await _body(request)
    except TimeoutError:
        raise HTTPException(408, "the request did not arrive") from None
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise HTTPException(400, "this takes a JSON object")
    return document


def seconds_in(document: Mapping[str, Any], name: str) -> float:
    """Return a number of seconds in a session that was sent under a name.

    Raises:
        HTTPException: 400, there is none.
    """
    value = document.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _LONGEST_SECONDS:
        return float(value)
    raise HTTPException(400, f"'{name}' takes seconds of the session")


async def _body(request: starlette.requests.Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise HTTPException(413, f"this takes at most {LARGEST_BODY} bytes")
    return body
