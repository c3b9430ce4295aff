"""Answers of the endpoints that do something: what came of it as JSON, or a sentence where it is not possible."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from audioguide.errors import AudioguideError
from audioguide.web.headers import NOT_KEPT
from audioguide.web.making.jobs import QueueFullError
from audioguide.web.page_errors import error_document


async def answer(work: Callable[[], object], *, refused: int = 400) -> Response:
    """Respond with what comes of a function, which may block.

    Args:
        work: returns a response, an object for JSON, or anything else, which is not sent.
        refused: the status with its sentence, where it is not possible.
    """
    try:
        result = await run_in_threadpool(work)
    except QueueFullError as error:
        return JSONResponse(error_document(error), 429, NOT_KEPT)
    except AudioguideError as error:
        return JSONResponse(error_document(error), refused, NOT_KEPT)
    if isinstance(result, Response):
        return result
    return JSONResponse(result if isinstance(result, dict) else {}, headers=NOT_KEPT)
