"""What makes a session this one and no other: a hash of everything that it is made from.

Files count by their content, so that the same session is known wherever they lie.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache, partial
from typing import Any, cast

from audioguide.model.stroke import Text
from audioguide.plugins import credit_of
from audioguide.plugins.installed import version
from audioguide.rendering.request import Request
from audioguide.repertoire import beds
from audioguide.repertoire.folders import own_languages

VERSION = version("audioguide")
"""Another release may make another session of the same request."""


def identity_of(request: Request) -> str:
    """Return a hash of everything that the session is made from: every field of the request but `INFORMATION`."""
    made_from = {one.name: getattr(request, one.name) for one in fields(request) if not one.metadata.get("information")}
    made_from |= {
        "release": VERSION,
        "routine": replace(request.routine, bed=""),  # a wish; heard is the bed of the request
        "voice": request.voice.identity,
        "bed": beds.identity_of(request.bed),
    }
    if credit := credit_of(request.voice):  # it is in the comment
        made_from["credit"] = credit
    if goes_on := request.script.afterwards:
        made_from["script"] = replace(
            request.script, afterwards=replace(goes_on, bed=goes_on.name)
        )  # as in its chapter
        made_from["afterwards"] = beds.identity_of(goes_on.bed)
    # Words in other languages of the user's own are not heard, so they do not count. Those in our languages do, as
    # before: otherwise no session that exists would be found.
    unheard = own_languages() - {request.script.language, request.routine.language}
    text = json.dumps(made_from, default=partial(_as_json, unheard), sort_keys=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _as_json(unheard: Collection[str], value: object) -> object:
    """Describe a value of the model by the fields that it is compared by; anything else would differ between runs.

    Of a text, words in unheard languages are left out.
    """
    if isinstance(value, Text):
        return {name: [one for one in getattr(value, name) if one[0] not in unheard] for name in _compared(Text)}
    if is_dataclass(value):
        return {name: getattr(value, name) for name in _compared(cast("Any", type(value)))}
    if isinstance(value, Mapping):
        return dict(value)
    msg = f"{type(value).__name__} has no canonical form"
    raise TypeError(msg)


@cache
def _compared(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - any class of values
    """Name the fields that values of a class are compared by."""
    return tuple(one.name for one in fields(kind) if one.compare)
