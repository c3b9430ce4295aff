"""Which steps of a section are done on which side."""

from __future__ import annotations

from collections.abc import Sequence

from audioguide.model.geometry import Side
from audioguide.model.routine import Once, Step, StrokeStep


def is_shared(step: Step) -> bool:
    """Whether a step uses both sides at once, and so comes once, after them."""
    return isinstance(step, StrokeStep) and step.stroke.sides != "each"


def is_once(step: Step, when: Once) -> bool:
    """Whether a step comes on one side only, and then there."""
    return not isinstance(step, StrokeStep) and step.once == when


def is_on(step: Step, side: Side, sides: Sequence[Side]) -> bool:
    """Whether a step has its place on this one of `sides`; what comes between them has one of its own."""
    if isinstance(step, StrokeStep) or step.once is None:
        return True
    return (step.once == "first" and side == sides[0]) or (step.once == "last" and side == sides[-1])
