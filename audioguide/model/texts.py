"""The texts in a piece of what is written, however deep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from audioguide.model.routine import StrokeStep
from audioguide.model.stroke import Text


def texts_in(piece: object, replaced: Text | None = None) -> Iterator[Text]:
    """Yield every text in a piece of the repertoire; a cue that a step replaces by its own is no matter.

    Args:
        piece: a ritual, a stroke, or whatever is in one.
        replaced: such a cue.
    """
    if isinstance(piece, Text):
        if piece != replaced:
            yield piece
    elif isinstance(piece, Mapping):
        yield from texts_in(tuple(piece.values()), replaced)
    elif isinstance(piece, tuple):
        for one in piece:
            yield from texts_in(one, replaced)
    elif is_dataclass(piece):
        if isinstance(piece, StrokeStep) and piece.cue is not None:
            replaced = piece.stroke.cue
        for field in fields(piece):
            yield from texts_in(getattr(piece, field.name), replaced)
