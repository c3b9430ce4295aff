"""How much of a session was heard, and where it was left."""

from __future__ import annotations

import pytest

from audioguide.web.playing.hearing import Hearing


@pytest.mark.parametrize(
    ("positions", "heard", "left"),
    [
        ([], 0, 0),
        ([1, 2, 3], 3, 3),
        ([1, 2, 2, 1, 2], 3, 2),
        ([5, 80, 84], 9, 84),
        ([5, 90, 95, 100], 15, 5),
        ([5, 90, 20, 25], 10, 25),
        ([9, 18, 27, 36, 45, 54, 63, 72, 81, 90, 99], 99, None),
    ],
)
def test_a_jump_is_not_heard_and_one_to_the_goodbye_leaves(
    positions: list[float], heard: float, left: float | None
) -> None:
    hearing = Hearing(goodbye=90)
    for position in positions:
        hearing.look(position)
    assert (hearing.heard, hearing.stopped_at) == (heard, left)
