"""How a hand travels its way in a picture that moves: SMIL, one second for one repetition."""

from __future__ import annotations

from collections.abc import Sequence
from math import dist

from audioguide.pictures.cards.hands import Placed
from audioguide.pictures.cards.turning import Trail


def motion(hand: Placed, trails: Sequence[Trail], share: tuple[float, float]) -> str:
    """Return what moves a hand, to be put into its element; nothing where it stays.

    Args:
        hand: as it is placed at the start of its way.
        trails: the ways in the picture; the hand takes the one that starts nearest to it.
        share: from when to when it travels, 0 to 1; before and after that it waits at the ends.
    """
    ways = [trail for trail in trails if len(trail) > 1]
    if hand.still or not ways:
        return ""
    way = min(ways, key=lambda trail: dist(trail[0], hand.at))
    x, y = way[0]
    path = "M0 0" + "".join(f"L{to_x - x:.1f} {to_y - y:.1f}" for to_x, to_y in way[1:])
    begin, end = share
    return (
        f'<animateMotion dur="1s" repeatCount="indefinite" calcMode="linear" path="{path}" '
        f'keyPoints="0;0;1;1" keyTimes="0;{begin:.4g};{end:.4g};1"/>'
    )
