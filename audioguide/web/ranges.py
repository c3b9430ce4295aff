"""A sound file over HTTP, as speakers want it: a thin layer over Starlette's `FileResponse`.

It mends what that does not: an unchanged file is 304, and a range that makes no sense is no range (RFC 9110, 14.2)
rather than an error, since a speaker that meets an error stays silent.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response

from audioguide.web.feed import Episode, media_type

if TYPE_CHECKING:
    from starlette.requests import Request

_ONE_RANGE = re.compile(r"bytes\s*=\s*(?:(\d{1,18})\s*-\s*(\d{0,18})|-\s*\d{1,18})\s*", re.IGNORECASE)
_FOR_EVER = "private, max-age=31536000, immutable"
"""The address holds the hash of the file: it never means other bytes."""
_MP3_FEATURES = "DLNA.ORG_PN=MP3;DLNA.ORG_OP=01;DLNA.ORG_CI=0;DLNA.ORG_FLAGS=01700000000000000000000000000000"
"""MP3, can be sought by bytes, is what it was made as, streams (DLNA Guidelines, 7.4.1.3)."""


def sound_response(request: Request, episode: Episode) -> Response:
    """Answer with the file, a range of it, or that it has not changed."""
    headers = {"etag": f'"{episode.session.digest}"', "cache-control": _FOR_EVER, "transfermode.dlna.org": "Streaming"}
    kind = media_type(episode.name)
    if kind == "audio/mpeg":
        headers["contentfeatures.dlna.org"] = _MP3_FEATURES
    if unchanged(request, headers["etag"]):
        return Response(status_code=304, headers={**headers, "accept-ranges": "bytes"})
    if not _is_range(request.headers.get("range", "")):
        request.scope["headers"] = [pair for pair in request.scope["headers"] if pair[0].lower() != b"range"]
    return FileResponse(episode.session.path, headers=headers, media_type=kind)


def unchanged(request: Request, etag: str) -> bool:
    """Whether whoever asks has it already (RFC 9110, 13.1.2)."""
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    return etag in known or known == ["*"]


def _is_range(header: str) -> bool:
    """Whether it asks for one range. Whoever asks for several may be given the whole, and speakers never do."""
    match = _ONE_RANGE.fullmatch(header)
    if match is None:
        return False
    first, last = match.groups()
    return not (first and last) or int(first) <= int(last)
