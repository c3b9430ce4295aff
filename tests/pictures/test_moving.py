"""Hands that travel their ways in a picture."""

from __future__ import annotations

import re

from audioguide.pictures.cards.hands import Placed
from audioguide.pictures.cards.moving import motion

DOWN, ACROSS = ((10.0, 10.0), (10.0, 50.0)), ((60.0, 10.0), (80.0, 10.0), (80.0, 30.0))
WHOLE = (0.0, 1.0)


def hand(x: float, y: float, *, still: bool = False) -> Placed:
    return Placed(shape="flat", left=False, at=(x, y), turn=0.0, still=still)


def test_a_hand_takes_the_way_that_starts_at_it() -> None:
    assert 'path="M0 0L0.0 40.0"' in motion(hand(12, 11), [DOWN, ACROSS], WHOLE)
    assert 'path="M0 0L20.0 0.0L20.0 20.0"' in motion(hand(58, 11), [DOWN, ACROSS], WHOLE)


def test_one_second_is_one_repetition() -> None:
    drawn = motion(hand(10, 10), [DOWN], WHOLE)
    assert 'dur="1s" repeatCount="indefinite"' in drawn
    assert re.findall('key(?:Points|Times)="([^"]+)"', drawn) == ["0;0;1;1", "0;0;1;1"]


def test_the_second_step_waits_for_the_first() -> None:
    assert 'keyTimes="0;0.5;1;1"' in motion(hand(10, 10), [DOWN], (0.5, 1.0))


def test_a_hand_that_holds_stays() -> None:
    assert motion(hand(10, 10, still=True), [DOWN], WHOLE) == ""
    assert motion(hand(10, 10), [((10.0, 10.0),)], WHOLE) == ""
