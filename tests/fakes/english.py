"""The English words of the repertoire, as tests count and search them."""

from __future__ import annotations

from collections.abc import Iterator

from audioguide.model.routine import SayStep, Step, StrokeStep
from audioguide.model.stroke import Text


def words(text: str) -> list[str]:
    """The words of a text, where the baby has no name."""
    return text.replace("{baby}", "your baby").split()


def en(text: Text) -> str:
    """A text in English, with its places."""
    return text.say("en")


def texts_of(steps: tuple[Step, ...]) -> Iterator[str]:
    """What steps say themselves: not the words of their strokes."""
    for step in steps:
        if isinstance(step, SayStep):
            yield en(step.text)
        elif isinstance(step, StrokeStep):
            yield from (en(text) for text in (step.cue, step.cue_one_hand) if text)
