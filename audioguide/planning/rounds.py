"""A second and a third round of a part's strokes, for sessions that are longer than the routine's own length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from audioguide.model.routine import Step, StrokeStep
from audioguide.model.script import Cue, Passage

MORE_ROUNDS = 2
"""After the first one."""


def steps_of_a_round(steps: Sequence[Step]) -> tuple[StrokeStep, ...]:
    """Return the steps that come again in a long session, in order.

    These are strokes that never leave, and that come several times or were said to stay: no greeting and no ending of a
    part. How often has to be open: who wrote "exactly six" meant it. All find the baby as the last of them does, for
    nobody is turned over once more.
    """
    found = [
        step
        for step in steps
        if isinstance(step, StrokeStep)
        and step.times.fewest < step.times.most
        and (step.optional is False or (step.optional is None and step.stroke.essential and step.times.fewest > 1))
    ]
    return tuple(step for step in found if step.stroke.position == found[-1].stroke.position)


def where_rounds_come(passages: Sequence[Passage], steps: Sequence[StrokeStep]) -> int:
    """Return the place after the last stroke of a round, where it is first done."""
    last = steps[-1].stroke
    return next(place for place in reversed(range(len(passages))) if passages[place].stroke == last) + 1


def as_round(passages: Iterable[Passage], once_more: Cue, rank: int) -> list[Passage]:
    """Announce a round; none of it is dropped alone, and none is part of the own length.

    Args:
        passages: the strokes of the round.
        once_more: what announces it.
        rank: its place in the order in which rounds are added.
    """
    made = [replace(passage, drop_rank=None, add_rank=rank) for passage in passages]
    return [replace(made[0], cues=(once_more, *made[0].cues)), *made[1:]] if made else []
