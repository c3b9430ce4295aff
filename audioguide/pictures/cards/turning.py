"""How a hand is turned and moved along a way. Angles in degrees, clockwise; 0 points the arm at the parent."""

from __future__ import annotations

from collections.abc import Sequence
from math import atan2, degrees, hypot

from audioguide.model.shapes import Point

Trail = Sequence[Point]
"""Where a hand goes; a hand that rests has one point."""

LEAN = 18.0
"""How far a hand at rest leans inwards."""
_CLOSED = 4.0
"""Units between the ends of a way that leads back to where it began."""


def lean(*, left: bool) -> float:
    """Turn a hand inwards a little."""
    return LEAN if left else -LEAN


def along(trail: Trail, *, left: bool, most: float) -> float | None:
    """Turn a hand along its way: its arm lies towards the parent, or outwards, whether the hand pulls or pushes.

    Args:
        trail: where it goes.
        left: whether it is the parent's left hand.
        most: how far it may be turned either way.

    Returns:
        Nothing where a way has no direction: a place to rest, a ring.
    """
    if len(trail) < 2 or hypot(trail[-1][0] - trail[0][0], trail[-1][1] - trail[0][1]) < _CLOSED:
        return None
    across, down = _direction(trail)
    outward = -across if left else across
    if down + 0.6 * outward <= 0:
        across, down = -across, -down
    return max(-most, min(most, degrees(atan2(-across, down))))


def tilt(trail: Trail) -> float:
    """How far a limb is turned from straight down."""
    across, down = _ahead(trail)
    return degrees(atan2(-across, down) if down >= 0 else atan2(across, -down))


def onward(trail: Trail, far: float) -> Point:
    """Go some units from the start towards the end, or away from it where `far` is below 0."""
    across, down = _ahead(trail)
    return trail[0][0] + across * far, trail[0][1] + down * far


def aside(at: Point, far: float, *, left: bool) -> Point:
    """Go some units to the left or to the right."""
    return (at[0] - far, at[1]) if left else (at[0] + far, at[1])


def _ahead(trail: Trail) -> Point:
    """From the start to the end; straight down where there is one point."""
    return _direction((trail[0], trail[-1])) if len(trail) > 1 else (0.0, 1.0)


def _direction(trail: Trail) -> Point:
    across, down = trail[1][0] - trail[0][0], trail[1][1] - trail[0][1]
    far = hypot(across, down) or 1.0
    return across / far, down / far
