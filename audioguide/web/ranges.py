"""A sound file over HTTP, with byte ranges and DLNA headers: a thin layer over Starlette's `FileResponse`.

It adds what that lacks: 304 for an unchanged file, and an invalid Range header is ignored (RFC 9110, 14.2) rather than
refused, since a speaker that gets an error stays silent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response

from audioguide.web.feed import Episode, media_type

if TYPE_CHECKING:
    import starlette.requests

_SINGLE_RANGE = re.compile(r"bytes\s*=\s*(?:(\d{1,18})\s*-\s*(\d{0,18})|-\s*\d{1,18})\s*", re.IGNORECASE)
_IMMUTABLE = "private, max-age=31536000, immutable"
"""The URL contains the hash of the file, so its content never changes."""
_DLNA_MP3_FEATURES = "DLNA.ORG_PN=MP3;DLNA.ORG_OP=01;DLNA.ORG_CI=0;DLNA.ORG_FLAGS=01700000000000000000000000000000"
"""MP3, byte seek, not transcoded, streaming and background transfer (DLNA Guidelines, 7.4.1.3)."""


def sound_response(request: starlette.requests.Request, episode: Episode) -> Response:
    """Respond with the file (200), a range of it (206), or 304 where the client has it already."""
    headers = {
        "etag": f'"{episode.session.digest}"',
        "cache-control": _IMMUTABLE,
        "transfermode.dlna.org": "Streaming",
    }
    content_type = media_type(episode.name)
    if content_type == "audio/mpeg":
        headers["contentfeatures.dlna.org"] = _DLNA_MP3_FEATURES
    if unchanged(request, headers["etag"]):
        return Response(status_code=304, headers={**headers, "accept-ranges": "bytes"})
    if not _is_valid_range(request.headers.get("range", "")):
        request.scope["headers"] = [pair for pair in request.scope["headers"] if pair[0].lower() != b"range"]
    return FileResponse(episode.session.path, headers=headers, media_type=content_type)


def unchanged(request: starlette.requests.Request, etag: str) -> bool:
    """Whether If-None-Match names the ETag (RFC 9110, 13.1.2)."""
    etags = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return etag in etags or etags == ["*"]


def _is_valid_range(header: str) -> bool:
    """Whether the header is one valid byte range; a request for several may get the whole file."""
    match = _SINGLE_RANGE.fullmatch(header)
    if match is None:
        return False
    first, last = match.groups()
    return not (first and last) or int(first) <= int(last)
